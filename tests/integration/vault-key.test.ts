import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder } from '../helpers/data-folder.ts'

const root = join(import.meta.dirname, '..', '..')

/** Core as the shell starts it, with a channel, and what it is told over it; resolves with what it said. */
async function startUnderShell(
  folder: string,
  message: object | null,
): Promise<{ isReady: boolean; errors: string; data: string }> {
  const site = join(folder, 'site.json')
  // Not a school: nothing of the devices is wanted here.
  writeFileSync(site, '{}')
  const data = join(folder, 'data')
  const child = spawn(
    process.execPath,
    [join(root, 'src/core/main.ts'), '--data', data, '--site', site, '--vault-key', 'shell'],
    { env: { ...process.env, ZHISHOU_LINK_TOKEN: 'f'.repeat(64) }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  )
  let errors = ''
  child.stderr?.on('data', text => (errors += String(text)))
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()))
  if (message !== null) child.send(message)
  const ready = new Promise<boolean>(resolve => {
    if (child.stdout !== null) createInterface({ input: child.stdout }).once('line', () => resolve(true))
    void closed.then(() => resolve(false))
  })
  const isReady = await ready
  child.kill('SIGTERM')
  await closed
  return { isReady, errors, data }
}

test('core takes the key of the vault from the shell and writes it nowhere', async () => {
  using folder = dataFolder()
  const key = 'ab'.repeat(32)
  const { isReady, data } = await startUnderShell(folder.path, { vaultKey: key })
  expect(isReady).toBe(true)
  expect(existsSync(join(data, 'vault.key'))).toBe(false)
  // The station's signing key was made and sealed with it.
  expect(existsSync(join(data, 'vault.bin'))).toBe(true)
  for (const file of ['vault.bin', 'station.db', 'log/station.log'])
    expect(readFileSync(join(data, file)).includes(key)).toBe(false)
})

test('what is no key is refused with a sentence that does not repeat it', async () => {
  using folder = dataFolder()
  const { isReady, errors, data } = await startUnderShell(folder.path, { vaultKey: 'not a key' })
  expect([isReady, existsSync(join(data, 'station.db'))]).toEqual([false, false])
  expect(errors).toContain('holds no key of the vault')
  expect(errors).not.toContain('not a key')
})
