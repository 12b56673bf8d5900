import { randomBytes } from 'node:crypto'
import type {
  ConnectionFacts,
  GivenConnection,
  GivenKey,
  PanelMeaning,
  PanelsOverview,
  PartitionMeaning,
  ZoneMeaning,
} from '../../../shared/contract/panel-setup.ts'
import type { GivenCredentials } from '../../../shared/contract/setup.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { CredentialStore } from '../../station/credentials.ts'
import type { Credentials } from '../../station/site-loader.ts'
import type { SiteStore } from '../../station/site-store.ts'
import { keyFromText } from '../drivers/dc09/cipher.ts'
import {
  addPanel,
  changeConnection,
  changePanel,
  nextId,
  putPartition,
  putZone,
  removePartition,
  removeZone,
  retirePanel,
  returnPanel,
  type ConnectionDraft,
} from './drafts.ts'
import { setupOf } from './setup-of.ts'
import { tryIsapi, tryModbus } from './try-connection.ts'

export interface PanelSetupContext {
  readonly sites: SiteStore
  readonly credentials: CredentialStore
  readonly clock: Clock
  /** Aborts when the station stops. */
  readonly stopping: AbortSignal
}

/** A whole test of a connection takes no longer, ms. */
const longestTestMs = 15_000

/** Brings panels into the site, changes them and takes them out; every change is journaled with who and what. */
export class PanelSetupService {
  readonly #context: PanelSetupContext

  constructor(context: PanelSetupContext) {
    this.#context = context
  }

  overview(): PanelsOverview {
    const { sites, credentials } = this.#context
    const { panels, retiredPanels, places, cameras, alarmReceiver, pushReceiver } = sites.current
    return {
      panels: panels.map(setupOf),
      retired: retiredPanels.map(setupOf),
      credentials: credentials.list(),
      places: places.map(({ id, name }) => ({ id, name })),
      cameras: cameras.filter(({ retired }) => !retired).map(({ id, name }) => ({ id, name })),
      receiverPort: alarmReceiver?.port ?? null,
      pushPort: pushReceiver?.port ?? null,
    }
  }

  /**
   * Dials once with what is filled in.
   * @throws Refusal `panels.nothing-to-dial`, `setup.credentials-unknown`, and as `tryIsapi`, `tryModbus`
   */
  async test(connection: GivenConnection): Promise<ConnectionFacts> {
    const { clock, stopping } = this.#context
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(longestTestMs)])
    switch (connection.driver) {
      case 'modbus': {
        const { host, port, unitId, model } = connection
        return tryModbus({ host, port, unitId }, model, signal)
      }
      case 'dc09': {
        if (connection.isapi === null) throw new Refusal('panels.nothing-to-dial')
        const { url, credentials } = connection.isapi
        return tryIsapi(url, this.#credentialsOf(credentials), clock, signal)
      }
      case 'isapi':
        return tryIsapi(connection.url, this.#credentialsOf(connection.credentials), clock, signal)
      case 'http-push':
        throw new Refusal('panels.nothing-to-dial')
    }
  }

  /** @throws Refusal `panels.key-invalid`, `setup.credentials-unknown`, or as `SiteStore.change` */
  add(meaning: PanelMeaning, connection: GivenConnection, actor: UserActor): string {
    let id = ''
    this.#withSecrets(connection, actor, reached => {
      this.#context.sites.change(actor, `新增报警设备“${meaning.name}”`, draft => {
        id = nextId(draft, 'panel')
        addPanel(draft, id, meaning, reached)
        // Who adds the first panel that reports has it listened to.
        if (reached.driver === 'dc09') draft.alarmReceiver ??= { port: usualPorts.dc09 }
        if (reached.driver === 'http-push') draft.pushReceiver ??= { port: usualPorts['http-push'] }
      })
    })
    return id
  }

  change(id: string, meaning: PanelMeaning, actor: UserActor): void {
    this.#context.sites.change(actor, `修改报警设备 ${id}`, draft => changePanel(draft, id, meaning))
  }

  /** @throws Refusal `panels.key-invalid`, `setup.credentials-unknown`, or as `SiteStore.change` */
  changeConnection(id: string, connection: GivenConnection, actor: UserActor): void {
    this.#withSecrets(connection, actor, reached => {
      this.#context.sites.change(actor, `修改报警设备 ${id} 的通信参数`, draft =>
        changeConnection(draft, id, reached),
      )
    })
  }

  retire(id: string, reason: string, actor: UserActor): void {
    this.#context.sites.change(actor, `停用报警设备 ${id}：${reason}`, draft => retirePanel(draft, id))
  }

  return(id: string, actor: UserActor): void {
    this.#context.sites.change(actor, `恢复使用报警设备 ${id}`, draft => returnPanel(draft, id))
  }

  setReceiver(kind: 'dc09' | 'http-push', port: number, actor: UserActor): void {
    const what = kind === 'dc09' ? '报警接收端口' : 'HTTP 事件接收端口'
    this.#context.sites.change(actor, `${what}改为 ${port}`, draft => {
      if (kind === 'dc09') draft.alarmReceiver = { ...draft.alarmReceiver, port }
      else draft.pushReceiver = { ...draft.pushReceiver, port }
    })
  }

  putPartition(panelId: string, id: string | null, meaning: PartitionMeaning, actor: UserActor): string {
    let used = id ?? ''
    this.#context.sites.change(actor, `${id === null ? '新增' : '修改'}分区“${meaning.name}”`, draft => {
      used = id ?? nextId(draft, 'part')
      putPartition(draft, panelId, used, meaning)
    })
    return used
  }

  removePartition(panelId: string, id: string, actor: UserActor): void {
    this.#context.sites.change(actor, `删除分区 ${id}`, draft => removePartition(draft, panelId, id))
  }

  putZone(panelId: string, id: string | null, meaning: ZoneMeaning, actor: UserActor): string {
    let used = id ?? ''
    this.#context.sites.change(actor, `${id === null ? '新增' : '修改'}防区“${meaning.name}”`, draft => {
      used = id ?? nextId(draft, 'zone')
      putZone(draft, panelId, used, meaning)
    })
    return used
  }

  removeZone(panelId: string, id: string, reason: string, actor: UserActor): void {
    this.#context.sites.change(actor, `删除防区 ${id}：${reason}`, draft => removeZone(draft, panelId, id))
  }

  /** Stores what was typed before the site names it; takes it back when the site is not changed. */
  #withSecrets(
    connection: GivenConnection,
    actor: UserActor,
    change: (reached: ConnectionDraft) => void,
  ): void {
    const { credentials } = this.#context
    const typed = new Map<string, Credentials>()
    const reached = this.#reached(connection, typed)
    for (const [name, secret] of typed) credentials.set(actor, name, secret)
    try {
      change(reached)
    } catch (error) {
      for (const name of typed.keys()) credentials.remove(actor, name)
      throw error
    }
  }

  /** The connection as the site file writes it; what was typed is put into `typed` under a new name. */
  #reached(connection: GivenConnection, typed: Map<string, Credentials>): ConnectionDraft {
    if (connection.driver === 'modbus') return connection
    if (connection.driver === 'isapi') {
      const { driver, url, credentials } = connection
      return { driver, url, credentials: this.#loginName(credentials, url, typed) }
    }
    if (connection.driver === 'http-push') {
      const { driver, format, token, supervisionSeconds } = connection
      return {
        driver,
        format,
        token: this.#tokenName(token, typed),
        ...(supervisionSeconds !== null && { supervisionSeconds }),
      }
    }
    const { driver, account, supervisionSeconds, key, isapi } = connection
    const keyName = this.#keyName(key, account, typed)
    return {
      driver,
      account,
      supervisionSeconds,
      ...(keyName !== null && { encryptionKey: keyName }),
      ...(isapi !== null && {
        isapi: { url: isapi.url, credentials: this.#loginName(isapi.credentials, isapi.url, typed) },
      }),
    }
  }

  #keyName(key: GivenKey, account: string, typed: Map<string, Credentials>): string | null {
    if (key.kind === 'none') return null
    if (key.kind === 'stored') return this.#stored(key.name)
    if (keyFromText(key.text) === null) throw new Refusal('panels.key-invalid')
    const name = `account-${account}-${randomBytes(2).toString('hex')}`
    typed.set(name, { user: account, password: key.text })
    return name
  }

  #tokenName(token: GivenKey, typed: Map<string, Credentials>): string {
    if (token.kind === 'none') throw new Refusal('setup.credentials-unknown')
    if (token.kind === 'stored') return this.#stored(token.name)
    const name = `push-${randomBytes(4).toString('hex')}`
    typed.set(name, { user: 'token', password: token.text })
    return name
  }

  #loginName(given: GivenCredentials, url: string, typed: Map<string, Credentials>): string {
    if (given.kind === 'none') throw new Refusal('setup.credentials-unknown')
    if (given.kind === 'stored') return this.#stored(given.name)
    const host = new URL(url).hostname.replaceAll(/[^A-Za-z0-9.-]/g, '-').replace(/^[^A-Za-z0-9]+/, '')
    const name = `${host}-${randomBytes(2).toString('hex')}`
    typed.set(name, { user: given.user, password: given.password })
    return name
  }

  #stored(name: string): string {
    if (this.#context.credentials.get(name) === null) throw new Refusal('setup.credentials-unknown')
    return name
  }

  #credentialsOf(given: GivenCredentials): Credentials {
    if (given.kind === 'typed') return { user: given.user, password: given.password }
    const stored = given.kind === 'stored' ? this.#context.credentials.get(given.name) : null
    if (stored === null) throw new Refusal('setup.credentials-unknown')
    return stored
  }
}

/** Where the station listens when its first panel of a kind comes; it can be changed. */
const usualPorts = { dc09: 10_001, 'http-push': 10_080 } as const
