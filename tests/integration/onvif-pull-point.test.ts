import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepPulling } from '../../src/core/onvif/events/event-loop.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { axis, dahua, hikvision } from '../helpers/onvif-brands.ts'

/** The pull point loop against a real HTTP server that behaves as devices of several makers do. */

interface Asked {
  readonly path: string
  readonly action: string
  readonly body: string
}
type Answer = (response: ServerResponse) => void

let server: Server
let port: number
let asked: Asked[]
/** What the device does next with a pull; without any it holds the question. */
let pulls: Answer[]
let held: ServerResponse[]
let told: string[]
let clock: FakeClock
let stop: AbortController
let running: Promise<void>

const soap =
  (body: string): Answer =>
  response => {
    response.writeHead(200, { 'content-type': 'application/soap+xml' }).end(body.trim())
  }
const enveloped = (body: string) =>
  soap(
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing" xmlns:b="http://docs.oasis-open.org/wsn/b-2" xmlns:e="http://www.onvif.org/ver10/events/wsdl"><s:Body>${body}</s:Body></s:Envelope>`,
  )
const fault =
  (subcode: string): Answer =>
  response => {
    response
      .writeHead(400, { 'content-type': 'application/soap+xml' })
      .end(
        `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:${subcode}</s:Value></s:Subcode></s:Code><s:Reason><s:Text>no</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>`,
      )
  }

const answers: Readonly<Record<string, () => Answer>> = {
  GetServices: () =>
    enveloped(
      `<GetServicesResponse><Service><Namespace>http://www.onvif.org/ver10/events/wsdl</Namespace><XAddr>http://192.0.2.9:${port}/event</XAddr></Service></GetServicesResponse>`,
    ),
  // An address of another network, and a parameter that the device wants to hear again, with the prefix it forgot to fill.
  CreatePullPointSubscription: () =>
    enveloped(
      `<e:CreatePullPointSubscriptionResponse><e:SubscriptionReference><a:Address>http://192.0.2.9:${port}/pull</a:Address><a:ReferenceParameters><dom0:SubscriptionId xmlns:dom0="(null)">7</dom0:SubscriptionId></a:ReferenceParameters></e:SubscriptionReference><b:CurrentTime>1970-01-03T00:00:00Z</b:CurrentTime><b:TerminationTime>1970-01-03T00:01:00Z</b:TerminationTime></e:CreatePullPointSubscriptionResponse>`,
    ),
  SetSynchronizationPoint: () => fault('ActionNotSupported'),
  Renew: () =>
    enveloped(
      '<b:RenewResponse><b:TerminationTime>1970-01-03T00:02:00Z</b:TerminationTime><b:CurrentTime>1970-01-03T00:00:30Z</b:CurrentTime></b:RenewResponse>',
    ),
  Unsubscribe: () => enveloped('<b:UnsubscribeResponse/>'),
}

beforeEach(async () => {
  asked = []
  pulls = []
  held = []
  told = []
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    const action = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(body)?.[1] ?? ''
    asked.push({ path: request.url ?? '', action, body })
    const next =
      action === 'PullMessages' ? pulls.shift() : (answers[action]?.() ?? fault('ActionNotSupported'))
    if (next === undefined) held.push(response)
    else next(response)
  }
  server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  clock = new FakeClock()
  stop = new AbortController()
})
afterEach(async () => {
  stop.abort()
  await running
  server.closeAllConnections()
  server.close()
})

function start(): void {
  running = keepPulling(
    {
      address: `127.0.0.1:${port}`,
      credentials: null,
      clock,
      prepare: () => Promise.resolve(),
      online: () => void told.push('online'),
      lost: failure => void told.push(`lost ${failure}`),
      message: message => void told.push(message.topic),
    },
    stop.signal,
  )
}

/** Lets real sockets work while the clock stands still. */
async function until(isMet: () => boolean): Promise<void> {
  while (!isMet()) await new Promise(resolve => setTimeout(resolve, 5))
}
const count = (action: string) => asked.filter(one => one.action === action).length

test('messages of several makers come one after another; the device hears its own parameter and address again', async () => {
  pulls.push(soap(hikvision), soap(dahua), soap(axis))
  start()
  for (const wanted of [1, 2, 3, 4]) {
    await until(() => count('PullMessages') >= wanted && clock.sleeping > 0)
    await clock.advance(1_000)
  }
  expect(told).toEqual([
    'online',
    'RuleEngine/CellMotionDetector/Motion',
    'Device/Trigger/DigitalInput',
    'Monitoring/ProcessorUsage',
    'VideoSource/GlobalSceneChange/AnalyticsService',
    'RuleEngine/LineDetector/Crossed',
    'VideoSource/MotionAlarm',
    'CameraApplicationPlatform/VMD/Camera1Profile1',
    'Device/IO/Port',
    'VideoSource/Tampering',
  ])
  const pull = asked.find(({ action }) => action === 'PullMessages')
  expect(pull?.path).toBe('/pull')
  expect(pull?.body).toContain(`<wsa:To>http://192.0.2.9:${port}/pull</wsa:To>`)
  expect(pull?.body).toContain('PullPointSubscription/PullMessagesRequest</wsa:Action>')
  expect(pull?.body).toMatch(
    /<ref:SubscriptionId xmlns:ref="\(null\)" wsa:IsReferenceParameter="true">7<\/ref:SubscriptionId>/,
  )
  stop.abort()
  await running
  expect(count('Unsubscribe')).toBe(1)
})

test('a subscription that the device has forgotten is made anew, and later with growing pauses', async () => {
  pulls.push(fault('InvalidArgVal'), fault('InvalidArgVal'))
  start()
  await until(() => told.includes('lost fault') && clock.sleeping > 0)
  expect(count('CreatePullPointSubscription')).toBe(1)
  await clock.advance(1_200)
  await until(() => told.filter(word => word === 'online').length === 2)
  // The same failure again is no news; the pause has grown.
  await until(() => count('Unsubscribe') === 2 && clock.sleeping > 0)
  await clock.advance(1_200)
  expect(count('CreatePullPointSubscription')).toBe(2)
  await clock.advance(1_200)
  await until(() => count('CreatePullPointSubscription') === 3)
  expect(told.filter(word => word.startsWith('lost'))).toEqual(['lost fault'])
})

test('a device that falls silent in the middle of a question is lost after the time it was given', async () => {
  start()
  await until(() => held.length === 1)
  await clock.advance(27_000)
  expect(told).toEqual(['online'])
  await clock.advance(2_000)
  await until(() => told.includes('lost unreachable'))
})

test('one that hangs up on a long question is asked shorter ones, and is not lost', async () => {
  start()
  await until(() => held.length === 1)
  await clock.advance(10_000)
  held[0]?.destroy()
  await until(() => held.length === 2)
  expect(
    asked.filter(({ action }) => action === 'PullMessages').map(({ body }) => /PT\d+S/.exec(body)?.[0]),
  ).toEqual(['PT20S', 'PT5S'])
  expect(told).toEqual(['online'])
})

test('the subscription is renewed at half of its life by the clock of the device, which is years behind', async () => {
  const empty = enveloped('<e:PullMessagesResponse/>')
  pulls.push(...Array.from({ length: 40 }, () => empty))
  start()
  for (let second = 0; second < 35; second++) {
    await until(() => clock.sleeping > 0 && count('PullMessages') > second)
    await clock.advance(1_000)
  }
  await until(() => count('Renew') === 1)
  expect(told).toEqual(['online'])
})

test('a device without events is asked again an hour later', async () => {
  const before = answers['CreatePullPointSubscription']
  Object.assign(answers, { CreatePullPointSubscription: () => fault('ActionNotSupported') })
  try {
    start()
    await until(() => told.length > 0 && clock.sleeping > 0)
    await clock.advance(59 * 60_000)
    expect(told).toEqual(['lost not-supported'])
    expect(count('CreatePullPointSubscription')).toBe(1)
    await clock.advance(60_500)
    await until(() => count('CreatePullPointSubscription') === 2)
  } finally {
    Object.assign(answers, { CreatePullPointSubscription: before })
  }
})
