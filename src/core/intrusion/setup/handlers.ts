import type { GivenConnection, panelSetupCalls } from '../../../shared/contract/panel-setup.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { PasswordConsent } from '../../approvals/password-consent.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { PanelWorkService } from '../work/service.ts'
import type { PanelSetupService } from './service.ts'

/** The calls of setting panels up, learning their zones and walk-testing them. */
export function panelSetupHandlers(
  setup: PanelSetupService,
  work: PanelWorkService,
  desk: { actor(): UserActor },
  consent: Pick<PasswordConsent, 'forDevice'>,
): HandlersFor<typeof panelSetupCalls> {
  return {
    'panels.overview': () => setup.overview(),
    'panels.test': ({ connection }) => setup.test(connection),
    'panels.add': ({ meaning, connection }) => ({ id: setup.add(meaning, connection, desk.actor()) }),
    'panels.change': ({ id, meaning }) => done(setup.change(id, meaning, desk.actor())),
    'panels.change-connection': ({ id, connection }) => {
      consent.forDevice('panel', id, keptLogin(connection), desk.actor())
      return done(setup.changeConnection(id, connection, desk.actor()))
    },
    'panels.retire': ({ id, reason }) => done(setup.retire(id, reason, desk.actor())),
    'panels.return': ({ id }) => done(setup.return(id, desk.actor())),
    'panels.set-receiver': ({ kind, port }) => done(setup.setReceiver(kind, port, desk.actor())),
    'panels.put-partition': ({ panelId, id, meaning }) => ({
      id: setup.putPartition(panelId, id, meaning, desk.actor()),
    }),
    'panels.remove-partition': ({ panelId, id }) => done(setup.removePartition(panelId, id, desk.actor())),
    'panels.put-zone': ({ panelId, id, meaning }) => {
      const used = setup.putZone(panelId, id, meaning, desk.actor())
      // A number that was learned has a name now.
      work.tell()
      return { id: used }
    },
    'panels.remove-zone': ({ panelId, id, reason }) =>
      done(setup.removeZone(panelId, id, reason, desk.actor())),
    'panel-work.report': () => work.report(),
    'panel-work.learn': ({ panelId, minutes }) => done(work.learn(panelId, minutes, desk.actor())),
    'panel-work.stop-learning': ({ panelId }) => done(work.stopLearning(panelId, desk.actor())),
    'panel-work.start-walk-test': input => ({ id: work.startTest(input, desk.actor()) }),
    'panel-work.end-walk-test': ({ id }) => done(work.endTest(id, desk.actor())),
  }
}

/** The stored login that a connection goes on with; null for another one or none. */
function keptLogin(connection: GivenConnection): string | null {
  const given =
    connection.driver === 'isapi'
      ? connection.credentials
      : connection.driver === 'dc09'
        ? connection.isapi?.credentials
        : undefined
  return given?.kind === 'stored' ? given.name : null
}

const done = (_result: unknown): Record<string, never> => ({})
