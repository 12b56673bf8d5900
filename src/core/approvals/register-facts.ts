import { z } from 'zod'
import { isVideo } from '../../shared/domain/approval-kinds.ts'
import type { Approval } from '../../shared/domain/approval.ts'

/**
 * What 视频信息使用登记 says of the request under which recordings were looked at or copied. It stands in the body of
 * every such entry (`video.granted`, `video.exported`, field `request`), so that the entry can be read by itself.
 */
export const RegisterFacts = z.object({
  number: z.number().int(),
  kind: z.enum(['video-access', 'video-release']),
  applicant: z.string(),
  purpose: z.string(),
  receiver: z.string().default(''),
  consents: z.array(
    z.object({
      stepId: z.string(),
      /** The leader, or who signed for the outside party. */
      name: z.string(),
      atMs: z.number(),
      note: z.string(),
      /** For an outside party: number and date of its paper, and who entered and confirmed it. */
      document: z
        .object({
          number: z.string(),
          signedOn: z.string(),
          scan: z.string(),
          enteredBy: z.string(),
          confirmedBy: z.string(),
        })
        .nullable(),
    }),
  ),
})
export type RegisterFacts = z.infer<typeof RegisterFacts>

/** Of a request for recordings; no other kind lets anybody look at any. */
export function registerFacts({ number, matter, applicant, consents }: Approval): RegisterFacts {
  if (!isVideo(matter)) throw new Error(`request ${number} is not about recordings`)
  return {
    number,
    kind: matter.kind,
    applicant: applicant.name,
    purpose: matter.purpose,
    receiver: matter.kind === 'video-release' ? matter.receiver : '',
    consents: consents.map(({ stepId, by, atMs, note, entered }) => ({
      stepId,
      name: entered?.evidence.signer ?? by.name,
      atMs,
      note,
      document:
        entered === null
          ? null
          : {
              number: entered.evidence.documentNumber,
              signedOn: entered.evidence.signedOn,
              scan: entered.evidence.scan.hash,
              enteredBy: entered.by.name,
              confirmedBy: by.name,
            },
    })),
  }
}
