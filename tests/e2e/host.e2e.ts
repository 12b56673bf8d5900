import { expect, test } from '@playwright/test'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { hostKindFor } from '../../src/main/core-host-kind.ts'

const here = import.meta.dirname

/** Bundles the hosting shell, as electron-vite does with the real one, and runs it in real Electron. */
async function runShell(): Promise<object[]> {
  const folder = mkdtempSync(join(tmpdir(), 'zhishou-host-'))
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: join(here, 'host/main.ts'),
        outDir: folder,
        rolldownOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'main.cjs' } },
      },
    })
    const extra = (process.env['ZHISHOU_ELECTRON_ARGUMENTS'] ?? '').split(' ').filter(part => part !== '')
    const shell = spawn(process.env['ZHISHOU_ELECTRON'] ?? 'electron', [...extra, join(folder, 'main.cjs')], {
      env: { ...process.env, ECHO_ENTRY: join(here, 'host/echo.mjs'), ZHISHOU_NODE: process.execPath },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    shell.stdout.on('data', data => (output += String(data)))
    expect(await new Promise(resolve => shell.once('close', resolve))).toBe(0)
    return output
      .split('\n')
      .filter(line => line.startsWith('RESULT '))
      .map(line => JSON.parse(line.slice(7)) as object)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('both hosts of core behave the same: ready, arguments, token, output, end and death', async () => {
  const results = await runShell()
  const expected = (['utilityProcess', 'child'] as const).flatMap(kind => [
    {
      kind,
      url: 'ws://127.0.0.1:1',
      hasPid: true,
      code: 0,
      output: ['args --data a b', 'message given', 'token given'],
    },
    {
      kind,
      url: 'ws://127.0.0.1:1',
      hasPid: false,
      code: 7,
      output: ['args --die', 'message given', 'token given'],
    },
  ])
  expect(results).toEqual(expected)
})

test('the host is chosen by the Node-API that better-sqlite3 needs', () => {
  expect(hostKindFor('9')).toBe('child')
  expect(hostKindFor('10')).toBe('utilityProcess')
  expect(hostKindFor(undefined)).toBe('child')
})
