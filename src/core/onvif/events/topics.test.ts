import fc from 'fast-check'
import { expect, test } from 'vitest'
import { axis, dahua, hikvision, reolink } from '../../../../tests/helpers/onvif-brands.ts'
import { readAnswer } from '../soap.ts'
import { escapeXml } from '../xml.ts'
import { notificationsOf, onvifTopics, type Notification } from './notification.ts'
import { eventOf } from './topics.ts'

const messagesOf = (xml: string) => notificationsOf(readAnswer(200, xml), xml)
const eventsOf = (xml: string) => messagesOf(xml).map(message => eventOf(message))
const atMs = Date.UTC(2026, 10, 22, 10, 15, 1)

test('Hikvision: motion, an input with the year 0, and what is no event for a guard', () => {
  expect(eventsOf(hikvision)).toMatchObject([
    {
      kind: 'motion',
      source: 'MyMotionDetectorRule',
      video: 'VideoSourceToken',
      edge: 'active',
      isState: false,
      isPulse: false,
      atMs,
    },
    { kind: 'digital-input', source: 'AlarmIn_1', edge: 'restored', isState: true, atMs: null, video: null },
    null,
  ])
})

test('Dahua: other prefixes for the same names; a line that is crossed has no end; what is deleted is over', () => {
  expect(eventsOf(dahua)).toMatchObject([
    { kind: 'tamper', video: '00000', edge: 'active', atMs: atMs + 480 },
    { kind: 'intrusion', source: '00001', edge: 'active', isPulse: true },
    { kind: 'motion', edge: 'restored', isState: false },
  ])
})

test('Axis: topics of its own name space, states as 0 and 1', () => {
  expect(messagesOf(axis)[0]).toMatchObject({ namespace: 'http://www.axis.com/2009/event/topics' })
  expect(eventsOf(axis)).toMatchObject([
    { kind: 'motion', edge: 'active', isState: true, video: null },
    { kind: 'digital-input', source: '1', edge: 'active' },
    { kind: 'tamper', edge: 'active' },
  ])
})

test('small cameras: an undeclared prefix counts as ONVIF, a message without topic costs nothing', () => {
  expect(eventsOf(reolink)).toMatchObject([
    { kind: 'motion', edge: 'active', video: '000' },
    { kind: 'relay', source: 'RelayOutput_1', edge: 'active' },
    { kind: 'intrusion', source: 'Fence', edge: 'restored', isPulse: false },
  ])
})

const prefix = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/)
const value = fc.string({ maxLength: 20 }).filter(text => text.trim() === text)

test('whatever prefixes a device chooses, a message says the same', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(prefix, { minLength: 5, maxLength: 5 }).filter(names => !names.includes('xml')),
      value,
      fc.boolean(),
      fc.constantFrom('Initialized', 'Changed', null),
      ([s = 's', e = 'e', n = 'n', o = 'o', t = 't'], token, isOn, operation) => {
        const xml =
          `<${s}:Envelope xmlns:${s}="http://www.w3.org/2003/05/soap-envelope" xmlns:${t}='${onvifTopics}'>` +
          `<${s}:Body><${e}:PullMessagesResponse xmlns:${e}="http://www.onvif.org/ver10/events/wsdl"><${n}:NotificationMessage xmlns:${n}="b-2">` +
          `<${n}:Topic> ${t}:Device/${t}:Trigger/DigitalInput </${n}:Topic><${n}:Message>` +
          `<${o}:Message xmlns:${o}="schema" UtcTime="2026-11-22T10:15:01Z"${operation === null ? '' : ` PropertyOperation="${operation}"`}>` +
          `<${o}:Source><${o}:SimpleItem Name="InputToken" Value="${escapeXml(token)}"/></${o}:Source>` +
          `<${o}:Data><${o}:SimpleItem Name="LogicalState" Value="${isOn}"/></${o}:Data>` +
          `</${o}:Message></${n}:Message></${n}:NotificationMessage></${e}:PullMessagesResponse></${s}:Body></${s}:Envelope>`
        const [message] = messagesOf(xml)
        expect(message).toMatchObject({
          topic: 'Device/Trigger/DigitalInput',
          namespace: onvifTopics,
          operation,
        })
        expect(message === undefined ? null : eventOf(message)).toMatchObject({
          kind: 'digital-input',
          edge: isOn ? 'active' : 'restored',
          isState: operation === 'Initialized',
        })
      },
    ),
  )
})

test('no answer of a device, cut anywhere or garbled, throws or makes a message without a topic', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(hikvision, dahua, axis, reolink),
      fc.nat({ max: 3_000 }),
      fc.string({ maxLength: 12 }),
      fc.nat({ max: 40 }),
      (payload, at, rubbish, gap) => {
        const xml = payload.slice(0, at) + rubbish + payload.slice(at + gap)
        let messages: Notification[] = []
        try {
          messages = messagesOf(xml)
        } catch (error) {
          // What is no SOAP at all is told as such; nothing else may be thrown.
          expect(error).toHaveProperty('kind')
        }
        for (const message of messages) {
          expect(message.topic).not.toBe('')
          eventOf(message)
        }
      },
    ),
    { numRuns: 300 },
  )
})
