import { expect, test } from 'vitest'
import type { Incident } from '../../../shared/domain/incident.ts'
import { byTime, byUrgency } from './order.ts'
import { sampleIncident, stamp } from './sample-incident.ts'
import { castOf, emptyStage, stepStage, type Stage } from './stage.ts'

const pir = sampleIncident({ id: 1, raisedAtMs: 1_000 })
const fence = sampleIncident({ id: 2, kind: 'perimeter-cut', raisedAtMs: 2_000 })
const panic = sampleIncident({ id: 3, kind: 'panic', raisedAtMs: 3_000 })
const fault = sampleIncident({ id: 4, kind: 'device-fault', raisedAtMs: 500 })
const located = (incident: Incident): Incident => ({
  ...incident,
  progress: { ...incident.progress, located: stamp() },
})
const closed = (incident: Incident): Incident => ({
  ...incident,
  progress: { ...incident.progress, located: stamp(), closed: stamp() },
})
const told = (stage: Stage, ...incidents: Incident[]): Stage =>
  stepStage(stage, { type: 'incidents', incidents, isTyping: false })

test('panic first, then priority; within one priority what nobody located, then what waits longest', () => {
  const order = byUrgency([fault, located(pir), fence, panic, closed(sampleIncident({ id: 9 }))])
  expect(order.map(({ id }) => id)).toEqual([3, 2, 1, 4])
  expect(byTime([fault, pir, panic, fence]).map(({ id }) => id)).toEqual([3, 2, 1, 4])
})

test('the first alarm takes the empty stage; at start only what is not located does', () => {
  expect(told(emptyStage, pir).shownId).toBe(1)
  expect(told(emptyStage, located(pir)).shownId).toBeNull()
  expect(told(emptyStage, located(panic), pir).shownId).toBe(1)
})

test('an alarm of the same or lower priority only joins the list', () => {
  const stage = told(told(emptyStage, pir), pir, fence, fault)
  expect(stage.shownId).toBe(1)
  expect(castOf(stage, [pir, fence, fault]).others.map(({ id }) => id)).toEqual([2, 4])
  // What rings must be among the few that have room, whatever its priority.
  expect(castOf(stage, [pir, located(fence), fault]).others.map(({ id }) => id)).toEqual([4, 2])
})

test('a panic takes the stage from a burglar alarm, also from one that is being handled', () => {
  expect(told(told(emptyStage, pir), located(pir), panic).shownId).toBe(3)
})

test('a minimised pop-up stays away until something new comes or the guard asks for it', () => {
  const minimised = stepStage(told(emptyStage, pir), { type: 'minimise' })
  expect(told(minimised, pir).shownId).toBeNull()
  expect(told(minimised, pir, fault).shownId).toBe(4)
  expect(stepStage(minimised, { type: 'recall', incidents: [pir, fence] }).shownId).toBe(1)
  expect(stepStage(minimised, { type: 'recall', incidents: [located(pir)] }).shownId).toBeNull()
  expect(stepStage(minimised, { type: 'choose', id: 1 }).shownId).toBe(1)
})

test('after closing, the next one that nobody located follows; located ones wait in the queue', () => {
  const both = told(told(emptyStage, pir), pir, fence)
  expect(told(both, closed(pir), fence).shownId).toBe(2)
  expect(told(both, fence).shownId).toBe(2)
  expect(told(both, closed(pir), located(fence)).shownId).toBeNull()
})

test('a flood of news without news changes nothing, so nothing is painted again', () => {
  const stage = told(emptyStage, pir)
  expect(told(stage, pir)).toBe(stage)
})

test('while the guard writes, a more urgent alarm is announced and takes the stage when he stops', () => {
  const busy = told(emptyStage, pir)
  const writing = (stage: Stage, ...incidents: Incident[]) =>
    stepStage(stage, { type: 'incidents', incidents, isTyping: true })
  const fire = sampleIncident({ id: 5, kind: 'fire', raisedAtMs: 4_000 })
  const announced = writing(busy, pir, panic, fault)
  expect(announced).toMatchObject({ shownId: 1, announcedId: 3 })
  // Of the same priority the first stays; it stays with news of others, too.
  expect(writing(announced, pir, panic, fault, fire)).toMatchObject({ shownId: 1, announcedId: 3 })
  expect(stepStage(announced, { type: 'pause', incidents: [pir, panic] })).toMatchObject({
    shownId: 3,
    announcedId: null,
  })
  expect(stepStage(announced, { type: 'choose', id: 3 })).toMatchObject({ shownId: 3, announcedId: null })
  // Somebody at the second seat has located it meanwhile: nothing is taken.
  expect(stepStage(announced, { type: 'pause', incidents: [pir, located(panic)] })).toMatchObject({
    shownId: 1,
    announcedId: null,
  })
  // Nothing on the stage: it comes at once, also while he writes elsewhere.
  expect(writing(emptyStage, panic).shownId).toBe(3)
})

test('what rings again asks for the stage again, and so does what becomes more urgent while it is put away', () => {
  const again: Incident = {
    ...located(pir),
    care: { ...pir.care, rangAgain: { atMs: 9_000, isTaken: false } },
  }
  const away = stepStage(told(emptyStage, pir), { type: 'minimise' })
  const quiet = told(away, located(pir))
  expect([quiet.shownId, told(quiet, again).shownId]).toEqual([null, 1])
  expect(told(away, { ...pir, kind: 'panic', priority: 1 }).shownId).toBe(1)
  const taken = { ...again, care: { ...pir.care, rangAgain: { atMs: 9_000, isTaken: true } } }
  expect(told(stepStage(told(quiet, again), { type: 'minimise' }), taken).shownId).toBeNull()
})
