import type { responseCalls } from '../../shared/contract/response.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import { linkageOf } from '../../shared/site/response.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { Clock } from '../platform/clock.ts'
import type { SiteStore } from '../station/site-store.ts'
import type { Linkage } from './linkage/service.ts'
import { procedureForm } from './procedures/form.ts'
import type { IncidentService } from './service.ts'
import type { Sound } from './sound.ts'

interface Parts {
  readonly incidents: IncidentService
  readonly linkage: Linkage
  readonly sound: Sound
  readonly sites: SiteStore
  readonly clock: Clock
}

/** The calls of this feature. */
export function responseHandlers(
  parts: Parts,
  desk: { actor(): UserActor },
): HandlersFor<typeof responseCalls> {
  const { incidents, linkage } = parts
  const { procedures, tickets } = incidents
  return {
    'procedures.list': () => procedures.list(),
    'procedures.history': ({ id }) => procedures.history(id),
    'procedures.version': ({ id, version }) => procedures.version(id, version),
    'procedures.edit': draft => procedures.edit(draft, desk.actor()),
    'procedures.form': ({ id, version, locale }) => {
      const procedure = procedures.version(id, version)
      if (procedure === null) throw new Refusal('procedures.unknown-point')
      const school = parts.sites.current.site.name
      const printedBy = desk.actor().name
      return procedureForm(procedure, { school, printedBy, printedAtMs: parts.clock.now() }, locale)
    },
    'linkage.shown': ({ id, action }) => {
      linkage.shown(id, action)
      return {}
    },
    'linkage.task-done': ({ id, ruleId }) => {
      linkage.taskDone(id, ruleId, desk.actor())
      return {}
    },
    ...ruleHandlers(parts, desk),
    ...drillHandlers(parts, desk),
    ...soundHandlers(parts, desk),
    'maintenance.tickets': () => tickets.list(),
  }
}

function ruleHandlers({ sites }: Parts, desk: { actor(): UserActor }) {
  return {
    'linkage.rules': () => {
      const { linkage, ...limits } = sites.current.response
      return {
        rules: [...linkageOf(sites.current.response)],
        isDefault: linkage === undefined,
        limits,
      }
    },
    'linkage.edit': ({ rules, limits }) => {
      sites.change(desk.actor(), '联动与升级', draft => {
        draft.response = {
          ...draft.response,
          ...limits,
          ...(rules !== undefined && { linkage: rules }),
        }
      })
      return {}
    },
  } satisfies Partial<HandlersFor<typeof responseCalls>>
}

function drillHandlers({ incidents: { drills }, clock }: Parts, desk: { actor(): UserActor }) {
  return {
    'drill.report': () => drills.running(),
    'drill.start': ({ reason, zoneIds, minutes }) =>
      drills.start({ reason, zoneIds, endsAtMs: clock.now() + minutes * 60_000 }, desk.actor()),
    'drill.end': () => {
      drills.end(desk.actor())
      return {}
    },
  } satisfies Partial<HandlersFor<typeof responseCalls>>
}

function soundHandlers({ sound }: Parts, desk: { actor(): UserActor }) {
  return {
    'sound.report': () => sound.report(),
    'sound.mute': () => {
      sound.mute(desk.actor())
      return {}
    },
    'sound.unmute': () => {
      sound.unmute(desk.actor())
      return {}
    },
    'sound.test': () => {
      sound.test()
      return {}
    },
    'sound.answer': ({ isHeard }) => {
      sound.answered(isHeard, desk.actor())
      return {}
    },
    'sound.audio': ({ state, detail }) => {
      sound.audio(state, detail)
      return {}
    },
  } satisfies Partial<HandlersFor<typeof responseCalls>>
}
