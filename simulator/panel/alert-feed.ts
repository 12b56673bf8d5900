import type { ServerResponse } from 'node:http'
import type { Clock } from '../../src/core/platform/clock.ts'

/** The endless answer of `alertStream`: every event of the panel to everybody who listens, a heartbeat between. */
export interface AlertFeed extends AsyncDisposable {
  /** Keeps the answer open and sends what happens from now on. */
  listen(response: ServerResponse): void
  /** `1130`, partition, and zone or user from 1, as for Contact ID. */
  tell(code: string, partitionNumber: number, number: number): void
}

const boundary = 'MIME_boundary'

export function alertFeed(heartbeatMs: number, clock: Clock): AlertFeed {
  const stop = new AbortController()
  const listeners = new Set<ServerResponse>()
  let count = 0

  function send(alert: object): void {
    const common = { ipAddress: '127.0.0.1', macAddress: '00:00:5e:00:53:01', channelID: 1 }
    count++
    const body = JSON.stringify({
      ...common,
      dateTime: beijingTime(clock.now()),
      activePostCount: count,
      ...alert,
    })
    const head = `--${boundary}\r\nContent-Type: application/json; charset="UTF-8"\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`
    for (const listener of listeners) listener.write(`${head}${body}\r\n`)
  }

  async function beat(): Promise<void> {
    while (!stop.signal.aborted) {
      send({ eventType: 'heartBeat', eventState: 'active', eventDescription: 'heartBeat' })
      await clock.sleep(heartbeatMs, stop.signal)
    }
  }
  const beating = beat()

  return {
    listen(response) {
      response.writeHead(200, { 'content-type': `multipart/mixed; boundary=${boundary}` })
      response.flushHeaders()
      listeners.add(response)
      response.on('close', () => listeners.delete(response))
    },
    tell(code, partitionNumber, number) {
      const trigger = beijingTime(clock.now())
      send({
        eventType: 'cidEvent',
        eventState: 'active',
        eventDescription: 'CID event',
        CIDEvent: {
          code: Number(code),
          standardCIDcode: Number(code),
          type: 'zoneAlarm',
          trigger,
          upload: trigger,
          system: partitionNumber,
          // ISAPI counts zones from 0; 0 in Contact ID is none, and 4xx tells a user.
          ...(number === 0 || code[1] === '4' ? {} : { zone: number - 1 }),
        },
      })
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await beating
      for (const listener of listeners) listener.end()
    },
  }
}

/** `2026-11-22T18:00:00+08:00`, as a device set to Beijing time writes it. */
function beijingTime(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+08:00')
}
