import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Db } from '../../src/core/platform/database.ts'
import type { Fragment } from '../../src/core/media/fragment.ts'
import { buildMfra } from '../../src/core/media/random-access.ts'
import { FragmentSplitter } from '../../src/core/media/splitter.ts'
import { openLibrary, type Library } from '../../src/core/recordings/library.ts'
import { segmentTable } from '../../src/core/recordings/table.ts'

/** Recorded files as the recorder leaves them, of pictures that a test chooses. */
export interface RecordedArchive {
  readonly library: Library
  /** Absolute paths, in the order in which they were written. */
  readonly files: readonly string[]
  /** Cuts a fragmented MP4 into files of about `segmentMs`, the first frame at `startMs`. `leaveOut` names files by index. */
  record(options: {
    cameraId: string
    mp4: Buffer
    startMs: number
    segmentMs: number
    leaveOut?: readonly number[]
  }): void
}

export function recordedArchive(db: Db, dataDir: string): RecordedArchive {
  const table = segmentTable(db)
  const root = join(dataDir, 'recordings')
  const files: string[] = []
  return {
    library: openLibrary({ fileOf: row => join(root, row.path), table, openSegment: () => null }),
    files,
    record({ cameraId, mp4, startMs, segmentMs, leaveOut = [] }) {
      const pieces = new FragmentSplitter().push(mp4)
      const init = pieces.flatMap(piece => (piece.type === 'init' ? [piece.init] : []))[0]
      if (init === undefined) throw new Error('no init segment')
      const { timescale, mimeType, id } = init.track
      const msOf = (ticks: number) => (ticks / timescale) * 1_000
      const groups: Fragment[][] = []
      for (const piece of pieces) {
        if (piece.type !== 'fragment') continue
        const begun = groups.at(-1)?.[0]
        const isDue = begun === undefined || msOf(piece.fragment.decodeTicks - begun.decodeTicks) >= segmentMs
        if (isDue && piece.fragment.beginsWithKeyFrame) groups.push([])
        groups.at(-1)?.push(piece.fragment)
      }
      groups.forEach((fragments, index) => {
        const [first, last] = [fragments[0], fragments.at(-1)]
        if (first === undefined || last === undefined || leaveOut.includes(index)) return
        const firstFrameMs = startMs + msOf(first.decodeTicks)
        const path = `${cameraId}/${new Date(firstFrameMs).toISOString().slice(0, 10).replaceAll('-', '')}/${Math.round(firstFrameMs)}.mp4`
        let offset = init.bytes.length
        const keyFrames = fragments.flatMap(fragment => {
          const at = offset
          offset += fragment.bytes.length
          return fragment.beginsWithKeyFrame ? [{ ticks: fragment.decodeTicks, offset: at }] : []
        })
        const bytes = Buffer.concat([
          init.bytes,
          ...fragments.map(fragment => fragment.bytes),
          buildMfra(id, keyFrames),
        ])
        const file = join(root, path)
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, bytes)
        files.push(file)
        table.put({
          path,
          volume: 'main',
          cameraId,
          stream: 'main',
          firstFrameMs,
          lastFrameMs: startMs + msOf(last.decodeTicks + last.durationTicks),
          bytes: offset,
          mimeType,
          timescale,
          zeroAtMs: startMs,
          startCause: 'border',
          endCause: 'border',
        })
      })
    },
  }
}
