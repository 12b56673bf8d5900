import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { setupCalls } from '../../../shared/contract/setup.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { PasswordConsent } from '../../approvals/password-consent.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { CredentialStore } from '../../station/credentials.ts'
import { csvTemplate } from './csv-cameras.ts'
import type { Onboarding } from './service.ts'

const templateName = '摄像机导入模板.csv'

/** The calls of this feature. */
export function setupHandlers(
  onboarding: Onboarding,
  credentials: CredentialStore,
  desk: { actor(): UserActor },
  exportDir: string,
  consent: PasswordConsent,
): HandlersFor<typeof setupCalls> {
  return {
    'setup.overview': () => onboarding.overview(),
    'setup.discover': () => onboarding.discover(),
    'setup.inspect': ({ address, credentials: given }) => onboarding.inspect(address, given),
    'setup.test-stream': stream => onboarding.testStream(stream),
    'setup.test-picture': async stream => ({
      jpegBase64: (await onboarding.testPicture(stream)).toString('base64'),
    }),
    'setup.add': ({ cameras }) => onboarding.add(cameras, desk.actor()),
    'setup.change': ({ id, meaning }) => done(onboarding.change(id, meaning, desk.actor())),
    'setup.change-network': ({ id, network, credentials: name }) => {
      consent.forDevice('camera', id, name, desk.actor())
      return done(onboarding.changeNetwork(id, network, name, desk.actor()))
    },
    'setup.retire': ({ id, reason }) => done(onboarding.retire(id, reason, desk.actor())),
    'setup.return': ({ id }) => done(onboarding.return(id, desk.actor())),
    'setup.set-credentials': ({ name, user, password }) => {
      consent.forCredentials(name, desk.actor())
      return done(credentials.set(desk.actor(), name, { user, password }))
    },
    'setup.remove-credentials': ({ name }) => done(credentials.remove(desk.actor(), name)),
    'setup.move-credentials': () => ({ names: credentials.moveFileIntoVault(desk.actor()) }),
    'setup.csv-template': async () => {
      await mkdir(exportDir, { recursive: true })
      await writeFile(join(exportDir, templateName), csvTemplate())
      return { fileName: templateName }
    },
    'setup.csv-preview': ({ text }) => onboarding.previewCsv(text),
    'setup.csv-check': ({ text, line }) => onboarding.checkCsv(text, line),
    'setup.csv-add': ({ text }) => onboarding.addCsv(text, desk.actor()),
  }
}

const done = (_result: unknown): Record<string, never> => ({})
