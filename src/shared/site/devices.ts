import { z } from 'zod'
import { deviceAddress } from './basics.ts'

/** Register maps of Modbus devices; the maps themselves are in core. */
export const ModbusModelId = z.enum(['tension-fence-6', 'tension-fence-words-8', 'contacts-16'])
export type ModbusModelId = z.infer<typeof ModbusModelId>

/** How a fence host on Modbus TCP is reached, and when force on a wire is an intrusion. */
export const modbusDevice = {
  model: ModbusModelId,
  host: z.string(),
  port: z.number().int().min(1).max(65535),
  unitId: z.number().int().min(0).max(255).default(1),
  force: z
    .object({
      newtons: z.number().positive().max(10_000).default(100),
      seconds: z.number().min(0.5).max(60).default(2),
    })
    .prefault({})
    .describe('where the device tells tension: so much above rest for so long is an intrusion'),
}

/** An alarm panel that is read, commanded and listened to over ISAPI alone (SecurityCP, alertStream). */
export const isapiDevice = {
  url: z.url({ protocol: /^https?$/ }),
  credentials: z.string().describe('name of credentials in the vault, or in secrets.json'),
}

/** A device that sends its events to the station's own HTTP port. */
export const pushDevice = {
  format: z
    .enum(['webhook', 'hikvision'])
    .describe(
      'webhook: JSON as in docs/webhook.md; hikvision: EventNotificationAlert in XML, JSON or multipart',
    ),
  token: z.string().describe('name of credentials whose password is the token of this device'),
  supervisionSeconds: z
    .number()
    .int()
    .min(5)
    .max(86_400)
    .optional()
    .describe('interval in which it surely sends something; without it the line is never called good'),
}

/** Where devices push their events to (HTTP). */
export const PushReceiver = z.object({
  host: z.string().default('0.0.0.0'),
  port: z.number().int().min(0).max(65535),
})
export type PushReceiver = z.infer<typeof PushReceiver>

/** Where a camera, or the recorder it hangs on, tells its events (ISAPI alertStream). */
export const IsapiEvents = z.object({
  url: deviceAddress(/^https?$/),
  channel: z.number().int().min(1).max(512).default(1).describe('number of the camera on the device'),
})
export type IsapiEvents = z.infer<typeof IsapiEvents>
