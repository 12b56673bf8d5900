import { expect, test } from 'vitest'
import type { Incident } from '../../../shared/domain/incident.ts'
import { stepIncident } from '../../../shared/domain/incident-step.ts'
import {
  currentTask,
  defaultGuard,
  emptyDraft,
  primaryOf,
  tasksOf,
  togglePhrase,
  toggleTold,
  type Draft,
} from './draft.ts'
import { sampleIncident, stamp } from './sample-incident.ts'

const guard = { id: 'wang', name: '王建国' }
const verified = (verdict: 'true' | 'false'): Incident =>
  sampleIncident({
    progress: {
      located: stamp(),
      dispatched: { ...stamp(), who: '李强' },
      arrived: stamp(),
      verified: { ...stamp(), verdict, note: '' },
    },
  })
const handled = (incident: Incident): Incident => ({
  ...incident,
  progress: { ...incident.progress, handled: { ...stamp(), text: 'x' } },
})

test('a filled-in draft leads a panic through all steps, the key and the closing, and core agrees to each', () => {
  const draft: Draft = {
    ...emptyDraft,
    who: '李强',
    handling: '已控制现场',
    told: ['school-leader', 'police-110'],
    record: '误触，已教育学生',
    keyHolder: '李强',
    cause: '学生误按',
    reviewer: '周强',
  }
  let incident = sampleIncident({ kind: 'panic' })
  const done: string[] = []
  while (incident.progress.closed === null) {
    const primary = primaryOf(incident, draft)
    const action =
      primary.ready && primary.action.type !== 'tick'
        ? primary.action
        : ({ type: 'verify', verdict: 'true', note: '' } as const)
    const outcome = stepIncident(incident, action, guard, 1)
    if (!outcome.ok) throw new Error(`${action.type}: ${outcome.code}`)
    done.push(action.type)
    incident = outcome.incident
  }
  const steps = ['locate', 'dispatch', 'arrive', 'verify', 'handle', 'report', 'record', 'reset', 'close']
  expect(done).toEqual(steps)
})

test('verification has no default: Enter never decides what was found', () => {
  const arrived = sampleIncident({
    progress: { located: stamp(), dispatched: { ...stamp(), who: '李强' }, arrived: stamp() },
  })
  expect(primaryOf(arrived, emptyDraft)).toEqual({ ready: false, missing: 'incidents.need.verdict' })
})

test('somebody else can be sent until the first has arrived', () => {
  const sent = sampleIncident({ progress: { located: stamp(), dispatched: { ...stamp(), who: '李强' } } })
  expect(primaryOf(sent, { ...emptyDraft, who: '张敏' })).toEqual({ ready: true, action: { type: 'arrive' } })
  expect(primaryOf(sent, { ...emptyDraft, who: '张敏', isReassigning: true })).toEqual({
    ready: true,
    action: { type: 'dispatch', who: '张敏' },
  })
})

test('a true alarm cannot be reported without 学校领导; a false one may need no report', () => {
  const police: Draft = { ...emptyDraft, told: ['police-110'] }
  expect(primaryOf(handled(verified('true')), police)).toEqual({
    ready: false,
    missing: 'incidents.need.leader',
  })
  expect(primaryOf(handled(verified('false')), police).ready).toBe(true)
  expect(primaryOf(handled(verified('false')), emptyDraft)).toEqual({
    ready: false,
    missing: 'incidents.need.told',
  })
})

test('only a panic asks for the key', () => {
  expect(tasksOf(sampleIncident({ kind: 'panic' })).at(-1)).toBe('reset')
  expect(tasksOf(sampleIncident()).at(-1)).toBe('record')
  expect(currentTask(sampleIncident())).toBe('locate')
})

test('the one at the desk is not sent away while there is another guard', () => {
  expect(defaultGuard([{ name: '王建国' }, { name: '李强' }], '王建国')).toBe('李强')
  expect(defaultGuard([{ name: '王建国' }], '王建国')).toBe('王建国')
  expect(defaultGuard([], null)).toBe('')
})

test('quick phrases go in and out without touching the own words', () => {
  const one = togglePhrase('', '已到现场查看')
  const two = togglePhrase(`${one}，门窗完好`, '未发现异常')
  expect(two).toBe('已到现场查看，门窗完好；未发现异常')
  expect(togglePhrase(two, '未发现异常')).toBe('已到现场查看，门窗完好')
  expect(togglePhrase(one, '已到现场查看')).toBe('')
  expect(togglePhrase('门窗完好。', '树枝触碰围栏。')).toBe('门窗完好。树枝触碰围栏。')
})

test('无需上报 stands alone', () => {
  expect(toggleTold(['guard-leader'], 'none-needed')).toEqual(['none-needed'])
  expect(toggleTold(['none-needed'], 'guard-leader')).toEqual(['guard-leader'])
  expect(toggleTold(['guard-leader', 'maintainer'], 'guard-leader')).toEqual(['maintainer'])
})

test('a new alarm of the place is taken up before anything else, also before a verdict', () => {
  const arrived = sampleIncident({
    progress: { located: stamp(), dispatched: { ...stamp(), who: '李强' }, arrived: stamp() },
  })
  const again: Incident = { ...arrived, care: { ...arrived.care, rangAgain: { atMs: 9, isTaken: false } } }
  expect(primaryOf(again, emptyDraft)).toEqual({ ready: true, action: { type: 'take', takeOver: false } })
})
