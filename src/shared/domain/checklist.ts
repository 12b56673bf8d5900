import { z } from 'zod'

/** What must be looked at in every area before it is armed (A-15.2.1.b), and the panel's light (A-N3.5.c). */
export const checklistItems = [
  'staff-gone',
  'doors',
  'windows',
  'lights',
  'air-conditioning',
  'panel-light',
] as const
export const ChecklistItem = z.enum(checklistItems)
export type ChecklistItem = z.infer<typeof ChecklistItem>

/** True where the guard found it right. Arming an intrusion partition needs every item of its list true. */
export const Checklist = z.partialRecord(ChecklistItem, z.boolean())
export type Checklist = z.infer<typeof Checklist>
