import { describe, expect, test } from 'vitest'
import { parseResponseStatus, parseSubSystems, parseZones } from './status.ts'

function zones(...list: readonly object[]): string {
  return JSON.stringify({ ZoneList: list.map(zone => ({ Zone: { name: '档案室', signal: 180, ...zone } })) })
}

describe('zones', () => {
  test('are numbered from 1, belong to partitions, and keep the worst of what they say', () => {
    const body = zones(
      { id: 0, status: 'online', alarm: false, bypassed: false, subSystemNo: 1, linkageSubSystem: [1] },
      { id: 1, status: 'trigger', alarm: false, subSystemNo: 2 },
      { id: 2, status: 'trigger', alarm: true, tamperEvident: true, linkageSubSystem: [1, 2] },
      { id: 3, status: 'online', tamperEvident: true },
      { id: 4, status: 'offline', bypassed: true },
      { id: 5, status: 'heartbeatAbnormal' },
      { id: 6, status: 'trigger', bypassed: true },
      { id: 7, status: 'online', shielded: true },
      { id: 8, status: 'notRelated' },
      { id: 9, status: 'somethingNew' },
      { id: 10 },
    )
    expect(parseZones(body).map(zone => [zone.number, zone.state, zone.partitionNumbers])).toEqual([
      [1, 'normal', [1]],
      [2, 'open', [2]],
      [3, 'alarm', [1, 2]],
      [4, 'tamper', []],
      [5, 'fault', []],
      [6, 'fault', []],
      [7, 'bypassed', []],
      [8, 'bypassed', []],
      [10, 'unknown', []],
      [11, 'unknown', []],
    ])
  })
})

describe('partitions', () => {
  test('every way of being armed is armed; unknown words and unused partitions are left out', () => {
    const words = ['away', 'stay', 'vacation', 'disarm', 'arming', 'somethingNew']
    const list = words.map((arming, index) => ({
      SubSys: { id: index + 1, arming, alarm: false, enabled: true },
    }))
    const body = JSON.stringify({
      SubSysList: [...list, { SubSys: { id: 9, arming: 'disarm', enabled: false } }],
    })
    expect(parseSubSystems(body).map(each => `${each.number} ${each.state}`)).toEqual([
      '1 armed',
      '2 armed',
      '3 armed',
      '4 disarmed',
      '5 arming',
    ])
  })

  test.each(['', '<html>', '{}', '{"SubSysList":[{}]}', 'null'])('%j is not understood', body => {
    expect(() => parseSubSystems(body)).toThrow(/./)
    expect(() => parseZones(body)).toThrow(/./)
  })
})

test('the outcome of a command is read, whatever else stands in it', () => {
  const real =
    '{ "statusCode": 4, "statusString": "Invalid Operation", "subStatusCode": "arming", "errorCode": 1073774621, "errorMsg": "arming" }'
  expect(parseResponseStatus(real)).toMatchObject({ statusCode: 4, subStatusCode: 'arming' })
  expect(parseResponseStatus('{"statusCode":1,"statusString":"OK","subStatusCode":"ok"}')?.statusCode).toBe(1)
  expect(parseResponseStatus('<ResponseStatus/>')).toBeNull()
})
