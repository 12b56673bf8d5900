import type { MatterOf, RequestDevice } from '../../shared/domain/approval-kinds.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Panel, SiteFile } from '../../shared/site.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Approvals } from './service.ts'

/** A first entry may be mended for so long without a request: until then it may just be a typing error, ms. */
const mendableForMs = 3_600_000

type Device = Pick<RequestDevice, 'kind' | 'id'>

export interface PasswordConsentOptions {
  readonly approvals: Pick<Approvals, 'passwordChangesOf' | 'useForPassword'>
  readonly journal: Pick<Journal, 'between'>
  readonly clock: Clock
  readonly site: () => Pick<SiteFile, 'cameras' | 'panels'>
  /** Whether something is stored under a name. */
  readonly isStored: (name: string) => boolean
}

/**
 * The guard before every change of what devices are logged in to with (A-14, G8): it needs an authorised request that names
 * the devices and whoever does it. The first entry at onboarding needs none.
 */
export class PasswordConsent {
  readonly #options: PasswordConsentOptions

  constructor(options: PasswordConsentOptions) {
    this.#options = options
  }

  /** Before what is stored under a name is replaced. @throws Refusal `approvals.password-needs-consent` */
  forCredentials(name: string, actor: UserActor): void {
    const devices = this.#devicesWith(name)
    if (devices.length > 0 && !this.#isFirst(name)) this.#require(name, devices, actor)
  }

  /**
   * Before a device is given another login.
   * @param kept the stored login it will have; null where it is a new one or none
   * @throws Refusal `approvals.password-needs-consent`
   */
  forDevice(kind: 'camera' | 'panel', id: string, kept: string | null, actor: UserActor): void {
    const before = this.#loginOf(kind, id)
    if (before === null || before === kept || this.#isFirst(before)) return
    this.#require(before, [{ kind, id }], actor)
  }

  /** Never used before, or so shortly that it may still be mended. */
  #isFirst(name: string): boolean {
    const { journal, clock, isStored } = this.#options
    const [first] = journal
      .between(['credentials.set'], 0, Number.MAX_SAFE_INTEGER)
      .filter(({ subject }) => subject === name)
    if (first === undefined) return !isStored(name)
    // What was there before the journal knew of it is no first entry.
    return first.body['isNew'] !== false && clock.now() - first.atMs < mendableForMs
  }

  #require(name: string, devices: readonly Device[], actor: UserActor): void {
    const { approvals } = this.#options
    const covers = (matter: MatterOf<'password-change'>): boolean =>
      devices.every(({ kind, id }) => matter.devices.some(named => named.kind === kind && named.id === id))
    const request = approvals.passwordChangesOf(actor.id).find(({ matter }) => covers(matter))
    if (request === undefined) throw new Refusal('approvals.password-needs-consent')
    approvals.useForPassword(request.number, actor, name)
  }

  #loginOf(kind: 'camera' | 'panel', id: string): string | null {
    const { cameras, panels } = this.#options.site()
    if (kind === 'camera') return cameras.find(camera => camera.id === id)?.credentials ?? null
    const panel = panels.find(candidate => candidate.id === id)
    return panel === undefined ? null : loginOfPanel(panel)
  }

  #devicesWith(name: string): Device[] {
    const { cameras, panels } = this.#options.site()
    return [
      ...cameras
        .filter(({ credentials, retired }) => credentials === name && !retired)
        .map(({ id }) => ({ kind: 'camera' as const, id })),
      ...panels
        .filter(panel => secretsOfPanel(panel).includes(name))
        .map(({ id }) => ({ kind: 'panel' as const, id })),
    ]
  }
}

/** Under which name a panel's login is stored; null when it has none. */
function loginOfPanel(panel: Panel): string | null {
  if (panel.driver === 'isapi') return panel.credentials
  return panel.driver === 'dc09' ? (panel.isapi?.credentials ?? null) : null
}

function secretsOfPanel(panel: Panel): string[] {
  const key =
    panel.driver === 'dc09' ? panel.encryptionKey : panel.driver === 'http-push' ? panel.token : undefined
  return [loginOfPanel(panel), key ?? null].filter(name => name !== null)
}
