import type { Panel, SiteFile } from '../../shared/site.ts'
import type { Dc09PanelConfig } from './drivers/dc09/config.ts'
import type { PushPanelConfig } from './drivers/push/config.ts'
import { serialQueue } from './drivers/serial-queue.ts'
import type { DriverContext } from './driver-context.ts'
import { keepPush, type KeptPush } from './keep-push.ts'
import { keepReceiving, type KeptReceiver } from './keep-receiving.ts'
import { credentialsOf, pushConfigOf, startPanel } from './start-panel.ts'

/** The drivers of all panels, which follow the site and the vault while the station runs. */
export interface Drivers extends AsyncDisposable {
  /** Starts, restarts and ends the drivers whose panel was changed, and no others. Never rejects. */
  follow(site: SiteFile): Promise<void>
  /** Dials anew whoever uses these credentials. Never rejects. */
  credentialsChanged(name: string): Promise<void>
}

/**
 * Starts a driver for every panel of the site, and the alarm receiver for those that report by DC-09. A panel whose
 * credentials are missing is reported in the log and stays unknown on the screen; the others run.
 */
export async function startDrivers(context: DriverContext): Promise<Drivers> {
  const drivers = new PanelDrivers(context)
  await drivers.follow(context.site)
  return drivers
}

/** One panel's driver and what it was started with. */
interface Running {
  readonly connection: string
  readonly credentials: readonly string[]
  readonly driver: AsyncDisposable | null
}

class PanelDrivers implements Drivers {
  readonly #context: DriverContext
  readonly #inTurn = serialQueue()
  readonly #running = new Map<string, Running>()
  /** The receiver's words for a panel; the same object as long as nothing about it changes. */
  readonly #reporting = new Map<string, { readonly text: string; readonly config: Dc09PanelConfig }>()
  #receiver: { readonly address: string; readonly kept: KeptReceiver } | null = null
  readonly #pushing = new Map<string, { readonly text: string; readonly config: PushPanelConfig }>()
  #push: { readonly address: string; readonly kept: KeptPush } | null = null

  constructor(context: DriverContext) {
    this.#context = context
  }

  follow(site: SiteFile): Promise<void> {
    return this.#inTurn(async () => {
      const wanted = new Map(site.panels.map(panel => [panel.id, panel]))
      const ended = [...this.#running].filter(
        ([id, { connection }]) => connection !== connectionText(wanted.get(id)),
      )
      // Side by side: one that is slow to end does not keep the others waiting.
      await Promise.all(ended.map(([id]) => this.#end(id)))
      for (const [id] of ended) if (wanted.has(id)) this.#context.service.restarted(id)
      for (const panel of site.panels) if (!this.#running.has(panel.id)) this.#start(panel)
      await this.#followReceiver(site)
      await this.#followPush(site)
    })
  }

  credentialsChanged(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const users = this.#context.service.picture.sitePanels.filter(
        ({ id }) => this.#running.get(id)?.credentials.includes(name) === true,
      )
      await Promise.all(users.map(({ id }) => this.#end(id)))
      for (const panel of users) {
        this.#start(panel)
        // Nobody speaks for that line any more: what it said last must not stand as if it were still so.
        if (this.#running.get(panel.id)?.driver === null)
          this.#context.service.line(panel.id, 'lost', 'no such credentials', 'control')
      }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#inTurn(async () => {
      await this.#receiver?.kept[Symbol.asyncDispose]()
      this.#receiver = null
      await this.#push?.kept[Symbol.asyncDispose]()
      this.#push = null
      await Promise.all([...this.#running.keys()].map(id => this.#end(id)))
    })
  }

  #start(panel: Panel): void {
    const driver = startPanel(this.#context, panel)
    this.#running.set(panel.id, {
      connection: connectionText(panel),
      credentials: credentialsOf(panel),
      driver,
    })
  }

  async #end(panelId: string): Promise<void> {
    const { service, log } = this.#context
    const running = this.#running.get(panelId)
    this.#running.delete(panelId)
    service.controls.delete(panelId)
    try {
      await running?.driver?.[Symbol.asyncDispose]()
    } catch (error) {
      log.error({ err: error, panel: panelId }, 'the driver of a panel did not end well')
    }
  }

  /** The receiver is one for all panels: it listens anew only when its own address changed. */
  async #followReceiver({ alarmReceiver, panels }: SiteFile): Promise<void> {
    const address = JSON.stringify(alarmReceiver ?? null)
    if (this.#receiver !== null && this.#receiver.address !== address) {
      await this.#receiver.kept[Symbol.asyncDispose]()
      this.#receiver = null
    }
    const configs = panels.filter(panel => panel.driver === 'dc09').map(panel => this.#configOf(panel))
    if (this.#receiver !== null) this.#receiver.kept.follow(configs)
    else if (alarmReceiver !== undefined)
      this.#receiver = {
        address,
        kept: await keepReceiving(this.#context, { ...alarmReceiver, panels: configs }),
      }
  }

  /** As the receiver of DC-09: one for all devices that push. */
  async #followPush({ pushReceiver, panels }: SiteFile): Promise<void> {
    const address = JSON.stringify(pushReceiver ?? null)
    if (this.#push !== null && this.#push.address !== address) {
      await this.#push.kept[Symbol.asyncDispose]()
      this.#push = null
    }
    const configs = panels.flatMap(panel => {
      if (panel.driver !== 'http-push') return []
      const text = connectionText(panel)
      const known = this.#pushing.get(panel.id)
      const config = known?.text === text ? known.config : pushConfigOf(this.#context, panel)
      this.#pushing.set(panel.id, { text, config })
      return [config]
    })
    if (this.#push !== null) await this.#push.kept.follow(configs)
    else if (pushReceiver !== undefined)
      this.#push = { address, kept: await keepPush(this.#context, { ...pushReceiver, panels: configs }) }
  }

  #configOf(panel: ReportingPanel): Dc09PanelConfig {
    const { id, account, supervisionSeconds, encryptionKey, codes } = panel
    const text = connectionText(panel)
    const known = this.#reporting.get(id)
    if (known?.text === text) return known.config
    const config = {
      panelId: id,
      account,
      supervisionIntervalMs: supervisionSeconds * 1_000,
      ...keyOf(this.#context, encryptionKey),
      ...(codes && { kindByCode: codes }),
    }
    this.#reporting.set(id, { text, config })
    return config
  }
}

type ReportingPanel = Extract<Panel, { driver: 'dc09' }>

/**
 * What of a panel its driver depends on, as text. Names, partitions and zones are asked of the picture and may change
 * while the driver runs.
 */
function connectionText(panel: Panel | undefined): string {
  if (panel === undefined) return ''
  const {
    name: _n,
    place: _p,
    position: _at,
    partitions: _a,
    zones: _z,
    keypadUsers: _k,
    ...connection
  } = panel
  return JSON.stringify(connection)
}

/** Where the receiver asks for the key of an account; nothing for one that does not encrypt. */
function keyOf({ secrets }: DriverContext, name: string | undefined): Pick<Dc09PanelConfig, 'keyText'> {
  return name === undefined ? {} : { keyText: () => secrets.get(name)?.password ?? null }
}
