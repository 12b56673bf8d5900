import { z } from 'zod'
import { IncidentKind } from '../domain/incident.ts'
import { PtzTarget } from '../domain/ptz.ts'

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
const ids = z.array(id).max(200).default([])
const seconds = z
  .number()
  .int()
  .min(5)
  .max(24 * 3600)

/** 联动: when an alarm of these kinds, zones or places is raised, the station does all of this. */
export const LinkageRule = z.object({
  id,
  name: z.string().trim().min(1).max(40),
  enabled: z.boolean().default(true),
  when: z
    .object({
      kinds: z.array(IncidentKind).default([]),
      zones: ids,
      places: ids,
    })
    .describe('all that are given must fit; an empty list fits everything'),
  cameras: ids.describe('cameras to call up beside those of the zone'),
  presets: z
    .array(z.object({ camera: id, to: PtzTarget }))
    .max(8)
    .default([])
    .describe('cameras that turn to a preset'),
  enlarge: z.boolean().default(true).describe('the best camera large in the pop-up'),
  secondScreen: z.boolean().default(true).describe('the best camera enlarged on the second screen'),
  lock: z
    .object({
      beforeSeconds: seconds.default(60),
      afterSeconds: seconds.default(300),
      days: z.number().int().min(1).max(3650).default(30),
    })
    .optional()
    .describe('evidence lock on what the cameras record around the alarm'),
  relays: z
    .array(z.object({ camera: id, output: z.string().min(1).max(64), seconds: seconds.default(60) }))
    .max(8)
    .default([])
    .describe('relay outputs that are switched on, and off again after so many seconds'),
  task: z.string().trim().max(200).default('').describe('a task for the guard'),
})
export type LinkageRule = z.infer<typeof LinkageRule>

/** What holds where the site file has no rules: every alarm brings its cameras; what may be a person is locked. */
const defaultLinkage: readonly LinkageRule[] = [
  {
    id: 'alarm-cameras',
    name: '报警联动画面与录像',
    enabled: true,
    when: {
      kinds: ['panic', 'fire', 'perimeter-cut', 'perimeter', 'intrusion', 'tamper'],
      zones: [],
      places: [],
    },
    cameras: [],
    presets: [],
    enlarge: true,
    secondScreen: true,
    lock: { beforeSeconds: 60, afterSeconds: 300, days: 30 },
    relays: [],
    task: '',
  },
]

/** How the station answers alarms: limits of waiting, and linkage rules. */
export const AlarmResponse = z.object({
  escalateAfterSeconds: z
    .object({
      1: seconds.default(30),
      2: seconds.default(60),
      3: seconds.default(180),
      4: seconds.default(900),
    })
    .prefault({})
    .describe('by priority: how long an incident may wait for somebody before it is escalated'),
  idleSeconds: seconds
    .default(180)
    .describe('an opened incident that nobody touches so long, before anybody was sent, is put back'),
  cameraLostSeconds: seconds
    .default(60)
    .describe(
      'a camera that gives no picture for so long is an incident (A-16.1); shorter losses are only written down',
    ),
  linkage: z.array(LinkageRule).max(100).optional().describe('absent: the default rule; empty: none'),
})
export type AlarmResponse = z.infer<typeof AlarmResponse>

/** The rules that hold. */
export const linkageOf = (response: AlarmResponse): readonly LinkageRule[] =>
  response.linkage ?? defaultLinkage

interface Known {
  readonly cameras: ReadonlySet<string>
  readonly zones: ReadonlySet<string>
  readonly places: ReadonlySet<string>
}

/** Ids that rules name and the site does not have, with the path of each. */
export function unknownInRules(
  response: AlarmResponse,
  known: Known,
): { path: (string | number)[]; id: string }[] {
  return (response.linkage ?? []).flatMap((rule, index) => {
    const missing = (field: string, named: readonly string[], there: ReadonlySet<string>) =>
      named
        .filter(name => !there.has(name))
        .map(name => ({ path: ['response', 'linkage', index, field], id: name }))
    return [
      ...missing('cameras', rule.cameras, known.cameras),
      ...missing(
        'presets',
        rule.presets.map(({ camera }) => camera),
        known.cameras,
      ),
      ...missing(
        'relays',
        rule.relays.map(({ camera }) => camera),
        known.cameras,
      ),
      ...missing('when', rule.when.zones, known.zones),
      ...missing('when', rule.when.places, known.places),
    ]
  })
}
