import type { SiteFile } from '../../shared/site.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Credentials } from '../station/site-loader.ts'
import type { Dc09Config, Dc09PanelConfig } from './drivers/dc09/config.ts'
import { startDc09Receiver } from './drivers/dc09/receiver.ts'
import { startIsapiPanel } from './drivers/isapi/panel.ts'
import { startModbusFence } from './drivers/modbus/fence.ts'
import { modbusModels } from './drivers/modbus/models.ts'
import type { IntrusionService } from './service.ts'

export interface DriverContext {
  readonly site: SiteFile
  readonly secrets: { get(name: string): Credentials | null }
  readonly service: IntrusionService
  readonly clock: Clock
  readonly log: Log
}

/**
 * Starts a driver for every panel of the site, and the alarm receiver for those that report by DC-09. A panel whose
 * credentials are missing is reported in the log and stays unknown on the screen; the others run.
 */
export async function startDrivers(context: DriverContext): Promise<AsyncDisposable> {
  const { site, service, clock } = context
  await using starting = new AsyncDisposableStack()
  const reporting = site.panels.filter(panel => panel.driver === 'dc09')
  if (site.alarmReceiver !== undefined) {
    const panels = reporting.map(panel => ({
      panelId: panel.id,
      account: panel.account,
      supervisionIntervalMs: panel.supervisionSeconds * 1_000,
      ...keyOf(context, panel.encryptionKey),
    }))
    starting.use(await keepReceiving(context, { ...site.alarmReceiver, panels }))
  }
  for (const panel of reporting) startControl(context, panel, starting)
  for (const panel of site.panels) {
    if (panel.driver !== 'modbus') continue
    const { id, host, port, unitId } = panel
    const config = { panelId: id, host, port, unitId, model: modbusModels[panel.model] }
    service.controls.set(id, starting.use(startModbusFence(config, service, clock)))
  }
  return starting.move()
}

/** Where the receiver asks for the key of an account; nothing for one that does not encrypt. */
function keyOf({ secrets }: DriverContext, name: string | undefined): Pick<Dc09PanelConfig, 'keyText'> {
  return name === undefined ? {} : { keyText: () => secrets.get(name)?.password ?? null }
}

/** Waits before the receiver's port is tried again, ms. */
const receiverRetryMs = 5_000

/**
 * Listens for the panels, and goes on trying when the port is taken: the console must come up and say so rather than
 * not come up. The first try is over when this resolves.
 */
async function keepReceiving(context: DriverContext, config: Dc09Config): Promise<AsyncDisposable> {
  const { service, clock, log } = context
  const stop = new AbortController()
  let isFailureTold = false
  const tryOnce = async (): Promise<AsyncDisposable | null> => {
    try {
      const receiver = await startDc09Receiver(config, service, clock)
      service.receiver(config.port, null)
      return receiver
    } catch (error) {
      log.error({ err: error, port: config.port }, 'the alarm receiver cannot listen')
      if (!isFailureTold)
        service.receiver(config.port, error instanceof Error ? error.message : String(error))
      isFailureTold = true
      return null
    }
  }
  let receiver = await tryOnce()
  const retrying = (async () => {
    while (receiver === null && !stop.signal.aborted) {
      await clock.sleep(receiverRetryMs, stop.signal)
      if (!stop.signal.aborted) receiver = await tryOnce()
    }
  })()
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await retrying
      await receiver?.[Symbol.asyncDispose]()
    },
  }
}

type ReportingPanel = Extract<SiteFile['panels'][number], { driver: 'dc09' }>

/** The way commands go to a panel that reports by DC-09. */
function startControl(context: DriverContext, panel: ReportingPanel, starting: AsyncDisposableStack): void {
  if (panel.isapi === undefined) return
  const credentials = context.secrets.get(panel.isapi.credentials)
  if (credentials === null) {
    context.log.error({ panel: panel.id, name: panel.isapi.credentials }, 'no such credentials')
    return
  }
  const config = { panelId: panel.id, baseUrl: panel.isapi.url, ...credentials }
  const control = startIsapiPanel(config, context.service, context.clock)
  context.service.controls.set(panel.id, starting.use(control))
}
