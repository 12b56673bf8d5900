import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Desk } from '../helpers/desk.ts'

const pin = '246810'
/** A scan: any picture will do. */
export const scanFile = join(import.meta.dirname, '..', '..', 'resources', 'icons', 'icon.png')

/** The desk of the console itself, without its screen. */
export async function deskOfPage(page: Page): Promise<Desk> {
  const { url, token } = await page.evaluate(() => {
    const { zhishou } = window as unknown as {
      zhishou: { linkAddress(): Promise<{ url: string; token: string }> }
    }
    return zhishou.linkAddress()
  })
  return Desk.open(url, token)
}

/** Somebody signs on over the watch; the console shows it. */
export const signOnOver = (desk: Desk, userId: string) =>
  desk.call('duty.sign-on', { userId, pin, secrecyAccepted: true })

/** Somebody signs on over the watch, acts, and signs off again. */
export async function as(desk: Desk, userId: string, acts: () => Promise<unknown>): Promise<void> {
  await signOnOver(desk, userId)
  await acts()
  await desk.call('duty.sign-off', { note: '' })
}

/** Waits are the caller's: how many seconds of each of these cameras the last minute has, the least of them. */
export async function recordedSeconds(desk: Desk, cameraIds: string[], nowMs: number): Promise<number> {
  const span = { fromMs: nowMs - 60_000, toMs: nowMs }
  const coverage = await desk.call('recordings.coverage', { cameraIds, span })
  return Math.min(
    ...coverage.map(
      ({ recorded }) => recorded.reduce((sum, part) => sum + part.toMs - part.fromMs, 0) / 1_000,
    ),
  )
}

/**
 * A request that has passed all its consents: the principal's, and on paper those of the outside parties, each entered by
 * one person and confirmed by another.
 * @param nowMs the station's time @returns its number
 */
export async function approvedRequest(
  desk: Desk,
  request: {
    kind: 'video-release' | 'video-access'
    purpose: string
    cameraIds: string[]
    viewerId: string
    nowMs: number
  },
): Promise<number> {
  const { kind, purpose, cameraIds, viewerId, nowMs } = request
  let made = 0
  await as(desk, 'wu-jing', async () => {
    const draft = {
      kind,
      purpose,
      cameraIds,
      span: { fromMs: nowMs - 600_000, toMs: nowMs },
      viewerIds: [viewerId],
      expiresAtMs: nowMs + 86_400_000,
      receiver: '静安派出所 王警官',
      copies: 2,
    }
    made = (await desk.call('approvals.save', { number: null, draft })).number
    await desk.call('approvals.act', { number: made, act: { type: 'submit' } })
  })
  const act = (what: Parameters<typeof desk.call<'approvals.act'>>[1]['act']) =>
    desk.call('approvals.act', { number: made, act: what })
  await as(desk, 'chen-hua', () => act({ type: 'approve', stepId: 'school-leader', note: '同意' }))
  const parties = { superior: '区教育局安委办', 'district-bureau': '静安区教育局', police: '静安公安分局' }
  const wanted = Object.entries(parties).slice(0, kind === 'video-release' ? 3 : 1)
  const base64 = readFileSync(scanFile).toString('base64')
  for (const [stepId, party] of wanted) {
    await as(desk, 'zhou-ling', async () => {
      const { hash } = await desk.call('attachments.put', { name: 'icon.png', base64 })
      const paper = {
        documentNumber: `〔2026〕${stepId.length} 号`,
        signer: '钱卫国',
        signedOn: '2026-11-20',
      }
      const evidence = { party, ...paper, scan: { hash, name: 'icon.png' } }
      await act({ type: 'enter-consent', stepId, evidence })
    })
    await as(desk, 'sun-wei', () => act({ type: 'confirm-consent', stepId, note: '' }))
  }
  return made
}
