import { expect, test, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { burglaries, panicPress, sendFlood } from '../helpers/flood-dialler.ts'
import { signOn, stageOf } from './guard.ts'
import { startWorld, type World } from './world.ts'

/** Two hundred alarms in ten seconds while the guard writes, a panic press among them. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld()
  page = world.page
  await signOn(page, 'wang-jianguo')
})

test.afterAll(async () => {
  await world?.close()
})

/** Where the panels of the school report to. */
function alarmPort(): number {
  const file = join(world.dataDir, '..', 'site.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { alarmReceiver: { port: number } }).alarmReceiver.port
}

/** Entries of a kind about alarms of panels, not about what ails the station itself. */
function countOf(kind: string): number {
  const db = new DatabaseSync(join(world.dataDir, 'station.db'), { readOnly: true })
  try {
    const entries = db.prepare(
      `SELECT count(*) AS count FROM journal WHERE kind = ?
       AND coalesce(json_extract(body, '$.kind'), '') NOT IN ('device-fault', 'video-loss', 'video-tamper')`,
    )
    return Number(entries.get(kind)?.['count'])
  } finally {
    db.close()
  }
}

const press = () => page.getByTestId('stage-primary').click()
const taskIs = (task: string) => expect(stageOf(page)).toHaveAttribute('data-task', task)

test('the guard goes on writing; the panic press announces itself and is a key away', async () => {
  test.setTimeout(120_000)
  await world.happen('cut', 'fence-3')
  await expect(stageOf(page)).toHaveAttribute('data-kind', 'perimeter-cut')
  const first = await stageOf(page).getAttribute('data-incident')
  await page.keyboard.press('Enter')
  await taskIs('scene')
  await press()
  await expect(page.getByTestId('stage-reassign')).toBeVisible()
  await press()
  await taskIs('verify')
  await page.getByTestId('verdict-false').click()
  await taskIs('handle')
  const text = page.getByTestId('handling-text')
  await text.fill('')
  await text.focus()
  const events = [...burglaries(100), panicPress, ...burglaries(100, 201)]
  const flood = sendFlood({ port: alarmPort(), events, everyMs: 50 })
  const announcement = page.getByTestId('announcement')
  let written = ''
  while (!(await announcement.isVisible())) {
    await page.keyboard.type('查')
    written += '查'
  }
  // More of what is less urgent comes in all the while; nothing has moved under his hands.
  await page.keyboard.type('完')
  await expect(announcement).toHaveAttribute('data-kind', 'panic')
  await expect(stageOf(page)).toHaveAttribute('data-incident', String(first))
  await expect(text).toHaveValue(`${written}完`)
  await page.keyboard.press('F9')
  await expect(stageOf(page)).toHaveAttribute('data-kind', 'panic')
  await flood
  // The panic stands before two hundred others, all of them counted.
  await expect(page.getByTestId('stage-other-group').first()).toHaveAttribute('data-count', '200')
  await world.picture('flood')
})

test('nothing is lost or hidden: panic on top, the rest counted and reachable', async () => {
  await page.getByTestId('stage-minimise').click()
  const queue = page.getByTestId('incident-queue')
  await expect(queue.locator('[data-kind]').first()).toHaveAttribute('data-kind', 'panic')
  const group = queue.getByTestId('queue-group')
  await expect(group).toHaveAttribute('data-count', '200')
  // One press locates all of them, each with its entry; none is closed, and the panic is not among them.
  const confirm = queue.getByTestId('group-confirm')
  await expect(confirm).toHaveAttribute('data-count', '200')
  await world.picture('flood-group')
  await confirm.click()
  await expect(confirm).toBeHidden()
  await expect(group).toHaveAttribute('data-count', '200')
  expect(countOf('incident.located')).toBe(201)
  await group.click()
  // Down to the last of them: rows out of sight come into being when they are looked for.
  await queue.locator('.panel-body').evaluate(body => void (body.scrollTop = body.scrollHeight))
  await expect(queue.getByText(/#300 /)).toBeVisible()
  await expect(page.getByTestId('flood')).toBeVisible()
  await world.picture('flood-queue')
  // 201 by the dialler here, one by the fence.
  expect(countOf('intrusion.signal')).toBeGreaterThanOrEqual(202)
  expect(countOf('incident.raised')).toBe(202)
  expect(countOf('flood.began')).toBe(1)
  await page.getByTestId('page-incidents').click()
  await page.getByTestId('statistics-open').click()
  await expect(page.getByTestId('figure-alarms')).toContainText(/20\d/)
  await expect(page.getByTestId('figure-most-in-10-minutes')).toHaveAttribute('data-over', 'true')
  await world.picture('statistics')
  await page.getByTestId('statistics-back').click()
})

test('a zone is shelved with a reason and an end: it does not ring, everybody sees it, the next guard too', async () => {
  await world.happen('restore', 'fence-3')
  await page.getByTestId('page-incidents').click()
  await page.getByTestId('statistics-open').click()
  await page.getByTestId('statistics-places').getByRole('button').first().click()
  await expect(page.getByTestId('shelving-dialog')).toBeVisible()
  await page.getByTestId('shelving-zone').click()
  await page.keyboard.type('北围墙 1')
  await page.keyboard.press('Enter')
  await page.getByTestId('shelving-reason').fill('误报频繁，已报修')
  await page.getByTestId('shelving-do').click()
  await expect(page.getByTestId('shelf-fence-1')).toBeVisible()
  await world.picture('shelving')
  await page.keyboard.press('Escape')
  const raised = countOf('incident.raised')
  await world.happen('cut', 'fence-1')
  await expect(page.getByTestId('shelving-chip')).toHaveAttribute('data-state', /[1-9]/)
  expect(countOf('incident.raised')).toBe(raised)
  expect(countOf('shelving.held')).toBeGreaterThan(0)
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '交接班' }).click()
  await expect(page.getByTestId('hand-over-shelved')).toContainText('北围墙 1 段')
  await world.picture('hand-over-shelved')
  await page.keyboard.press('Escape')
  // What still stands rings as soon as it is brought back.
  await page.getByTestId('shelving-chip').click()
  await page.getByTestId('shelf-lift-fence-1').click()
  await expect(stageOf(page)).toHaveAttribute('data-kind', 'perimeter-cut')
  await expect(page.getByTestId('stage-title')).toContainText('北围墙 1 段')
})
