import type { Panel } from '../../shared/site.ts'
import type { Credentials } from '../station/site-loader.ts'
import type { DriverSink } from './drivers/driver.ts'
import { startIsapiAlarmPanel } from './drivers/isapi/alarm-panel.ts'
import { startIsapiPanel } from './drivers/isapi/panel.ts'
import { startModbusFence } from './drivers/modbus/fence.ts'
import { modbusModels } from './drivers/modbus/models.ts'
import type { PushPanelConfig } from './drivers/push/config.ts'
import type { ZoneWords } from './drivers/zone-alarm.ts'
import type { DriverContext } from './driver-context.ts'
import type { IntrusionService } from './service.ts'

/** Starts what dials one panel, and makes it known to who commands; null where nothing is dialled. */
export function startPanel(context: DriverContext, panel: Panel): AsyncDisposable | null {
  switch (panel.driver) {
    case 'dc09':
      return panel.isapi === undefined ? null : startControl(context, panel.id, panel.isapi)
    case 'modbus':
      return startFence(context, panel)
    case 'isapi':
      return startAlarmPanel(context, panel)
    case 'http-push':
      return null
  }
}

/** The names of credentials that the driver reads when it starts; receivers ask for keys and tokens at every message. */
export function credentialsOf(panel: Panel): string[] {
  if (panel.driver === 'isapi') return [panel.credentials]
  return panel.driver === 'dc09' && panel.isapi !== undefined ? [panel.isapi.credentials] : []
}

/** What the receiver of pushed events must know of a device. */
export function pushConfigOf({ secrets, service }: DriverContext, panel: PushingPanel): PushPanelConfig {
  const { id, format, token, supervisionSeconds } = panel
  return {
    panelId: id,
    format,
    token: () => secrets.get(token)?.password ?? null,
    supervisionIntervalMs: supervisionSeconds === undefined ? null : supervisionSeconds * 1_000,
    zones: zonesOf(service, id),
  }
}

type PushingPanel = Extract<Panel, { driver: 'http-push' }>

/** Asked of the picture at every message: zones are added and named while the driver runs. */
function zonesOf({ picture }: IntrusionService, panelId: string): ZoneWords {
  return {
    kindOf: number => picture.zoneByNumber(panelId, number)?.kind ?? null,
    numberOf: name => picture.panel(panelId)?.zones.find(zone => zone.name === name)?.number ?? null,
  }
}

function startFence(context: DriverContext, panel: Extract<Panel, { driver: 'modbus' }>): AsyncDisposable {
  const { service, clock, tension, log } = context
  const { id, host, port, unitId, force } = panel
  const config = {
    panelId: id,
    host,
    port,
    unitId,
    model: modbusModels[panel.model],
    force: { newtons: force.newtons, holdMs: force.seconds * 1_000 },
    onTension: (newtons: ReadonlyMap<number, number>, atMs: number) => {
      try {
        tension.record(id, newtons, atMs)
      } catch (error) {
        // A full disk must not end the watch over the fence.
        log.error({ err: error, panel: id }, 'tension not stored')
      }
    },
  }
  const fence = startModbusFence(config, withTension(context), clock)
  service.controls.set(id, fence)
  return fence
}

/** Keeps the readings around an alarm, once the alarm itself is on disk. */
function withTension({ service, tension, log }: DriverContext): DriverSink {
  return {
    line: (...told) => service.line(...told),
    status: (...told) => service.status(...told),
    unknown: (...told) => service.unknown(...told),
    async signal(signal, delivery) {
      await service.signal(signal, delivery)
      if (!signal.kind.startsWith('alarm.') || signal.edge !== 'active' || signal.zoneNumber === null) return
      try {
        tension.alarmed(signal.panelId, signal.zoneNumber, signal.receivedAtMs)
      } catch (error) {
        log.error({ err: error, panel: signal.panelId }, 'tension around an alarm not stored')
      }
    },
  }
}

/** A panel that is heard and commanded over ISAPI alone. */
function startAlarmPanel(
  context: DriverContext,
  panel: Extract<Panel, { driver: 'isapi' }>,
): AsyncDisposable | null {
  const { id, url } = panel
  const credentials = credentialsNamed(context, id, panel.credentials)
  if (credentials === null) return null
  const config = { panelId: id, baseUrl: url, ...credentials, zones: zonesOf(context.service, id) }
  const control = startIsapiAlarmPanel(config, context.service, context.clock)
  context.service.controls.set(id, control)
  return control
}

/** The way commands go to a panel that reports by DC-09. */
function startControl(
  context: DriverContext,
  panelId: string,
  isapi: { readonly url: string; readonly credentials: string },
): AsyncDisposable | null {
  const credentials = credentialsNamed(context, panelId, isapi.credentials)
  if (credentials === null) return null
  const config = { panelId, baseUrl: isapi.url, ...credentials }
  const control = startIsapiPanel(config, context.service, context.clock)
  context.service.controls.set(panelId, control)
  return control
}

function credentialsNamed(
  { secrets, log }: DriverContext,
  panelId: string,
  name: string,
): Credentials | null {
  const credentials = secrets.get(name)
  if (credentials === null) log.error({ panel: panelId, name }, 'no such credentials')
  return credentials
}
