import { z } from 'zod'
import { CameraKeeping } from '../../shared/domain/storage.ts'
import { rowOf, type LedgerDefinition } from './definition.ts'

const Kept = z.object({ cameras: z.array(CameraKeeping) })

/** 录像保存检查记录: for each camera and day what was promised and what is there (A-15.1.4.a, B-4.4.1.d). */
export const keepingLedger: LedgerDefinition = {
  id: 'recording-keeping',
  columns: [
    { id: 'time', width: 16, type: 'time' },
    { id: 'camera', width: 20 },
    { id: 'promised', width: 9, type: 'number' },
    { id: 'kept', width: 9, type: 'number' },
    { id: 'state', width: 12 },
    { id: 'oldest', width: 16, type: 'time' },
    { id: 'coverage', width: 9, type: 'percent' },
    { id: 'gaps', width: 9, type: 'number' },
  ],
  kinds: ['recordings.kept'],
  rows: (entries, words) =>
    entries.flatMap(entry =>
      Kept.parse(entry.body).cameras.map(camera =>
        rowOf(entry, [
          words.dateTime(entry.atMs),
          [camera.name, camera.placeName].filter(part => part !== '').join(' · '),
          String(camera.promisedDays),
          String(camera.keptDays),
          words.text(`storage.kept.${camera.state}`),
          camera.firstFrameMs === null ? '' : words.dateTime(camera.firstFrameMs),
          // Downwards: what is not whole is never printed as 100 %.
          `${(Math.floor(camera.coveredShare * 1_000) / 10).toFixed(1)}%`,
          String(camera.gapCount),
        ]),
      ),
    ),
  signatures: ['form.signature.made-by', 'form.signature.leader'],
  notes: ['ledger.recording-keeping.note'],
  retentionDays: 90,
}
