import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startAlarmSchool } from '../helpers/alarm-school.ts'
import { startCore } from '../helpers/core-process.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import type { Desk } from '../helpers/desk.ts'

const template = join(import.meta.dirname, '..', '..', 'resources', 'demo-site', 'site.json')
const hour = 3_600_000

/** The station as a process, with one camera that is never reached: what counts here is who gets a stream. */
async function startOffice() {
  await using starting = new AsyncDisposableStack()
  const folder = starting.use(dataFolder())
  const school = starting.use(await startAlarmSchool(folder.path))
  const site = JSON.parse(readFileSync(school.siteFile, 'utf8')) as { cameras: unknown[] }
  const demo = JSON.parse(readFileSync(template, 'utf8').replaceAll(/\$\{\w+\}/g, '1')) as typeof site
  writeFileSync(school.siteFile, JSON.stringify({ ...site, cameras: demo.cameras.slice(0, 1) }))
  const core = starting.use(await startCore(join(folder.path, 'data'), school.siteFile))
  const desk = starting.use(await core.desk())
  const kept = starting.move()
  return { desk, core, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

const sit = (desk: Desk, userId: string) =>
  desk.call('duty.sign-on', { userId, pin: '246810', secrecyAccepted: true })
/** Somebody who stands no watch acts at the desk and leaves it. */
async function asReader(desk: Desk, userId: string, work: () => Promise<unknown>): Promise<void> {
  await sit(desk, userId)
  await work()
  await desk.call('duty.sign-off', { note: '' })
}

test('a request over the link: consents with a scan of 3 MB, a stream for the named viewer, its end with the revocation', async () => {
  await using office = await startOffice()
  const { desk } = office
  await sit(desk, 'zhang-min')
  const { number } = await desk.call('approvals.save', {
    number: null,
    draft: {
      kind: 'video-access',
      purpose: '自行车遗失',
      cameraIds: ['cam-1'],
      span: { fromMs: Date.now() - hour, toMs: Date.now() },
      viewerIds: ['zhang-min'],
      expiresAtMs: Date.now() + hour,
    },
  })
  await desk.call('approvals.act', { number, act: { type: 'submit' } })
  const look = {
    purpose: { kind: 'approved-request', requestId: number } as const,
    note: '',
    cameraIds: ['cam-1'],
    span: { fromMs: Date.now() - hour / 2, toMs: Date.now() - hour / 4 },
  }
  expect(await desk.refusalOf('recordings.request', look)).toBe('approvals.not-authorised')
  await asReader(desk, 'chen-hua', async () => {
    await desk.until('approvals', ({ waiting }) => waiting === 1)
    await desk.call('approvals.act', { number, act: { type: 'approve', stepId: 'school-leader', note: '' } })
  })
  await asReader(desk, 'zhou-ling', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(3 * 1024 * 1024, 32)])
    const { hash } = await desk.call('attachments.put', {
      name: '批复.pdf',
      base64: bytes.toString('base64'),
    })
    const evidence = {
      party: '区教育局安委办',
      documentNumber: '118',
      signer: '钱',
      signedOn: '2026-11-20',
      scan: { hash, name: '批复.pdf' },
    }
    await desk.call('approvals.act', { number, act: { type: 'enter-consent', stepId: 'superior', evidence } })
    const confirm = { type: 'confirm-consent', stepId: 'superior', note: '' } as const
    expect(await desk.refusalOf('approvals.act', { number, act: confirm })).toBe('approvals.second-person')
  })
  await asReader(desk, 'sun-wei', () =>
    desk.call('approvals.act', { number, act: { type: 'confirm-consent', stepId: 'superior', note: '' } }),
  )
  const grant = await desk.call('recordings.request', look)
  const socket = new WebSocket(`${office.core.url}/playback?grant=${grant.id}&camera=cam-1`, [
    'zhishou',
    office.core.token,
  ])
  await once(socket, 'open')
  const closed = once(socket, 'close')
  await desk.call('approvals.act', { number, act: { type: 'revoke', reason: '已找到' } })
  expect(String((await closed)[1])).toBe('recordings.no-grant')
  const [request] = await desk.call('approvals.list', {})
  expect(request?.state.kind).toBe('revoked')
})
