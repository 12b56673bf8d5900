import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, createHash, sign } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { station } from '../../shared/domain/person.ts'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { announceKey } from '../journal/announce-key.ts'
import { Journal } from '../journal/journal.ts'
import { Seals } from '../journal/seals.ts'
import { journalTable } from '../journal/table.ts'
import { ledgers } from '../ledgers/service.ts'
import { wordsIn } from '../ledgers/words.ts'
import { openDatabase } from '../platform/database.ts'
import { journalName, type ArchiveManifest } from './format.ts'
import { firstSeqFrom, spanOfDays } from './period.ts'
import { verifyArchive } from './verify-archive.ts'
import { writePackage, type ArchiveSource } from './write-package.ts'

/** A term of three days with everything that an archive must carry, written once; every tampering is done to a copy. */
const folder = dataFolder()
const whole = join(folder.path, 'whole')
const clock = new FakeClock(Date.UTC(2026, 8, 1, 0, 0, 0))
const db = openDatabase(join(folder.path, 'data'))
const journal = new Journal(db, clock)
const guard = { kind: 'user', id: 'wang', name: '王建国', shiftId: 1 } as const
const pair = generateKeyPairSync('ed25519')
const spki = pair.publicKey.export({ type: 'spki', format: 'der' })
const key = {
  publicKeyPem: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  fingerprint: createHash('sha256').update(spki).digest('hex'),
  sign: (bytes: Uint8Array) => sign(null, bytes, pair.privateKey),
}
const scan = { hash: createHash('sha256').update('scan').digest('hex'), name: '批复.png' }
const lost = { hash: createHash('sha256').update('lost').digest('hex'), name: '遗失.png' }

/** Days of Beijing time: two before the term, three in it, one behind it. */
async function live(): Promise<void> {
  announceKey(journal, key)
  const seals = new Seals({ journal, key, clock, file: join(folder.path, 'heads.jsonl') })
  for (let day = 0; day < 6; day++) {
    // One commit a day: a sync for each note would be most of the time of this test.
    journal.transaction(() => {
      journal.append({ actor: station, kind: 'site.changed', subject: 'site', body: { secret: '10.1.2.3' } })
      for (let note = 0; note < 400; note++)
        journal.append({
          actor: guard,
          kind: 'duty.noted',
          subject: 'duty',
          body: { text: `第${day}天 ${note}` },
        })
      journal.append({
        actor: guard,
        kind: 'book.entered',
        subject: `faults:${day}`,
        body: { values: { place: '南门' }, attachments: day === 3 ? [scan, lost] : [] },
      })
    })
    seals.sealIfDue()
    await clock.advance(86_400_000)
  }
}

function sourceOf(more: Partial<ArchiveSource> = {}): ArchiveSource {
  const table = journalTable(db)
  const span = spanOfDays('2026-09-03', '2026-09-05')
  const head = journal.head()
  const seqFrom = (atMs: number) => firstSeqFrom(atMs, head.seq, seq => table.stretch(seq, 1)[0])
  return {
    range: { firstSeq: seqFrom(span.fromMs), lastSeq: seqFrom(span.toMs) - 1, headSeq: head.seq },
    head,
    stretch: table.stretch,
    entry: seq => journal.entry(seq),
    corrections: [],
    ledgers,
    words: wordsIn('zh-CN'),
    keys: [key],
    attachment: hash =>
      hash === scan.hash
        ? { type: 'image/png', bytes: Buffer.from('scan') }
        : hash === lost.hash
          ? null
          : undefined,
    key,
    paper: null,
    about: {
      station: { id: 'demo', school: '示范学校', software: 'zhishou', keyFingerprint: key.fingerprint },
      archive: { number: 1, name: '第一学期', from: '2026-09-03', through: '2026-09-05', ...span },
      madeBy: { id: 'li', name: '李强' },
      madeAtMs: clock.now(),
      madeAt: '2026-09-07 08:00:00',
    },
    ...more,
  }
}

const never = new AbortController().signal

beforeAll(async () => {
  await live()
  mkdirSync(whole)
  await writePackage(whole, sourceOf(), () => {}, never)
}, 120_000)

afterAll(() => {
  db.close()
  folder[Symbol.dispose]()
})

/** What the verifier says of a copy that was changed. */
async function verdictOf(change: (copy: string) => void) {
  const copy = join(folder.path, 'copy')
  rmSync(copy, { recursive: true, force: true })
  cpSync(whole, copy, { recursive: true })
  change(copy)
  const { findings } = await verifyArchive(copy, { expectedKey: key.fingerprint })
  return findings.map(({ file, problem }) => `${file} ${problem.split(/[ ：]/)[0]}`)
}

const manifest = () => JSON.parse(readFileSync(join(whole, 'manifest.json'), 'utf8')) as ArchiveManifest

/** Rewrites the lines of the journal, and the manifest and signature over them, as somebody with the key could not. */
function relined(copy: string, change: (lines: string[]) => string[]): void {
  const file = join(copy, journalName)
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const text = `${change(lines).join('\n')}\n`
  writeFileSync(file, text)
  const changed = JSON.parse(readFileSync(join(copy, 'manifest.json'), 'utf8')) as {
    files: { name: string; bytes: number; sha256: string }[]
  }
  for (const each of changed.files)
    if (each.name === journalName) {
      each.bytes = Buffer.byteLength(text)
      each.sha256 = createHash('sha256').update(text).digest('hex')
    }
  const bytes = Buffer.from(JSON.stringify(changed))
  writeFileSync(join(copy, 'manifest.json'), bytes)
  writeFileSync(join(copy, 'manifest.sig'), key.sign(bytes))
}

test('an archive carries the ledgers, the journal of its period and the papers, and verifies', async () => {
  expect(await verdictOf(() => {})).toEqual([])
  const { journal: facts, ledgers: made, attachments, pdf } = manifest()
  expect(facts).toMatchObject({ entries: 3 * 403, withheld: 3, purged: 0, seals: 3 })
  expect(facts.before.seq).toBe((facts.first?.seq ?? 0) - 1)
  expect(made.find(({ id }) => id === 'duty')?.rows).toBe(1_200)
  expect(made.find(({ id }) => id === 'faults')?.rows).toBe(3)
  expect(attachments).toEqual([
    { ...scan, file: `attachments/${scan.hash}.png` },
    { ...lost, file: null },
  ])
  expect(pdf).toBe('no-shell')
  // What belongs to no ledger is proved, not told.
  expect(readFileSync(join(whole, journalName), 'utf8')).not.toContain('10.1.2.3')
  expect(readdirSync(whole)).not.toContain('index.partial')
})

test('every change, removal and addition of a file is named', async () => {
  const rows = 'ledgers/duty/rows.jsonl'
  const said = await verdictOf(copy => {
    const text = readFileSync(join(copy, rows), 'utf8')
    writeFileSync(join(copy, rows), text.replace('第2天 7', '第2天 8'))
    rmSync(join(copy, `attachments/${scan.hash}.png`))
    writeFileSync(join(copy, 'viewer', 'more.js'), '')
    writeFileSync(join(copy, 'index.html'), 'x'.repeat(10))
  })
  expect(said.toSorted()).toEqual(
    [
      `attachments/${scan.hash}.png 缺少文件`,
      'index.html 文件大小不符',
      `${rows} 文件内容被改动`,
      'viewer/more.js 多出文件，不属于本归档',
    ].toSorted(),
  )
})

test('two files that were swapped are both named', async () => {
  const [one, two] = ['viewer/duty/1.js', 'viewer/duty/2.js'].map(name => readFileSync(join(whole, name)))
  const said = await verdictOf(copy => {
    writeFileSync(join(copy, 'viewer/duty/1.js'), two ?? '')
    writeFileSync(join(copy, 'viewer/duty/2.js'), one ?? '')
  })
  expect(said).toHaveLength(2)
})

test('a manifest or a signature that was changed, or another key, is named', async () => {
  expect(
    await verdictOf(copy => {
      const file = join(copy, 'manifest.json')
      writeFileSync(file, readFileSync(file, 'utf8').replace('李强', '某人'))
    }),
  ).toEqual(['manifest.sig 签名不符'])
  const other = generateKeyPairSync('ed25519')
  const said = await verdictOf(copy => {
    const bytes = readFileSync(join(copy, 'manifest.json'))
    writeFileSync(join(copy, 'manifest.sig'), sign(null, bytes, other.privateKey))
    writeFileSync(
      join(copy, 'station-key.pem'),
      other.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    )
  })
  expect(said).toContain('station-key.pem 公钥不符')
})

const chainCases: [string, (lines: string[]) => string[], string][] = [
  ['removed', lines => lines.toSpliced(20, 1), '日志缺少条目，链在此中断'],
  ['inserted twice', lines => lines.toSpliced(20, 0, lines[19] ?? ''), '日志条目次序不对或被插入'],
  ['swapped', lines => lines.with(20, lines[21] ?? '').with(21, lines[20] ?? ''), '日志缺少条目，链在此中断'],
  [
    'changed',
    lines => lines.map(line => line.replace('第2天 30', '第2天 31')),
    '日志条目被改动，或与前一条不相连',
  ],
  ['cut off at the end', lines => lines.slice(0, -5), '日志末尾与清单不符'],
  ['made into rubbish', lines => lines.with(20, '{'), '日志行无法读取'],
  [
    'stripped of a body',
    lines => lines.with(20, (lines[20] ?? '').replace(/"body":".*","hash"/, '"hash"')),
    '日志条目内容与其哈希不符',
  ],
]
test.each(chainCases)(
  'a journal line that was %s is found even under a true signature',
  async (_, change, problem) => {
    expect(await verdictOf(copy => relined(copy, change))).toContain(`${journalName} ${problem}`)
  },
)

test('the packaged verifier says the same under plain Node, in an empty folder, with exit codes', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(whole, 'verify.mjs'), ...args], {
      cwd: folder.path,
      encoding: 'utf8',
      env: {},
    })
  expect(run()).toMatchObject({ status: 0, stdout: expect.stringContaining('核验通过') })
  expect(run('--key', key.fingerprint.toUpperCase())).toMatchObject({ status: 0 })
  expect(run('--key', '00')).toMatchObject({ status: 1, stdout: expect.stringContaining('公钥不符') })
  const copy = join(folder.path, 'bare')
  cpSync(whole, copy, { recursive: true })
  writeFileSync(join(copy, '说明.txt'), '改')
  expect(run(copy)).toMatchObject({ status: 1, stdout: expect.stringContaining('说明.txt') })
  expect(run(join(folder.path, 'data'))).toMatchObject({ status: 2 })
})

test('an archive that is cancelled stops, and PDFs that fail leave forms that print', async () => {
  const cancelled = new AbortController()
  const target = join(folder.path, 'cancelled')
  mkdirSync(target)
  const work = writePackage(target, sourceOf(), () => cancelled.abort(), cancelled.signal)
  await expect(work).rejects.toThrow(/abort/i)
  const failing = join(folder.path, 'failing')
  mkdirSync(failing)
  const paper = { pdf: () => Promise.reject(new Error('no printer')) }
  await writePackage(failing, sourceOf({ paper }), () => {}, never)
  expect(readdirSync(join(failing, 'ledgers', 'duty'))).toEqual(['duty-1.html', 'duty-1.xlsx', 'rows.jsonl'])
})
