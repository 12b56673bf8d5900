import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OnvifDevice } from '../../src/core/onvif/device.ts'
import { deviceInformation } from '../../src/core/onvif/device-service.ts'
import { OnvifError } from '../../src/core/onvif/errors.ts'
import { streamUri } from '../../src/core/onvif/media.ts'
import { systemClock } from '../../src/core/platform/clock.ts'

const signal = new AbortController().signal
const clock = systemClock
const kindOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  return error instanceof OnvifError ? error.kind : error
}

/** Devices that answer as no simulator of ours does. */
describe('odd devices', () => {
  let server: Server
  let answer: (
    body: string,
    authorization: string | undefined,
  ) => { status?: number; headers?: Record<string, string>; body: string | Buffer }
  const soap = (body: string, encoding = 'UTF-8') =>
    `<?xml version="1.0" encoding="${encoding}"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"><SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>`
  const time =
    '<GetSystemDateAndTimeResponse><SystemDateAndTime><UTCDateTime><Time><Hour>0</Hour><Minute>0</Minute><Second>0</Second></Time><Date><Year>2020</Year><Month>1</Month><Day>1</Day></Date></UTCDateTime></SystemDateAndTime></GetSystemDateAndTimeResponse>'
  const information = (serial: string) =>
    `<GetDeviceInformationResponse><Manufacturer>厂</Manufacturer><SerialNumber>${serial}</SerialNumber></GetDeviceInformationResponse>`
  const odd = (password = '密码 &<>"é') =>
    new OnvifDevice({
      address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { user: 'admin', password },
      clock,
      timeoutMs: 500,
    })

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const {
          status = 200,
          headers = {},
          body,
        } = answer(Buffer.concat(chunks).toString('utf8'), request.headers.authorization)
        response.writeHead(status, headers).end(body)
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  test('HTTP digest with SHA-256 instead of the token', async () => {
    const seen: (string | undefined)[] = []
    answer = (body, authorization) => {
      if (body.includes('GetSystemDateAndTime')) return { body: soap(time) }
      seen.push(authorization)
      if (authorization === undefined)
        return {
          status: 401,
          headers: { 'www-authenticate': 'Digest realm="cam", nonce="n1", qop="auth", algorithm=SHA-256' },
          body: '',
        }
      return { body: soap(information('1')) }
    }
    expect((await deviceInformation(odd(), { signal })).serialNumber).toBe('1')
    expect(seen[1]).toContain('algorithm=SHA-256')
  })

  test('numbers that are names stay names; GB2312 is read', async () => {
    // 厂 in GB 2312.
    const [head, tail] = soap(information('123456789012345678901'), 'gb2312').split('厂')
    answer = body =>
      body.includes('GetSystemDateAndTime')
        ? { body: soap(time) }
        : {
            body: Buffer.concat([
              Buffer.from(head ?? ''),
              Buffer.from([0xb3, 0xa7]),
              Buffer.from(tail ?? ''),
            ]),
          }
    expect(await deviceInformation(odd(), { signal })).toMatchObject({
      serialNumber: '123456789012345678901',
      manufacturer: '厂',
    })
  })

  test('the token bears the time of the device, not ours', async () => {
    let created = ''
    answer = body => {
      created = /<wsu:Created>([^<]+)/.exec(body)?.[1] ?? created
      return { body: soap(body.includes('GetSystemDateAndTime') ? time : information('1')) }
    }
    await deviceInformation(odd(), { signal })
    expect(created).toMatch(/^2020-01-01T00:00:0/)
  })

  test.each([
    ['nothing', 'unreachable', { body: '' }],
    ['a web page', 'unreachable', { body: '<html><body><p>login</p></html>' }],
    ['a document type', 'unreachable', { body: '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>' }],
    ['no such path', 'not-supported', { status: 404, body: '' }],
    [
      'a fault of SOAP 1.1',
      'unauthorised',
      {
        status: 500,
        body: soap(
          '<Fault><faultcode>s:Sender.ter:NotAuthorized</faultcode><faultstring>no</faultstring></Fault>',
        ),
      },
    ],
    [
      'an optional action',
      'not-supported',
      {
        status: 500,
        body: soap(
          '<Fault><Code><Value>Receiver</Value><Subcode><Value>ter:ActionNotSupported</Value></Subcode></Code><Reason><Text>no</Text></Reason></Fault>',
        ),
      },
    ],
  ] as const)('%s is %s', async (_, kind, reply) => {
    answer = body => (body.includes('GetSystemDateAndTime') ? { body: soap(time) } : { ...reply })
    expect(await kindOf(deviceInformation(odd(), { signal }))).toBe(kind)
  })

  test('services under an address that leads nowhere are asked where the device was reached', async () => {
    answer = body => {
      if (body.includes('GetSystemDateAndTime')) return { body: soap(time) }
      if (body.includes('GetServices'))
        return {
          body: soap(
            '<GetServicesResponse><Service><Namespace>http://www.onvif.org/ver10/device/wsdl</Namespace><XAddr>http://192.0.2.9/onvif/device_service</XAddr></Service>' +
              '<Service><Namespace>http://www.onvif.org/ver10/media/wsdl</Namespace><XAddr>http://192.0.2.9/onvif/Media</XAddr></Service></GetServicesResponse>',
          ),
        }
      return {
        body: soap(
          '<GetStreamUriResponse><MediaUri><Uri>rtsp://admin:x@192.0.2.9:554/live?a=1&amp;b=2</Uri></MediaUri></GetStreamUriResponse>',
        ),
      }
    }
    const url = await streamUri(odd(), { service: 'media', token: '1' }, 'tcp', { signal })
    expect(url).toBe('rtsp://127.0.0.1:554/live?a=1&b=2')
  })
})
