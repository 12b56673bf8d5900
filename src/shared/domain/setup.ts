import { z } from 'zod'

/** What may be told of stored credentials: never user or password. */
export const CredentialState = z.object({
  name: z.string(),
  /** `file`: in the secrets file, in the clear. `unreadable`: sealed with another key; must be entered again. */
  source: z.enum(['vault', 'file', 'unreadable']),
  changedAtMs: z.number().nullable(),
})
export type CredentialState = z.infer<typeof CredentialState>
