import { expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import { RecorderPictures } from './recorder-pictures.ts'

const slotMs = 10_000

test('what a recorder does not have is not asked for again at once; only so much of it is remembered', async () => {
  using folder = dataFolder()
  const asked: number[] = []
  const pictures = new RecorderPictures({
    school: {
      begin: (_cameraId, { fromMs }) => {
        asked.push(fromMs / slotMs)
        return Promise.resolve(null)
      },
    },
    folder: folder.path,
    clock: new FakeClock(),
  })
  const span = { fromMs: 0, toMs: 100_000_000 }
  const look = (slot: number) => pictures.at('cam-1', slot * slotMs, span)
  for (let slot = 0; slot <= 1_000; slot++) expect(await look(slot)).toBe(null)
  expect(asked).toHaveLength(1_001)
  await look(1_000)
  await look(1)
  expect(asked).toHaveLength(1_001)
  await look(0)
  expect(asked.at(-1)).toBe(0)
})
