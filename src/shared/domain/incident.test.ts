import { noCare } from './incident-care.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  incidentSteps,
  isUnacknowledged,
  missingForClose,
  nextStep,
  nothingDone,
  type Incident,
  type IncidentKind,
} from './incident.ts'
import { stepIncident, type IncidentEvent } from './incident-step.ts'

const guard = { id: 'wang', name: '王建国' }

function incidentOf(kind: IncidentKind): Incident {
  return {
    id: 1,
    kind,
    priority: 1,
    panelId: 'panel',
    zoneId: 'zone',
    inputId: null,
    cameraIds: [],
    placeName: '档案室',
    raisedAtMs: 0,
    deviceAtMs: null,
    lastSignalAtMs: 0,
    signalCount: 1,
    signalState: 'active',
    shownAfterMs: null,
    pictures: [],
    drill: null,
    care: noCare,
    progress: nothingDone,
  }
}

const allSteps: IncidentEvent[] = [
  { type: 'locate' },
  { type: 'dispatch', who: '李强' },
  { type: 'arrive' },
  { type: 'verify', verdict: 'false', note: '' },
  { type: 'handle', text: '现场查看无异常' },
  { type: 'report', told: ['none-needed'], note: '' },
  { type: 'record', text: '误报，已查看' },
]

function take(incident: Incident, actions: readonly IncidentEvent[]): Incident {
  return actions.reduce((present, action, index) => {
    const outcome = stepIncident(present, action, guard, index + 1)
    if (!outcome.ok) throw new Error(`${action.type}: ${outcome.code}`)
    return outcome.incident
  }, incident)
}

const codeOf = (incident: Incident, action: IncidentEvent): string => {
  const outcome = stepIncident(incident, action, guard, 99)
  return outcome.ok ? 'done' : outcome.code
}

describe('the six steps of A-10.d', () => {
  test('in their order, each with who and when, end in a closed incident', () => {
    const closed = take(incidentOf('intrusion'), [...allSteps, { type: 'close' }])
    expect(closed.progress).toMatchObject({
      located: { by: guard, atMs: 1 },
      dispatched: { who: '李强' },
      arrived: { atMs: 3 },
      verified: { verdict: 'false' },
      recorded: { text: '误报，已查看' },
      closed: { by: guard, atMs: 8 },
    })
  })

  test('no step is skipped, none is taken twice, and only all of them allow closing', () => {
    allSteps.forEach((_, done) => {
      const present = take(incidentOf('intrusion'), allSteps.slice(0, done))
      expect(codeOf(present, { type: 'close' })).toBe('incidents.step-missing')
      for (const later of allSteps.slice(done + 1).filter(action => action.type !== 'dispatch'))
        expect(codeOf(present, later), `${later.type} after ${done} steps`).toBe(
          'incidents.step-out-of-order',
        )
      for (const earlier of allSteps.slice(0, done).filter(action => action.type !== 'dispatch'))
        expect(codeOf(present, earlier)).toBe('incidents.step-out-of-order')
    })
  })

  test('another guard may be sent until somebody arrived', () => {
    const sent = take(incidentOf('intrusion'), [...allSteps.slice(0, 2), { type: 'dispatch', who: '张敏' }])
    expect(sent.progress.dispatched?.who).toBe('张敏')
    expect(nextStep(sent)).toBe('scene')
  })
})

test('a true alarm is not reported before 学校领导 was told (A-N3.7)', () => {
  const verified = take(incidentOf('intrusion'), [
    ...allSteps.slice(0, 3),
    { type: 'verify', verdict: 'true', note: '' },
    { type: 'handle', text: '已控制现场' },
  ])
  expect(codeOf(verified, { type: 'report', told: ['police-110'], note: '' })).toBe(
    'incidents.leader-not-told',
  )
  expect(codeOf(verified, { type: 'report', told: ['school-leader', 'police-110'], note: '' })).toBe('done')
})

test("the guard's own words are required (A-15.3.2)", () => {
  const handling = take(incidentOf('intrusion'), allSteps.slice(0, 4))
  expect(codeOf(handling, { type: 'handle', text: '' })).toBe('incidents.text-required')
})

test('a panic is closed only after its reset with the key was recorded (A-15.2.2)', () => {
  const done = take(incidentOf('panic'), allSteps)
  expect(missingForClose(done)).toBe('reset')
  expect(codeOf(done, { type: 'close' })).toBe('incidents.panic-not-reset')
  expect(codeOf(done, { type: 'reset', keyHolder: '', cause: '误碰', reviewer: '周' })).toBe(
    'incidents.text-required',
  )
  const wish = { type: 'reset', keyHolder: '赵明', cause: '误碰' } as const
  // Nobody reviews what he himself writes down (A-N3.6).
  for (const reviewer of ['', guard.name])
    expect(codeOf(done, { ...wish, reviewer })).toBe('incidents.reviewer-required')
  const reset = take(done, [{ ...wish, reviewer: '周' }])
  expect(codeOf(reset, { type: 'close' })).toBe('done')
})

const anyAction: fc.Arbitrary<IncidentEvent> = fc.oneof(
  fc.constantFrom<IncidentEvent>(
    ...allSteps,
    { type: 'close' },
    { type: 'reset', keyHolder: '赵', cause: '演练', reviewer: '周' },
  ),
  fc.record({
    type: fc.constant('verify' as const),
    verdict: fc.constantFrom('true' as const, 'fault' as const),
    note: fc.string(),
  }),
)

test('no sequence of actions closes a panic without reset, or anything with a step missing, or undoes a step', () => {
  fc.assert(
    fc.property(
      fc.array(anyAction, { maxLength: 40 }),
      fc.constantFrom<IncidentKind>('panic', 'perimeter'),
      (actions, kind) => {
        let present = incidentOf(kind)
        for (const action of actions) {
          const outcome = stepIncident(present, action, guard, 1)
          const next = outcome.ok ? outcome.incident : present
          for (const [part, mark] of Object.entries(present.progress))
            if (mark !== null) expect(next.progress[part as keyof Incident['progress']]).not.toBeNull()
          present = next
        }
        if (present.progress.closed === null) return
        expect(nextStep(present)).toBeNull()
        expect(isUnacknowledged(present)).toBe(false)
        if (kind === 'panic') expect(present.progress.reset).not.toBeNull()
      },
    ),
  )
  expect(incidentSteps).toHaveLength(6)
})
