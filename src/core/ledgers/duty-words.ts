import { z } from 'zod'
import { EquipmentCount, HandoverKind, LoneCount } from '../../shared/domain/handover.ts'
import { ShiftPlan } from '../../shared/domain/roster.ts'
import type { Entry } from '../journal/journal.ts'
import { textField, type Words } from './words.ts'

const minuteMs = 60_000

/** How long something was, in hours and minutes: `1 小时 05 分`. Under a minute it is nothing. */
export function lengthWords(ms: number, { text }: Words): string {
  const minutes = Math.max(0, Math.round(ms / minuteMs))
  return minutes < 60
    ? text('ledger.word.minutes', { minutes })
    : text('ledger.word.hours', {
        hours: Math.floor(minutes / 60),
        minutes: String(minutes % 60).padStart(2, '0'),
      })
}

/** `18:00–06:00`, Beijing time. */
const spanWords = ({ fromMs, toMs }: { fromMs: number; toMs: number }, { time }: Words): string =>
  `${time(fromMs).slice(0, 5)}–${time(toMs).slice(0, 5)}`

/** What was planned for a shift, and how its begin lay to it; empty where there was no roster. */
export function planWords(plan: ShiftPlan, words: Words): string {
  const { text } = words
  switch (plan.kind) {
    case 'none':
      return ''
    case 'planned': {
      const planned = text('duty.plan.planned', { shift: plan.shiftName, span: spanWords(plan, words) })
      const minutes = Math.abs(plan.lateMinutes)
      if (plan.lateMinutes === 0) return planned
      const key = plan.lateMinutes > 0 ? 'duty.plan.late' : 'duty.plan.early'
      return `${planned}，${text(key, { length: lengthWords(minutes * minuteMs, words) })}`
    }
    case 'instead':
      return text('duty.plan.instead', { shift: plan.shiftName, span: spanWords(plan, words), name: plan.of })
  }
}

const Begun = z.object({ plan: ShiftPlan.default({ kind: 'none' }) })

/** The plan in the entry that began a shift; `none` in entries from before there was a roster. */
export const planOfEntry = (body: Entry['body']): ShiftPlan => Begun.parse(body).plan

const Handed = z.object({
  items: z.array(z.object({ kind: HandoverKind, name: z.string() })).default([]),
  equipment: z.array(EquipmentCount).default([]),
  difference: z.string().default(''),
})
export type Handed = z.infer<typeof Handed>

/** What an entry says was handed over. */
export const handedOf = (body: Entry['body']): Handed => Handed.parse(body)

/** What was handed over open, kind by kind. */
export function openWords({ items }: Pick<Handed, 'items'>, words: Words): string {
  const byKind = Map.groupBy(items, ({ kind }) => kind)
  return [...byKind]
    .map(([kind, own]) => {
      const names = own.map(({ name }) => name).filter(name => name !== '')
      return `${words.text(`duty.handover.kind.${kind}`)}${names.length === 0 ? '' : `：${names.join('、')}`}`
    })
    .join('；')
}

/** What both counted: that all was there, or each thing that was not; empty where nothing is counted. */
export function equipmentWords({ equipment, difference }: Handed, { text }: Words): string {
  if (equipment.length === 0) return ''
  const wrong = equipment.filter(({ expected, given, taken }) => given !== taken || taken !== expected)
  if (wrong.length === 0) return text('duty.equipment.all', { count: equipment.length })
  const each = wrong.map(({ name, expected, given, taken }) =>
    text('duty.equipment.wrong', { name, expected, given, taken }),
  )
  return `${each.join('；')}${difference === '' ? '' : `（${difference}）`}`
}

const Alone = z.object({ counted: z.array(LoneCount).default([]), difference: z.string().default('') })

/** What a guard counted to whom nobody handed over. */
export function aloneWords(body: Entry['body'], { text }: Words): string {
  const { counted, difference } = Alone.parse(body)
  if (counted.length === 0) return ''
  const wrong = counted.filter(({ expected, counted: found }) => found !== expected)
  if (wrong.length === 0) return text('duty.equipment.all-alone', { count: counted.length })
  const each = wrong.map(one => text('duty.equipment.wrong-alone', { ...one }))
  return `${each.join('；')}（${difference}）`
}

const Changed = z.object({
  how: z.string(),
  reason: z.string(),
  changes: z.array(
    z.object({ day: z.string(), shiftName: z.string(), before: z.string(), after: z.string() }),
  ),
})
/** So many changed places are named one by one. */
const mostChanges = 6

/** What was planned anew. */
export function rosterWords(body: Entry['body'], { text }: Words): string {
  const { how, reason, changes } = Changed.parse(body)
  const named = changes.slice(0, mostChanges).map(({ day, shiftName, before, after }) =>
    text('roster.changed.one', {
      day: day.slice(5),
      shift: shiftName,
      before: before === '' ? text('roster.nobody') : before,
      after: after === '' ? text('roster.nobody') : after,
    }),
  )
  const more = changes.length > mostChanges ? [text('roster.changed.more', { count: changes.length })] : []
  const because = reason === '' ? [] : [text('ledger.word.reason', { reason })]
  return [text(`roster.how.${how}`), ...named, ...more, ...because].join('；')
}

/** Somebody is away, or is back. */
export function absenceWords(body: Entry['body'], { text }: Words): string {
  const name = textField(body, 'personName')
  const [from, to, reason] = [textField(body, 'fromDay'), textField(body, 'toDay'), textField(body, 'reason')]
  return text('roster.absence.line', { name, from, to, reason })
}
