import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { siteCamera } from '../../../tests/helpers/camera-room.ts'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { writeDc09Site } from '../../../tests/helpers/dc09-site.ts'
import { SiteFile } from '../../shared/site.ts'
import { viewOfSite } from './site-view.ts'

test('what only the recorder of the school keeps has recordings, though the station records none', () => {
  using folder = dataFolder()
  const site = SiteFile.parse(JSON.parse(readFileSync(writeDc09Site(folder.path, 1, []), 'utf8')))
  const recorder = {
    kind: 'rtsp-template',
    url: 'rtsp://127.0.0.1:1',
    template: 'hikvision',
    channel: 1,
  } as const
  const camera = (id: string, more: object) => siteCamera(id, 'rtsp://127.0.0.1/1', more)
  const view = viewOfSite({
    ...site,
    cameras: [
      camera('own', {}),
      camera('nvr', { record: 'off', recorder }),
      camera('none', { record: 'off' }),
      camera('old-nvr', { record: 'off', recorder, retired: true }),
    ],
  })
  expect(view.cameras.map(({ id, recorded, hasRecordings }) => [id, recorded, hasRecordings])).toEqual([
    ['own', true, true],
    ['nvr', false, true],
    ['none', false, false],
  ])
  expect(view.retiredCameras).toMatchObject([{ id: 'old-nvr', hasRecordings: true }])
})
