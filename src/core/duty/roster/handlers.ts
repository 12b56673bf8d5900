import type { rosterCalls } from '../../../shared/contract/roster.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { Journal } from '../../journal/journal.ts'
import type { HandlersFor } from '../../link/answer.ts'
import { rosterForm, writeRoster, type RosterFormFacts } from './form.ts'
import type { Roster } from './service.ts'

/** The calls of this feature. */
export function rosterHandlers(
  roster: Roster,
  journal: Journal,
  desk: { actor(): UserActor },
  paper: { readonly exportDir: string; facts(): Omit<RosterFormFacts, 'printedBy'> },
): HandlersFor<typeof rosterCalls> {
  return {
    'roster.report': () => roster.report(),
    'roster.read': ({ fromDay, toDay }) => roster.read(fromDay, toDay),
    'roster.change': input => {
      roster.change(input, desk.actor())
      return {}
    },
    'roster.add-absence': input => {
      roster.addAbsence(input, desk.actor())
      return {}
    },
    'roster.end-absence': ({ id }) => {
      roster.endAbsence(id, desk.actor())
      return {}
    },
    'roster.set-rules': input => {
      roster.setRules(input, desk.actor())
      return {}
    },
    'roster.form': ({ fromDay, toDay, locale }) => {
      const page = roster.read(fromDay, toDay)
      const actor = desk.actor()
      journal.append({ actor, kind: 'roster.printed', subject: 'roster', body: { fromDay, toDay } })
      return rosterForm(page, { ...paper.facts(), printedBy: actor.name }, locale)
    },
    'roster.export': async ({ fromDay, toDay, locale }) => {
      const page = roster.read(fromDay, toDay)
      const fileName = await writeRoster(paper.exportDir, page, locale)
      journal.append({
        actor: desk.actor(),
        kind: 'roster.exported',
        subject: 'roster',
        body: { fromDay, toDay },
      })
      return { fileName }
    },
  }
}
