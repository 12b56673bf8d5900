import type { LinkOutcome } from '../../../shared/domain/incident-care.ts'
import type { Incident, IncidentKind } from '../../../shared/domain/incident.ts'
import type { SiteFile } from '../../../shared/site.ts'
import { linkageOf, type LinkageRule } from '../../../shared/site/response.ts'

/** What a rule looks at. */
export interface LinkedEvent {
  readonly kind: IncidentKind
  readonly zoneId: string | null
  /** The place of the zone; null where none is known. */
  readonly placeId: string | null
}

/** Rules that an event calls up, in the order of the site file. */
export function matchingRules(rules: readonly LinkageRule[], event: LinkedEvent): LinkageRule[] {
  const fits = <T>(wanted: readonly T[], value: T | null) =>
    wanted.length === 0 || (value !== null && wanted.includes(value))
  return rules.filter(
    ({ enabled, when }) =>
      enabled &&
      fits(when.kinds, event.kind) &&
      fits(when.zones, event.zoneId) &&
      fits(when.places, event.placeId),
  )
}

type Wish = Pick<LinkOutcome, 'ruleId' | 'ruleName' | 'action' | 'target'>

/** Every single action that a rule asks for of an incident, in the order in which they begin. */
export function actionsOf(rule: LinkageRule, incident: Incident): Wish[] {
  const wish = (action: LinkOutcome['action'], target: string): Wish => ({
    ruleId: rule.id,
    ruleName: rule.name,
    action,
    target,
  })
  const [best] = incident.cameraIds
  return [
    ...rule.presets.map(({ camera }) => wish('preset', camera)),
    ...(rule.enlarge && best !== undefined ? [wish('enlarge', best)] : []),
    ...(rule.secondScreen && best !== undefined ? [wish('second-screen', best)] : []),
    ...(rule.lock === undefined || best === undefined ? [] : [wish('lock', incident.cameraIds.join(','))]),
    ...rule.relays.map(({ camera, output }) => wish('relay', `${camera}:${output}`)),
    ...(rule.task === '' ? [] : [wish('task', rule.task)]),
  ]
}

/** Cameras that rules call up beside those of the zone; not what is out of service. */
export function linkedCameras(site: SiteFile, kind: IncidentKind, zoneId: string | null): string[] {
  const zone = site.panels.flatMap(({ zones }) => zones).find(({ id }) => id === zoneId)
  const there = new Set(site.cameras.filter(({ retired }) => !retired).map(({ id }) => id))
  return matchingRules(linkageOf(site.response), { kind, zoneId, placeId: zone?.place ?? null })
    .flatMap(rule => [...rule.presets.map(({ camera }) => camera), ...rule.cameras])
    .filter(id => there.has(id))
}
