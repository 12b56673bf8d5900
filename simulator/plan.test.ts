import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SiteFile } from '../src/shared/site.ts'
import * as plan from './plan.ts'
import { fillTemplate } from './template.ts'

const template = readFileSync(join(import.meta.dirname, '../resources/demo-site/site.json'), 'utf8')
const ports = {
  rtspPort: 1001,
  onvifPort: 1002,
  panelIsapiPort: 1003,
  fencePort: 1004,
  dc09Port: 1005,
  timePort: 1006,
}
const site = SiteFile.parse(JSON.parse(fillTemplate(template, ports)))

function panel(driver: 'dc09' | 'modbus') {
  const found = site.panels.find(entry => entry.driver === driver)
  if (!found) throw new Error(`no ${driver} panel in the demo site`)
  return found
}

test('the demo site knows every simulated camera by its id and name', () => {
  const simulated = plan.cameras.map(({ id, name }) => ({
    id,
    name,
    main: `rtsp://127.0.0.1:1001/${id}/main`,
    sub: `rtsp://127.0.0.1:1001/${id}/sub`,
    onvif: `http://127.0.0.1:1002/${id}/onvif/device_service`,
    credentials: id,
  }))
  const configured = site.cameras.map(({ id, name, streams, onvif, credentials }) => ({
    id,
    name,
    main: streams.main.url,
    sub: streams.sub?.url,
    onvif: onvif?.url,
    credentials,
  }))
  expect(configured).toEqual(simulated)
})

test('the demo site knows the alarm panel as it is wired', () => {
  const configured = panel('dc09')
  expect(configured).toMatchObject({
    account: plan.panelAccount,
    supervisionSeconds: plan.panelSupervisionSeconds,
    isapi: { url: 'http://127.0.0.1:1003', credentials: 'panel' },
  })
  expect(site.alarmReceiver?.port).toBe(1005)
  const numberOf = (id: string | undefined): number =>
    configured.partitions.find(partition => partition.id === id)?.number ?? 0
  expect(configured.partitions.map(({ id, name, number }) => ({ id, name, number }))).toEqual(plan.partitions)
  expect(
    configured.zones.map(({ id, name, number, partition }) => ({
      id,
      name,
      number,
      partition: numberOf(partition),
    })),
  ).toEqual([...plan.infraredZones, ...plan.panicButtons])
})

test('the demo site knows the fence as it is wired', () => {
  const configured = panel('modbus')
  expect(configured).toMatchObject({ host: '127.0.0.1', port: 1004 })
  expect(configured.zones.map(({ id, name, number }) => ({ id, name, number }))).toEqual(plan.fenceSegments)
})
