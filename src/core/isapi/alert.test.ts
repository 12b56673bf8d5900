import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  contactIdJson,
  durationXml,
  heartbeatXml,
  inputXml,
  motionXml,
  videoLossXml,
} from '../../../tests/helpers/isapi-payloads.ts'
import { isWholeAlert, parseAlert } from './alert.ts'

describe('an alert', () => {
  test('in XML is read whatever its namespace', () => {
    expect(parseAlert(motionXml)).toEqual({
      type: 'vmd',
      state: 'active',
      channel: 1,
      inputPort: null,
      deviceAtMs: Date.parse('2026-11-22T10:03:29Z'),
      contactId: null,
      device: '00:00:5e:00:53:64',
      isRetransmission: false,
      isHeartbeat: false,
    })
    expect(parseAlert(heartbeatXml)).toMatchObject({
      type: 'videoloss',
      state: 'inactive',
      isHeartbeat: true,
    })
    expect(parseAlert(inputXml(2, 'inactive'))).toMatchObject({ type: 'io', inputPort: 2, state: 'inactive' })
    expect(parseAlert(videoLossXml)).toMatchObject({ type: 'videoloss', channel: 5, isHeartbeat: false })
    expect(parseAlert(durationXml)).toMatchObject({ type: 'linedetection', channel: 2 })
  })

  test('in JSON carries Contact ID, whose zones count from 0', () => {
    expect(parseAlert(contactIdJson(3130, 1))?.contactId).toEqual({
      qualifier: 3,
      code: '130',
      zoneNumber: 2,
      partitionNumber: 1,
      userName: '',
    })
    const wrapped = `{"EventNotificationAlert": ${contactIdJson(1120, 8)}}`
    expect(parseAlert(wrapped)?.contactId).toMatchObject({ qualifier: 1, code: '120', zoneNumber: 9 })
  })

  test('without an offset its time is not told', () => {
    const local = motionXml.replace('+08:00', '')
    expect(parseAlert(local)?.deviceAtMs).toBeNull()
  })

  test.each(['', '<html/>', '{}', '[]', '{"eventType": 5}', '{"eventType": {}}', '<!DOCTYPE a><a/>', '<a'])(
    '%j is none, or at least no crash',
    text => {
      expect(parseAlert(text)?.contactId ?? null).toBeNull()
    },
  )

  test('any text is read without a crash, and a beginning of an alert is never taken for the whole', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(motionXml.length - 1), (text, length) => {
        expect(() => parseAlert(text)).not.toThrow()
        expect(isWholeAlert(motionXml.slice(0, length))).toBe(false)
      }),
    )
    expect(isWholeAlert(motionXml)).toBe(true)
    expect(isWholeAlert(`${contactIdJson(1130, 1)}\r\n`)).toBe(true)
    expect(isWholeAlert(contactIdJson(1130, 1).slice(0, -1))).toBe(false)
  })
})
