import { rmSync, truncateSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { makeFragmentedMp4 } from '../../../tests/helpers/fragmented-mp4.ts'
import { recordedArchive, type RecordedArchive } from '../../../tests/helpers/recorded-archive.ts'
import type { PlaybackMessage } from '../../shared/streams.ts'
import { openDatabase, type Db } from '../platform/database.ts'
import { keyFrameAt } from './key-frames.ts'
import { Playback } from './playback.ts'

const start = Date.UTC(2026, 10, 22, 18, 0, 0)
const mp4 = makeFragmentedMp4({ seconds: 8 })
const span = { fromMs: start, toMs: start + 8_000 }

let folder: ReturnType<typeof dataFolder>
let db: Db
let archive: RecordedArchive

beforeEach(() => {
  folder = dataFolder()
  db = openDatabase(folder.path)
  archive = recordedArchive(db, folder.path)
  // Four files of two seconds.
  archive.record({ cameraId: 'cam-1', mp4, startMs: start, segmentMs: 2_000 })
})
afterEach(() => {
  db.close()
  folder[Symbol.dispose]()
})

const fileAt = (index: number): string => archive.files[index] ?? ''
const lose = (...indexes: number[]) => indexes.forEach(index => rmSync(fileAt(index)))

function looking() {
  const messages: PlaybackMessage[] = []
  const served: number[] = []
  const unreadable: string[] = []
  const playback = new Playback({
    cameraId: 'cam-1',
    span,
    library: archive.library,
    gapsIn: () => [],
    now: () => span.toMs,
    send: message => void messages.push(message),
    sendBytes: () => {},
    served: ({ fromMs, toMs }) => served.push((fromMs - start) / 1_000, (toMs - start) / 1_000),
    onUnreadable: file => unreadable.push(file),
  })
  const gaps = () =>
    messages.flatMap(message =>
      message.type === 'gap'
        ? [[(message.fromMs - start) / 1_000, (message.toMs - start) / 1_000, message.cause]]
        : [],
    )
  return { playback, messages, served, unreadable, gaps }
}

async function playedFrom(atMs: number, speed = 1) {
  const look = looking()
  const { signal } = new AbortController()
  await look.playback.play(start + atMs, signal, speed)
  while (look.messages.at(-1)?.type !== 'end') await look.playback.more(signal)
  return look
}

test.each([1, 16])(
  'files that are gone are a gap that says why, and playing goes on behind them (×%s)',
  async speed => {
    lose(1, 2)
    const look = await playedFrom(0, speed)
    expect(look.gaps()).toEqual([[2, 6, 'disk']])
    expect([...new Set(look.served)].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 6, 7, 8])
    expect(look.unreadable).toEqual([fileAt(1), fileAt(2)])
  },
)

test('so does a seek into one, and an end without anything readable is an end', async () => {
  lose(1, 3)
  expect((await playedFrom(3_000)).gaps()).toEqual([
    [3, 4, 'disk'],
    [6, 8, 'disk'],
  ])
})

test('a file that goes while it is played loses its rest only', async () => {
  const look = looking()
  const { signal } = new AbortController()
  // Its index is known from here on; the file itself is opened anew for every group.
  await keyFrameAt(archive.library, 'cam-1', start + 2_500, span)
  lose(1)
  await look.playback.play(start + 3_000, signal)
  while (look.messages.at(-1)?.type !== 'end') await look.playback.more(signal)
  expect(look.gaps()).toEqual([[3, 4, 'disk']])
  expect(look.served.slice(0, 2)).toEqual([4, 5])
})

test('a file of which nothing is left but a torn head is no other than one that is gone', async () => {
  truncateSync(fileAt(0), 10)
  expect((await playedFrom(0)).gaps()).toEqual([[0, 2, 'disk']])
})

test('a small picture of a lost file is none', async () => {
  lose(1)
  expect(await keyFrameAt(archive.library, 'cam-1', start + 2_500, span)).toBe(null)
})
