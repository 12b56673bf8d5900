import { z } from 'zod'

/** What a thing is called in the records: it never changes. */
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
  .describe('lower-case letters, digits and hyphens; unique in the file')
/**
 * An address of a device. User and password are refused in it: they would lie in plain text in the file and go to every
 * screen that shows it; they belong into the vault, under the name that `credentials` says.
 */
export const deviceAddress = (protocol: RegExp) =>
  z.url({ protocol }).refine(hasNoLogin, {
    message: 'no user or password in an address: put them into "credentials"（地址里不能写用户名和口令）',
  })

function hasNoLogin(address: string): boolean {
  if (!URL.canParse(address)) return true
  const { username, password } = new URL(address)
  return username === '' && password === ''
}

/** What people call a thing. */
export const name = z.string().min(1).max(40)
export const mapPoint = z.tuple([z.number(), z.number()]).describe('[x, y] in plan units; y grows downwards')

/** Where a thing stands on the map. */
export const planPosition = z.object({ plan: id, at: mapPoint })
