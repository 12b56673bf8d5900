import type { AttachmentType } from '../../shared/contract/attachments.ts'

const signatures: readonly (readonly [AttachmentType, Buffer])[] = [
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['application/pdf', Buffer.from('%PDF-')],
]

/** What a file is by its first bytes; null when it is nothing that is kept. Its name says nothing. */
export function typeOf(bytes: Buffer): AttachmentType | null {
  const known = signatures.find(([, start]) => bytes.subarray(0, start.length).equals(start))
  return known?.[0] ?? null
}
