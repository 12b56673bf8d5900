import { z } from 'zod'
import { Role } from '../domain/rights.ts'
import { id, name } from './basics.ts'

/** Duties that somebody is appointed to in writing (A-7, A-N1.2, A-N3.3, A-N4, A-N5.1, A-N6.3). */
export const AppointedDuty = z.enum([
  'first-responsible',
  'security-representative',
  'safety-office',
  'general-affairs',
  'guard-leader',
  'equipment-officer',
  'asset-keeper',
  'network-administrator',
  'kitchen-representative',
])
export type AppointedDuty = z.infer<typeof AppointedDuty>

/** A training somebody passed: 《保安员》, basic operation of the system, yearly repetition (A-9, B-4.5.2). */
export const Training = z.object({
  what: z.string().trim().min(1).max(60),
  on: z.iso.date(),
  validTo: z.iso.date().optional().describe('its last day; absent: it does not end'),
})
export type Training = z.infer<typeof Training>

export const Assignment = z.object({
  duty: AppointedDuty,
  from: z.iso.date(),
  until: z.iso.date().optional().describe('its last day; absent: it goes on'),
  document: z.string().trim().min(1).max(80).describe('number or name of the paper that appoints'),
})
export type Assignment = z.infer<typeof Assignment>

export const SiteUser = z.object({
  id,
  name,
  roles: z.array(Role).min(1),
  pinHash: z
    .string()
    .default('none')
    .describe('made by `npm run pin-hash`; scrypt. Absent: the PIN is given on the page 人员与权限'),
  certificate: z
    .object({ number: z.string(), validTo: z.iso.date() })
    .optional()
    .describe('《保安员》 certificate (A-9)'),
  phone: z.string().optional(),
  training: z.array(Training).max(50).optional(),
  assignments: z.array(Assignment).max(50).optional().describe('duties somebody was appointed to'),
  retired: z
    .object({ on: z.iso.date(), reason: z.string().trim().min(1).max(200) })
    .optional()
    .describe('no longer works here: cannot sign on; the name stays readable in the records'),
})
export type SiteUser = z.infer<typeof SiteUser>
