import { expect, test } from 'vitest'
import { parseAlert } from '../../../isapi/alert.ts'
import { signalOf } from './alert-signal.ts'

const reception = { panelId: 'panel', receivedAtMs: 0, raw: '' }
const noZones = { kindOf: () => null, numberOf: () => null }

test('who used the keypad is carried along by name; where the panel told none there is none', () => {
  const told = (user: string) => {
    const event = `<CIDEvent><standardCIDcode>1401</standardCIDcode><system>1</system>${user}</CIDEvent>`
    const alert = parseAlert(
      `<EventNotificationAlert><eventType>cidEvent</eventType>${event}</EventNotificationAlert>`,
    )
    return alert === null ? null : signalOf(alert, noZones, reception)
  }
  const named = { kind: 'disarmed', partitionNumber: 1, userNumber: null, userName: '王建国' }
  expect(told('<userName>王建国</userName>')).toMatchObject(named)
  expect(told('')).not.toHaveProperty('userName')
})
