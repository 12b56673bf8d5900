import { chainHash, genesisHash, sha256 } from '../../src/core/journal/chain.ts'
import { canonicalJson } from '../../src/core/journal/canonical.ts'
import type { Db } from '../../src/core/platform/database.ts'
import { randomFrom } from './archive.ts'

/** Five years of a school, the same for the same seed. */
const seed = 20_261_122
export const spanDays = 5 * 365
const batch = 20_000

export const names = ['王建国', '张敏', '李四', '陈华', '赵敏', '孙志强', '周晓燕', '吴磊'] as const
export const places = [
  '档案室',
  '财务室',
  '危化品室',
  '食堂储藏室',
  '南门',
  '北门',
  '东围墙',
  '操场',
] as const
const causes = [
  '误报',
  '送水',
  '家长来访',
  '夜间巡查',
  '设备检修',
  '学生遗失物品',
  '快递',
  '校车到校',
] as const
const kinds = [
  ['duty.noted', 'duty'],
  ['incident.raised', 'incident'],
  ['incident.closed', 'incident'],
  ['intrusion.signal', 'zone'],
  ['intrusion.armed', 'partition'],
  ['camera.lost', 'camera'],
  ['video.granted', 'viewing'],
] as const

/** How often each is; a rare word is in one entry of a hundred thousand. */
export const rareWord = '红色雨伞'

/** Writes entries straight into the table, chained as the journal chains them. */
export function fillJournal(db: Db, entries: number, toMs: number): void {
  const random = randomFrom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const insert = db.prepare('INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const fromMs = toMs - spanDays * 86_400_000
  let prevHash = genesisHash
  for (let done = 0; done < entries; done += batch)
    db.transaction(() => {
      for (let seq = done + 1; seq <= Math.min(entries, done + batch); seq++) {
        const [kind, about] = pick(kinds)
        const name = pick(names)
        const body = canonicalJson({
          place: pick(places),
          text: `${pick(causes)}，${pick(places)}，${pick(names)}处理${seq % 100_000 === 0 ? `，${rareWord}` : ''}`,
          cameraId: `cam-${Math.floor(random() * 64)}`,
          plate: `沪A${String(Math.floor(random() * 100_000)).padStart(5, '0')}`,
        })
        const row = {
          seq,
          atMs: Math.round(fromMs + ((toMs - fromMs) * seq) / (entries + 1)),
          actor: canonicalJson({ kind: 'user', id: name, name, shiftId: 1 }),
          kind,
          subject: `${about}:${Math.floor(seq / 7)}`,
          bodyHash: sha256(body),
        }
        const hash = chainHash(prevHash, row)
        insert.run(seq, row.atMs, row.actor, kind, row.subject, body, row.bodyHash, prevHash, hash)
        prevHash = hash
      }
      db.prepare(
        'INSERT INTO journal_head VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash',
      ).run(Math.min(entries, done + batch), prevHash)
    })()
}
