import { parseArgs } from 'node:util'
import { dirname, join, resolve } from 'node:path'

/** How core is started; by the shell, by `npm run core`, or by a test. */
export interface StationOptions {
  readonly dataDir: string
  readonly siteFile: string
  /** Device credentials by name; must be readable by this user alone. */
  readonly secretsFile: string
  /** Who keeps the key of the vault: the shell that started core, or a file of core's own. */
  readonly vaultKeyFrom: 'shell' | 'file'
  /** Who makes PDFs of what core writes: the shell that started it, or nobody. */
  readonly paperFrom: 'shell' | 'nobody'
  /** Port of the link on loopback; 0 = any free one. */
  readonly port: number
  /** Pages that may connect besides `app://zhishou`. */
  readonly allowedOrigins: readonly string[]
  /** The wall clock goes by a file of the test's data folder; see `testClock`. */
  readonly testClock?: boolean
}

const usage = `npm run core -- --data DIR --site FILE [--secrets FILE] [--vault-key shell|file] [--paper shell|nobody] [--port N] [--allow-origin URL]…`

/** Reads the command line. @throws Error with a sentence for the person who typed it */
export function optionsFromArguments(args: readonly string[]): StationOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      site: { type: 'string' },
      secrets: { type: 'string' },
      'vault-key': { type: 'string', default: 'file' },
      paper: { type: 'string', default: 'nobody' },
      port: { type: 'string', default: '0' },
      'allow-origin': { type: 'string', multiple: true, default: [] },
      'test-clock': { type: 'boolean', default: false },
    },
  })
  if (values.data === undefined || values.site === undefined) throw new Error(`usage: ${usage}`)
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is no port`)
  const vaultKeyFrom = values['vault-key']
  if (vaultKeyFrom !== 'shell' && vaultKeyFrom !== 'file')
    throw new Error(`--vault-key ${vaultKeyFrom} is neither shell nor file`)
  const siteFile = resolve(values.site)
  return {
    dataDir: resolve(values.data),
    siteFile,
    secretsFile: resolve(values.secrets ?? join(dirname(siteFile), 'secrets.json')),
    vaultKeyFrom,
    paperFrom: values.paper === 'shell' ? 'shell' : 'nobody',
    port,
    allowedOrigins: ['app://zhishou', ...values['allow-origin']],
    testClock: values['test-clock'],
  }
}
