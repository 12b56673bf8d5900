/**
 * The page that lies in the archive of a term: reads it from the disk, without network and without a program. Bundled by
 * `scripts/write-archive-tools.ts`; it knows nothing of the console. What it reads comes as scripts, since a page from
 * the disk may read other files in no other way.
 */
interface Row {
  readonly seqs: readonly number[]
  readonly time: string
  readonly cells: readonly string[]
  readonly struck?: true
  readonly remarks?: readonly string[]
  readonly attachments?: readonly { readonly hash: string; readonly name: string }[]
}

interface Ledger {
  readonly id: string
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: number
  readonly parts: readonly string[]
  readonly files: readonly string[]
}

interface About {
  readonly school: string
  readonly name: string
  readonly period: string
  readonly facts: readonly string[]
  readonly ledgers: readonly Ledger[]
  /** Path of each attachment by its hash. */
  readonly attachments: Readonly<Record<string, string>>
}

interface Found {
  readonly ledger: Ledger
  readonly row: Row
}

const shared = window as unknown as {
  zhishouPart: (rows: readonly Row[]) => void
  readonly zhishouArchive: About
}
const about = shared.zhishouArchive
const rowsPerPage = 500
/** More hits than this are not shown: the search is to be narrowed. */
const mostHits = 1_000

let arrived: readonly Row[] = []
shared.zhishouPart = rows => {
  arrived = rows
}

/** One part at a time: each script calls `zhishouPart`. */
function readPart(path: string): Promise<readonly Row[]> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = path
    script.addEventListener('load', () => {
      script.remove()
      resolve(arrived)
    })
    script.addEventListener('error', () => reject(new Error(path)))
    document.head.append(script)
  })
}

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  made.append(...children)
  return made
}

function field(label: string, type: string, testId: string): { box: HTMLElement; input: HTMLInputElement } {
  const input = element('input', '')
  input.type = type
  input.dataset['testid'] = testId
  return { box: element('label', '', label, input), input }
}

const nav = element('nav', '')
const heading = element('h2', '')
const statusLine = element('p', 'status')
statusLine.setAttribute('role', 'status')
const table = element('table', '')
const files = element('p', 'files')
const pager = element('p', 'pager')
const text = field('查找', 'search', 'viewer-text')
const from = field('从', 'date', 'viewer-from')
const through = field('到', 'date', 'viewer-through')

let chosen: Ledger | null = about.ledgers.find(({ rows }) => rows > 0) ?? about.ledgers[0] ?? null
let page = 0
/** Counts the questions: an answer to an older one is dropped. */
let asked = 0

const matches = (row: Row, words: readonly string[]): boolean => {
  const day = row.time.slice(0, 10)
  if (from.input.value !== '' && day < from.input.value) return false
  if (through.input.value !== '' && day > through.input.value) return false
  const said = [...row.cells, ...(row.remarks ?? [])].join('\n').toLowerCase()
  return words.every(word => said.includes(word))
}

async function show(): Promise<void> {
  const question = ++asked
  const words = text.input.value.toLowerCase().split(/\s+/).filter(Boolean)
  const isFiltered = words.length > 0 || from.input.value !== '' || through.input.value !== ''
  const ledgers = chosen === null ? about.ledgers : [chosen]
  heading.textContent = chosen?.title ?? '全部台账'
  statusLine.textContent = '正在读取…'
  try {
    const found: Found[] = []
    const isCurrent = (): boolean => question === asked
    if (chosen !== null && !isFiltered) {
      const path = chosen.parts[page]
      for (const row of path === undefined ? [] : await readPart(path)) found.push({ ledger: chosen, row })
    } else if (isFiltered) await search(ledgers, words, found, isCurrent)
    if (!isCurrent()) return
    draw(found, isFiltered)
  } catch (error) {
    statusLine.textContent = `文件读不出来：${error instanceof Error ? error.message : ''}。请用 verify.mjs 核验归档是否完整`
  }
}

async function search(
  ledgers: readonly Ledger[],
  words: readonly string[],
  found: Found[],
  isCurrent: () => boolean,
): Promise<void> {
  for (const ledger of ledgers)
    for (const path of ledger.parts) {
      const rows = await readPart(path)
      if (!isCurrent()) return
      for (const row of rows) if (matches(row, words)) found.push({ ledger, row })
      statusLine.textContent = `正在查找“${ledger.title}”… 已找到 ${found.length} 条`
      if (found.length >= mostHits) return
    }
}

function draw(found: readonly Found[], isFiltered: boolean): void {
  const total = chosen?.rows ?? about.ledgers.reduce((sum, { rows }) => sum + rows, 0)
  if (isFiltered)
    statusLine.textContent =
      found.length >= mostHits
        ? `只列出前 ${mostHits} 条，请缩小范围`
        : `找到 ${found.length} 条，共 ${total} 条`
  else if (chosen === null) statusLine.textContent = `共 ${total} 条。请输入要查找的内容，或选择日期`
  else statusLine.textContent = `共 ${total} 条`
  const columns = chosen?.columns ?? ['时间', '台账', '内容']
  const head = element('tr', '', ...[...columns, '日志号'].map(title => element('th', '', title)))
  const shown = found.slice(0, mostHits)
  table.replaceChildren(
    element('thead', '', head),
    element('tbody', '', ...shown.flatMap(each => rowsOf(each, columns.length + 1))),
  )
  table.hidden = found.length === 0
  files.replaceChildren(...(chosen?.files ?? []).map(path => link(path, path.split('/').at(-1) ?? path)))
  drawPager(isFiltered)
}

function rowsOf({ ledger, row }: Found, width: number): HTMLElement[] {
  const cells = chosen === null ? [row.time, ledger.title, row.cells.filter(Boolean).join(' · ')] : row.cells
  const [first = 0] = row.seqs
  const last = row.seqs.at(-1) ?? first
  const own = element(
    'tr',
    row.struck === true ? 'struck' : '',
    ...[...cells, first === last ? String(first) : `${first}–${last}`].map(cell => element('td', '', cell)),
  )
  const remarks = (row.remarks ?? []).map(remark => element('p', '', remark))
  const papers = (row.attachments ?? []).map(({ hash, name }) => {
    const path = about.attachments[hash]
    return path === undefined ? element('span', 'missing', `${name}（归档时缺失）`) : link(path, name)
  })
  if (remarks.length + papers.length === 0) return [own]
  const cell = element(
    'td',
    '',
    ...remarks,
    ...(papers.length === 0 ? [] : [element('p', '', '打开附件：', ...papers)]),
  )
  cell.colSpan = width
  return [own, element('tr', 'remark', cell)]
}

function link(path: string, name: string): HTMLAnchorElement {
  const made = element('a', '', name)
  made.href = path
  made.target = '_blank'
  made.rel = 'noopener'
  return made
}

function button(label: string, act: () => void): HTMLButtonElement {
  const made = element('button', '', label)
  made.type = 'button'
  made.addEventListener('click', act)
  return made
}

function drawPager(isFiltered: boolean): void {
  const pages = chosen?.parts.length ?? 0
  if (isFiltered || pages < 2) return pager.replaceChildren()
  const turn = (to: number) => () => {
    page = to
    void show()
  }
  const back = button('上一页', turn(page - 1))
  const on = button('下一页', turn(page + 1))
  back.disabled = page === 0
  on.disabled = page >= pages - 1
  pager.replaceChildren(back, `第 ${page + 1} 页，共 ${pages} 页（每页 ${rowsPerPage} 条）`, on)
}

function choose(ledger: Ledger | null): void {
  chosen = ledger
  page = 0
  drawNav()
  void show()
}

function drawNav(): void {
  const entry = (ledger: Ledger | null, title: string, rows: string): HTMLElement => {
    const made = button('', () => choose(ledger))
    made.append(element('span', '', title), element('b', '', rows))
    if (ledger === chosen) made.setAttribute('aria-current', 'page')
    made.dataset['testid'] = `viewer-${ledger?.id ?? 'all'}`
    return made
  }
  nav.replaceChildren(
    entry(null, '全部台账', ''),
    ...about.ledgers.map(ledger => entry(ledger, ledger.title, String(ledger.rows))),
  )
}

function start(): void {
  document.title = `${about.school} ${about.name}`
  let resting: ReturnType<typeof setTimeout> | undefined
  for (const { input } of [text, from, through])
    input.addEventListener('input', () => {
      clearTimeout(resting)
      resting = setTimeout(() => void show(), 250)
    })
  document.body.append(
    element(
      'header',
      '',
      element('h1', '', `${about.school}　${about.name}`),
      element('p', '', about.period),
      ...about.facts.map(fact => element('p', 'fact', fact)),
    ),
    nav,
    element(
      'main',
      '',
      heading,
      element(
        'div',
        'filter',
        text.box,
        from.box,
        through.box,
        button('打印', () => window.print()),
      ),
      statusLine,
      table,
      pager,
      files,
    ),
  )
  drawNav()
  void show()
}

start()

// oxlint-disable-next-line unicorn/require-module-specifiers -- makes it a module: its names are no globals
export {}
