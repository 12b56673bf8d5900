import { z } from 'zod'
import { Span } from '../domain/recording.ts'
import { call, nothing } from './call.ts'

/**
 * What a stretch is written as. `original`: the pictures as the camera coded them; `compatible`: coded anew as H.264,
 * for cameras with H.265; `marked`: coded anew with time, camera and copy number over the picture.
 */
export const ExportVariant = z.enum(['original', 'compatible', 'marked'])
export type ExportVariant = z.infer<typeof ExportVariant>

export const ExportOrder = z.object({
  requestNumber: z.number().int().positive(),
  cameraIds: z.array(z.string()).min(1).max(64),
  /** Within the span of the request. */
  span: Span,
  variants: z.array(ExportVariant).min(1).max(3),
  /** Who gets this copy; printed on the register sheet. */
  receiver: z.string().trim().min(1).max(120),
  copies: z.number().int().min(1).max(10).default(1),
})
export type ExportOrder = z.infer<typeof ExportOrder>

/** Why no package came of it. */
export const ExportFailure = z.enum([
  'nothing-recorded',
  'disk-full',
  'source-gone',
  'check-failed',
  'request-ended',
  'station-stopped',
  'error',
])
export type ExportFailure = z.infer<typeof ExportFailure>

const by = z.object({ id: z.string(), name: z.string() })

export const ExportState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queued') }),
  z.object({
    kind: z.literal('running'),
    stage: z.enum(['reading', 'writing', 'sealing']),
    /** 0 to 1 over the whole job. */
    fraction: z.number().min(0).max(1),
  }),
  z.object({
    kind: z.literal('done'),
    atMs: z.number(),
    /** SHA-256 of `manifest.json`: names the package, and is printed on the register sheet. */
    packageHash: z.string(),
    bytes: z.number(),
    files: z.number().int(),
    /** Until when the station keeps it for taking away; null when it is gone. */
    keptUntilMs: z.number().nullable(),
    /** What was asked for and is not in it, ms, over all cameras. */
    missingMs: z.number(),
  }),
  z.object({ kind: z.literal('failed'), atMs: z.number(), reason: ExportFailure, detail: z.string() }),
  z.object({ kind: z.literal('cancelled'), atMs: z.number(), by }),
])
export type ExportState = z.infer<typeof ExportState>

/** One copy of recordings that was made, is being made or could not be made. */
export const ExportJob = z.object({
  id: z.number().int(),
  requestNumber: z.number().int(),
  /** Counts the copies of a request; never used twice, also when no package came of it. */
  copyNumber: z.number().int(),
  /** Name of the folder that is taken away. */
  packageName: z.string(),
  cameras: z.array(by),
  span: Span,
  variants: z.array(ExportVariant),
  receiver: z.string(),
  by,
  orderedAtMs: z.number(),
  state: ExportState,
  /** How often it was copied to a medium. */
  saved: z.number().int(),
  handedOver: z
    .object({ receiverName: z.string(), document: z.string(), medium: z.string(), by, atMs: z.number() })
    .nullable(),
})
export type ExportJob = z.infer<typeof ExportJob>

/** What a request allows to be given out now. */
export const ExportOffer = z.object({
  requestNumber: z.number().int(),
  cameras: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      recordedMs: z.number(),
      /** What the station lacks is fetched from the school's recorder while the package is made. */
      isFetched: z.boolean(),
      /** Does not play everywhere as it is. */
      isHevc: z.boolean(),
    }),
  ),
  span: Span,
  receiver: z.string(),
  copiesAllowed: z.number().int(),
  copiesLeft: z.number().int(),
  freeBytes: z.number(),
  /** What this station can write: `compatible` and `marked` need an encoder, `marked` a Chinese font. */
  variants: z.array(ExportVariant),
})
export type ExportOffer = z.infer<typeof ExportOffer>

const id = z.object({ id: z.number().int() })
const locale = z.enum(['zh-CN', 'en']).default('zh-CN')

export const exportsCalls = {
  'exports.offer': call('recordings.export', z.object({ requestNumber: z.number().int() }), ExportOffer),
  'exports.start': call('recordings.export', ExportOrder, z.array(ExportJob)),
  'exports.cancel': call('recordings.export', id, nothing),
  /** The newest first; null = of all requests. */
  'exports.list': call(
    'recordings.export',
    z.object({ requestNumber: z.number().int().nullable() }),
    z.array(ExportJob),
  ),
  /** 登记表 of one copy, with the fingerprints of package and key: goes on paper or PDF beside the package. */
  'exports.sheet': call(
    'recordings.export',
    id.extend({ locale }),
    z.object({ html: z.string(), fileName: z.string() }),
  ),
  /** The shell has copied the package to where the person chose. */
  'exports.saved': call('recordings.export', id.extend({ place: z.string().max(300) }), ExportJob),
  /** The receiver has signed for it (requirements 4.1.3). The station then keeps no copy of the package. */
  'exports.hand-over': call(
    'recordings.export',
    id.extend({
      receiverName: z.string().trim().min(1).max(60),
      document: z.string().trim().max(80),
      medium: z.string().trim().min(1).max(60),
    }),
    ExportJob,
  ),
} as const
