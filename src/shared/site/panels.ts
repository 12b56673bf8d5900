import { z } from 'zod'
import { SignalKind, ZoneKind } from '../domain/intrusion.ts'
import { keypadUsers, partitionArming } from './arming.ts'
import { id, mapPoint, name, planPosition } from './basics.ts'
import { isapiDevice, modbusDevice, pushDevice } from './devices.ts'

export const Zone = z.object({
  id,
  name,
  number: z.number().int().positive().describe('number on the device'),
  partition: id.optional().describe('absent for panic, fire and tamper zones: they are never disarmed'),
  kind: ZoneKind,
  detector: z.enum(['pir', 'panic-button', 'tension-fence', 'smoke', 'contact', 'other']),
  place: id,
  plan: id,
  at: mapPoint.optional().describe('position of a detector or button'),
  line: z.array(mapPoint).min(2).optional().describe('course of a fence segment'),
  area: z.array(mapPoint).min(3).optional().describe('what the zone guards'),
  cameras: z.array(id).default([]).describe('linked cameras, the best first'),
})
export type Zone = z.infer<typeof Zone>

export const Partition = z.object({
  id,
  name,
  number: z.number().int().nonnegative().describe('number on the device; 0 = the whole device'),
  kind: z.enum(['intrusion', 'perimeter']).describe('perimeter: armed is the norm (A-15.3.1)'),
  ...partitionArming,
})
export type Partition = z.infer<typeof Partition>

const panelBase = {
  id,
  name,
  place: id,
  position: planPosition.optional().describe('where it hangs, for the map'),
  partitions: z.array(Partition),
  zones: z.array(Zone),
  keypadUsers,
}

/** An alarm panel: reports by SIA DC-09, is commanded over ISAPI SecurityCP when `isapi` is given. */
const Dc09Panel = z.object({
  driver: z.literal('dc09'),
  ...panelBase,
  account: z.string().regex(/^[0-9A-F]{3,16}$/),
  encryptionKey: z
    .string()
    .optional()
    .describe(
      'name of credentials whose password is the AES key of the account (32, 48 or 64 hex digits, or 16, 24 or 32 characters); with it only encrypted messages count',
    ),
  supervisionSeconds: z
    .number()
    .int()
    .positive()
    .describe('interval of the NULL message the panel is set to'),
  codes: z
    .record(z.string().regex(/^\d{3}$/), SignalKind)
    .optional()
    .describe(
      'what Contact ID codes mean on this panel where that differs, e.g. 380 as alarm.cut; an open or shorted loop (371, 372) of a perimeter zone is a cut fence without being named here',
    ),
  isapi: z.object({ url: z.url(), credentials: z.string() }).optional(),
})

/** A fence host that is polled over Modbus TCP by the register map of its model. */
const ModbusPanel = z.object({ driver: z.literal('modbus'), ...panelBase, ...modbusDevice })
/** An alarm panel that is listened to (alertStream) and commanded (SecurityCP) over ISAPI. */
const IsapiPanel = z.object({ driver: z.literal('isapi'), ...panelBase, ...isapiDevice })
/** A device that sends its events to the station's HTTP port. */
const PushPanel = z.object({ driver: z.literal('http-push'), ...panelBase, ...pushDevice })
export const Panel = z.discriminatedUnion('driver', [Dc09Panel, ModbusPanel, IsapiPanel, PushPanel])
export type Panel = z.infer<typeof Panel>

interface PanelFacts {
  readonly id: string
  readonly account?: string
  readonly partitions: readonly { readonly id: string; readonly number: number }[]
  readonly zones: readonly { readonly id: string; readonly number: number }[]
}

/** What must not be there twice among panels: an account, a number on one device, an id of one out of service. */
export function checkPanels(
  panels: readonly PanelFacts[],
  retired: readonly PanelFacts[],
  context: z.RefinementCtx,
): void {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message })
  const accounts = new Set<string>()
  const ids = new Set<string>()
  panels.forEach((panel, panelIndex) => {
    for (const named of [panel, ...panel.partitions, ...panel.zones]) ids.add(named.id)
    if (panel.account !== undefined && accounts.has(panel.account))
      complain(
        ['panels', panelIndex, 'account'],
        `account "${panel.account}" is already used by another panel`,
      )
    if (panel.account !== undefined) accounts.add(panel.account)
    for (const kind of ['partitions', 'zones'] as const) {
      const numbers = new Set<number>()
      panel[kind].forEach(({ number }, index) => {
        if (numbers.has(number))
          complain(
            ['panels', panelIndex, kind, index, 'number'],
            `number ${number} is already used on this panel`,
          )
        numbers.add(number)
      })
    }
  })
  // The journal names things by their id: one out of service keeps it for ever.
  retired.forEach((panel, panelIndex) => {
    for (const named of [panel, ...panel.partitions, ...panel.zones])
      if (ids.has(named.id))
        complain(['retiredPanels', panelIndex, 'id'], `id "${named.id}" is already used by a panel`)
  })
}
