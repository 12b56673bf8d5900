import { z } from 'zod'
import { call } from './call.ts'

/** Largest file that is taken, bytes. */
export const maxAttachmentBytes = 10 * 1024 * 1024

export const AttachmentType = z.enum(['image/jpeg', 'image/png', 'application/pdf'])
export type AttachmentType = z.infer<typeof AttachmentType>

const hash = z.string().regex(/^[0-9a-f]{64}$/)

export const attachmentsCalls = {
  /** Keeps a scan. What it is, is read from its bytes; a file that is no picture and no PDF is refused. */
  'attachments.put': call(
    'sign-on',
    z.object({
      name: z.string().trim().min(1).max(200),
      base64: z.string().max(Math.ceil((maxAttachmentBytes * 4) / 3) + 8),
    }),
    z.object({ hash, type: AttachmentType, bytes: z.number().int() }),
  ),
  /** A copy into the station's export folder, for the shell to save; the journal notes it. */
  'attachments.copy': call(
    'sign-on',
    z.object({ hash, name: z.string().trim().min(1).max(200) }),
    z.object({ fileName: z.string() }),
  ),
  /** For those who put it there, and those who may see what it belongs to. */
  'attachments.get': call(
    'sign-on',
    z.object({ hash }),
    z.object({ type: AttachmentType, base64: z.string() }),
  ),
} as const
