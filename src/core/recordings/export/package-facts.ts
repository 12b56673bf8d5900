import type { ExportJob } from '../../../shared/contract/exports.ts'
import { termsOf } from '../../../shared/domain/approval-kinds.ts'
import type { Span } from '../../../shared/domain/recording.ts'
import type { Approvals } from '../../approvals/service.ts'
import type { Journal } from '../../journal/journal.ts'
import { wordsIn } from '../../ledgers/words.ts'
import { packageFormat, packageVersion, type Manifest, type ManifestCamera } from './format.ts'
import { ExportFailed, type JobTools, type PackageFacts } from './job.ts'
import { stands } from './order.ts'
import { summaryText } from './summary.ts'

/** What a package says besides its videos. */
export function packageFacts(
  job: ExportJob,
  from: JobTools & {
    readonly journal: Journal
    readonly approvals: Pick<Approvals, 'byNumber'>
    readonly stationFacts: () => Pick<Manifest['station'], 'id' | 'school' | 'software' | 'clockDeviationMs'>
    readonly clockOf: (cameraId: string, span: Span) => ManifestCamera['clock']
    readonly ffmpegVersion: string
  },
): PackageFacts {
  const approval = from.approvals.byNumber(job.requestNumber)
  if (approval === null) throw new ExportFailed('request-ended', '')
  const stillAllowed = () => {
    if (!stands(from.approvals.byNumber(job.requestNumber))) throw new ExportFailed('request-ended', '')
  }
  stillAllowed()
  const words = wordsIn('zh-CN')
  return {
    stillAllowed,
    clockOf: from.clockOf,
    label: name =>
      words.text('exports.label', { camera: name, number: job.requestNumber, copy: job.copyNumber }),
    summary: (manifest, files) => summaryText(manifest, files, words),
    manifest(cameras) {
      const exportedAtMs = from.clock.now()
      return {
        format: packageFormat,
        version: packageVersion,
        station: {
          ...from.stationFacts(),
          keyFingerprint: from.key.fingerprint,
          journal: from.journal.head(),
        },
        request: {
          number: approval.number,
          purpose: termsOf(approval.matter).subject,
          applicant: approval.applicant.name,
          authorisedAtMs: 'authorisedAtMs' in approval.state ? approval.state.authorisedAtMs : null,
          consents: approval.consents.map(({ stepId, by, atMs, entered }) => ({
            step: stepId,
            by: entered?.evidence.signer ?? by.name,
            atMs,
            party: entered?.evidence.party ?? null,
            documentNumber: entered?.evidence.documentNumber ?? null,
          })),
        },
        copyNumber: job.copyNumber,
        receiver: job.receiver,
        exportedBy: job.by,
        exportedAtMs,
        exportedAt: words.dateTime(exportedAtMs),
        requested: { ...job.span, cameraIds: job.cameras.map(({ id }) => id) },
        cameras,
        tools: { ffmpeg: from.ffmpegVersion, node: process.version },
      }
    },
  }
}
