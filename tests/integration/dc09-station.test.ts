import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildEncrypted } from '../../src/core/intrusion/drivers/dc09/cipher.ts'
import { databaseFile } from '../../src/core/platform/database.ts'
import { freePort } from '../../simulator/free-port.ts'
import { logOf, startCore } from '../helpers/core-process.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { contactIdMessage, dc09Sender } from '../helpers/dc09-sender.ts'
import { writeDc09Site } from '../helpers/dc09-site.ts'
import { nightGuard } from '../helpers/room.ts'

const keyText = '00112233445566778899AABBCCDDEEFF'

function signalCodes(dataDir: string): string[] {
  const db = new Database(databaseFile(dataDir), { readonly: true })
  try {
    return db
      .prepare<[], { code: string }>(
        `SELECT json_extract(body, '$.code') AS code FROM journal WHERE kind = 'intrusion.signal' ORDER BY seq`,
      )
      .all()
      .map(({ code }) => code)
  } finally {
    db.close()
  }
}

test('a message whose ACK died with core is acknowledged again and is in the journal once', async () => {
  using folder = dataFolder()
  const dataDir = join(folder.path, 'data')
  const port = await freePort()
  const siteFile = writeDc09Site(folder.path, port, ['1234'])
  const block = '#1234|Nri1/BA1/TA1'
  const messages = [
    contactIdMessage(1, '1130 01 001'),
    contactIdMessage(2, '', { token: 'SIA-DCS', data: block }),
  ]
  for (let start = 1; start <= 3; start++) {
    await using core = await startCore(dataDir, siteFile)
    using sender = await dc09Sender(port)
    for (const message of messages) sender.write(message)
    expect(await sender.answer(1)).toMatchObject({ token: 'ACK', sequence: 2 })
    await core.end('SIGKILL')
    expect(signalCodes(dataDir)).toEqual(['1130', 'BA', 'TA'])
  }
  await using core = await startCore(dataDir, siteFile)
  using sender = await dc09Sender(port)
  // Another event under the same number, and then the first again, are news.
  sender.write(contactIdMessage(1, '3130 01 001'))
  sender.write(contactIdMessage(1, '1130 01 001'))
  await sender.answer(1)
  await core.end('SIGKILL')
  expect(signalCodes(dataDir)).toEqual(['1130', 'BA', 'TA', '3130', '1130'])
})

test('a code means what the site file says of this panel', async () => {
  using folder = dataFolder()
  const dataDir = join(folder.path, 'data')
  const port = await freePort()
  const siteFile = writeDc09Site(folder.path, port, ['1234'])
  const site = JSON.parse(readFileSync(siteFile, 'utf8')) as { panels: object[] }
  const panels = site.panels.map(panel => ({ ...panel, codes: { 380: 'alarm.cut' } }))
  writeFileSync(siteFile, JSON.stringify({ ...site, panels }))
  await using core = await startCore(dataDir, siteFile)
  using sender = await dc09Sender(port)
  sender.write(contactIdMessage(1, '1380 01 001'))
  expect(await sender.answer(0)).toMatchObject({ token: 'ACK' })
  await core.end('SIGKILL')
  const db = new Database(databaseFile(dataDir), { readonly: true })
  using _db = { [Symbol.dispose]: () => db.close() }
  const raised = db
    .prepare<[], { kind: string }>(
      `SELECT json_extract(body, '$.kind') AS kind FROM journal WHERE kind = 'incident.raised'`,
    )
    .all()
  expect(raised).toContainEqual({ kind: 'perimeter-cut' })
})

test('an account that nobody knows is kept, listed to who may see it, also after a restart', async () => {
  using folder = dataFolder()
  const dataDir = join(folder.path, 'data')
  const port = await freePort()
  const siteFile = writeDc09Site(folder.path, port, ['1234'])
  {
    await using core = await startCore(dataDir, siteFile)
    using sender = await dc09Sender(port)
    sender.write(contactIdMessage(1, '', { account: '9999', data: '#9999|1120 00 009' }))
    sender.write(contactIdMessage(2, '', { account: '9999', data: '#9999|1130 02 007' }))
    await sender.answer(1)
    await core.end('SIGKILL')
  }
  await using core = await startCore(dataDir, siteFile)
  const desk = await core.desk()
  expect(await desk.refusalOf('intrusion.unknown-accounts', {})).toBe('duty.not-signed-on')
  await desk.call('duty.sign-on', nightGuard)
  expect(await desk.refusalOf('intrusion.unknown-accounts', {})).toBe('duty.forbidden')
  await desk.call('duty.sign-on', { ...nightGuard, userId: 'gao-yuan' })
  const listed = await desk.call('intrusion.unknown-accounts', {})
  expect(listed).toMatchObject([
    {
      account: '9999',
      why: 'account-unknown',
      count: 2,
      code: '1130',
      codeName: { zh: '入侵报警', en: 'Burglary' },
      partitionNumber: 2,
      number: 7,
    },
  ])
  expect(listed[0]?.source).toMatch(/^tcp 127\.0\.0\.1:\d+$/)
  expect(listed[0]?.firstAtMs).toBeLessThanOrEqual(listed[0]?.lastAtMs ?? 0)
  desk.close()
})

test('the key of an account lies with the credentials and is told nowhere', async () => {
  using folder = dataFolder()
  const dataDir = join(folder.path, 'data')
  const port = await freePort()
  const siteFile = writeDc09Site(folder.path, port, ['1234'], 'panel-key')
  await using core = await startCore(dataDir, siteFile)
  const desk = await core.desk()
  await desk.call('duty.sign-on', { ...nightGuard, userId: 'gao-yuan' })
  const message = (sequence: number): Uint8Array => {
    const parts = { token: 'ADM-CID', line: '0', account: '1234', data: '#1234|1130 01 001' }
    return buildEncrypted({ ...parts, sequence, timestampMs: Date.now() }, Buffer.from(keyText, 'hex'))
  }
  using sender = await dc09Sender(port)
  sender.write(message(1))
  expect(await sender.answer(0)).toMatchObject({ token: 'DUH' })
  await desk.call('setup.set-credentials', { name: 'panel-key', user: '1234', password: keyText })
  sender.write(message(1))
  expect(await sender.answer(1)).toMatchObject({ token: 'ACK', encrypted: true })
  expect(await desk.call('intrusion.unknown-accounts', {})).toMatchObject([
    { account: '1234', why: 'key-missing' },
  ])
  const told = desk.received.join()
  desk.close()
  await core.end('SIGTERM')
  expect(signalCodes(dataDir)).toEqual(['1130'])
  for (const text of [
    told,
    logOf(dataDir),
    readFileSync(siteFile, 'utf8'),
    readFileSync(databaseFile(dataDir), 'latin1'),
  ])
    expect(text.toUpperCase()).not.toContain(keyText)
})
