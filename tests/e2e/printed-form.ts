import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

/** A box on a page, points from its upper left corner. */
interface Box {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}
interface Word extends Box {
  readonly text: string
}

/** A page as it is on paper: its words with their places, and every pixel as it is drawn. */
interface PrintedPage {
  readonly width: number
  readonly height: number
  readonly words: readonly Word[]
  /** Whether the paper is dark at a point. */
  readonly isDark: (x: number, y: number) => boolean
}

/** What a form must say, and where. */
export interface ExpectedForm {
  readonly title: string
  /** Headings in their order, without blanks. */
  readonly headings: readonly string[]
  /** Under the table. */
  readonly notes: readonly string[]
  /** Anywhere: the school, who printed it. */
  readonly facts: readonly string[]
}

/** Pixels a point at which forms are drawn for the check: fine enough for the thinnest rule. */
const scale = 3
const without = (text: string): string => text.replaceAll(/\s/g, '')

/** Reads a PDF with poppler, which has no part in how it was made. */
export function readPrintedForm(path: string): PrintedPage[] {
  const folder = mkdtempSync(join(tmpdir(), 'zhishou-form-'))
  try {
    const boxes = execFileSync('pdftotext', ['-bbox', path, '-'], { encoding: 'utf8' })
    execFileSync('pdftoppm', ['-gray', '-r', String(72 * scale), path, join(folder, 'page')])
    const images = readdirSync(folder)
      .toSorted()
      .map(name => readFileSync(join(folder, name)))
    const pages = [...boxes.matchAll(/<page width="([\d.]+)" height="([\d.]+)">([\s\S]*?)<\/page>/g)]
    return pages.map(([, width, height, body = ''], index) => {
      const image = images[index]
      if (image === undefined) throw new Error(`page ${index + 1} of ${path} was not drawn`)
      return { width: Number(width), height: Number(height), words: wordsIn(body), isDark: darknessOf(image) }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function wordsIn(body: string): Word[] {
  const entity: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  const pattern = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([\s\S]*?)<\/word>/g
  return [...body.matchAll(pattern)].map(([, x0, y0, x1, y1, text = '']) => ({
    x0: Number(x0),
    y0: Number(y0),
    x1: Number(x1),
    y1: Number(y1),
    text: text.replaceAll(/&(\w+);/g, (_, name: string) => z.string().parse(entity[name])),
  }))
}

/** @param image a binary PGM, as pdftoppm writes it */
function darknessOf(image: Buffer): PrintedPage['isDark'] {
  const [head = ''] = /^P5\s+\d+\s+\d+\s+255\s/.exec(image.subarray(0, 40).toString('latin1')) ?? []
  const width = Number(head.split(/\s+/)[1])
  if (!(width > 0)) throw new Error('no picture of a page')
  return (x, y) => (image[head.length + Math.round(y * scale) * width + Math.round(x * scale)] ?? 255) < 190
}

/** Everything on a printed form that is not as it must be; empty when it may be handed in. */
export function faultsOfForm(pages: readonly PrintedPage[], expected: ExpectedForm): string[] {
  const [first] = pages
  if (first === undefined) return ['there is no page']
  return [
    ...pages.flatMap((page, index) => layoutFaults(page).map(fault => `page ${index + 1}: ${fault}`)),
    ...pages.flatMap((page, index) => footFaults(page, index + 1, pages.length)),
    ...pages.flatMap((page, index) =>
      index > 0 && headRow(page, expected.headings) === null && hasTable(page)
        ? [`page ${index + 1}: the headings are not repeated`]
        : [],
    ),
    ...headingFaults(first, expected.headings),
    ...wordFaults(pages, expected),
  ]
}

/** Words that lie over each other, over a rule, beyond the paper, or that are not drawn. */
function layoutFaults({ words, width, height, isDark }: PrintedPage): string[] {
  const faults: string[] = []
  words.forEach((word, index) => {
    if (word.x0 < 10 || word.y0 < 5 || word.x1 > width - 10 || word.y1 > height - 5)
      faults.push(`beyond the paper: ${word.text}`)
    for (const other of words.slice(index + 1))
      if (overlap(middleOf(word), middleOf(other)) > 0.1) faults.push(`${word.text} lies over ${other.text}`)
    if (!hasInk(word, isDark)) faults.push(`not drawn: ${word.text}`)
    const crossed = verticalRules(word, isDark)
    if (crossed.some(x => x > word.x0 + 1.5 && x < word.x1 - 1.5)) faults.push(`over a rule: ${word.text}`)
  })
  return faults
}

/** The part of a line of text that its letters fill: a font's box reaches into the lines above and below. */
function middleOf<T extends Box>(box: T): T {
  const quarter = (box.y1 - box.y0) / 4
  return { ...box, y0: box.y0 + quarter, y1: box.y1 - quarter }
}

/** Shared area as a share of the smaller word. Marks of one line may share their white halves, as Chinese is set. */
function overlap(a: Box, b: Box): number {
  const high = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0)
  const isOneLine = Math.abs(a.y0 - b.y0) < 1
  const wide = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0) - (isOneLine ? (a.y1 - a.y0) / 2 : 0)
  if (wide <= 0 || high <= 0) return 0
  const area = (box: Box) => (box.x1 - box.x0) * (box.y1 - box.y0)
  return (wide * high) / Math.min(area(a), area(b))
}

function hasInk({ x0, y0, x1, y1 }: Box, isDark: PrintedPage['isDark']): boolean {
  for (let y = y0; y <= y1; y += 1 / scale)
    for (let x = x0; x <= x1; x += 1 / scale) if (isDark(x, y)) return true
  return false
}

/** Places between `x0` and `x1` that are dark from `y0` to `y1`: the lines between columns. */
function verticalRules({ x0, y0, x1, y1 }: Box, isDark: PrintedPage['isDark']): number[] {
  const rules: number[] = []
  for (let x = x0; x <= x1; x += 1 / scale) {
    let isRule = true
    for (let y = y0; y <= y1 && isRule; y += 1 / scale) isRule = isDark(x, y)
    if (isRule && (rules.at(-1) ?? -9) < x - 2) rules.push(x)
  }
  return rules
}

/** Whether rows of a table go on at the top of a page. */
const hasTable = (page: PrintedPage): boolean =>
  verticalRules({ x0: 20, x1: page.width - 20, y0: 50, y1: 60 }, page.isDark).length > 1

/** The row of the headings on a page; null where they do not stand all. A heading may be broken into lines. */
function headRow(page: PrintedPage, headings: readonly string[]): Box | null {
  const starting = headings.map(heading =>
    page.words.filter(({ text }) => text.startsWith(heading.slice(0, 2))),
  )
  for (const { y0: top } of starting[0] ?? []) {
    const row = starting.map(words =>
      words
        .filter(({ y0 }) => Math.abs(y0 - top) < 30)
        .toSorted((a, b) => Math.abs(a.y0 - top) - Math.abs(b.y0 - top))
        .at(0),
    )
    const found = row.filter(word => word !== undefined)
    if (found.length < headings.length) continue
    const y0 = Math.min(...found.map(word => word.y0))
    return { x0: 0, x1: page.width, y0, y1: Math.max(...found.map(({ y1 }) => y1)) }
  }
  return null
}

/** Each heading must stand alone, and whole, in the box between two rules. */
function headingFaults(page: PrintedPage, headings: readonly string[]): string[] {
  const row = headRow(page, headings)
  if (row === null) return [`not all headings stand in one row: ${headings.join('、')}`]
  const middle = { ...middleOf(row), x0: 15, x1: page.width - 15 }
  const rules = verticalRules(middle, page.isDark)
  if (rules.length !== headings.length + 1)
    return [`${rules.length - 1} columns for ${headings.length} headings`]
  const table = { x0: rules[0] ?? 0, x1: rules.at(-1) ?? 0 }
  const isRule = (y: number) => isHorizontalRule(table, y, page.isDark)
  let above = middle.y0
  let below = middle.y1
  while (above > 0 && !isRule(above)) above -= 1 / scale
  while (below < page.height && !isRule(below)) below += 1 / scale
  return headings.flatMap((heading, index) => {
    const [left = 0, right = 0] = rules.slice(index, index + 2)
    const inside = page.words
      .map(middleOf)
      .filter(word => word.y0 >= above && word.y1 <= below)
      .filter(word => word.x0 >= left && word.x1 <= right)
      .toSorted((a, b) => a.y0 - b.y0 || a.x0 - b.x0)
    const said = without(inside.map(({ text }) => text).join(''))
    return said === heading ? [] : [`column ${index + 1} says ${said}, not ${heading}`]
  })
}

function footFaults(page: PrintedPage, number: number, of: number): string[] {
  const foot = without(
    page.words
      .filter(word => word.y0 > page.height - 50)
      .map(({ text }) => text)
      .join(''),
  )
  return foot.includes(`第${number}页共${of}页`)
    ? []
    : [`page ${number}: its number is not at the foot: ${foot}`]
}

function wordFaults(pages: readonly PrintedPage[], { title, notes, facts }: ExpectedForm): string[] {
  const all = without(pages.flatMap(({ words }) => words.map(({ text }) => text)).join(''))
  const missing = [title, ...facts].filter(text => !all.includes(without(text)))
  const last = pages.at(-1)
  const table = last === undefined ? 0 : bottomOfTable(last)
  const below = without(
    (last?.words ?? [])
      .filter(({ y0 }) => y0 > table)
      .map(({ text }) => text)
      .join(''),
  )
  return [
    ...missing.map(text => `missing: ${text}`),
    ...notes.filter(note => !below.includes(without(note))).map(note => `not below the table: ${note}`),
    ...(/[0-9a-f]{64}/.test(all) ? [] : ['no whole head hash']),
  ]
}

/** Where the last rule across the page is. */
function bottomOfTable({ width, height, isDark }: PrintedPage): number {
  const across = { x0: width * 0.1, x1: width * 0.9 }
  for (let y = height - 10; y > 0; y -= 1 / scale) if (isHorizontalRule(across, y, isDark)) return y
  return 0
}

/** Dark from `x0` to `x1`. */
function isHorizontalRule(
  { x0, x1 }: Pick<Box, 'x0' | 'x1'>,
  y: number,
  isDark: PrintedPage['isDark'],
): boolean {
  for (let x = x0; x <= x1; x += 2 / scale) if (!isDark(x, y)) return false
  return true
}
