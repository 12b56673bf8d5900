import { app } from 'electron'
import { startHost } from '../../../src/main/core-host.ts'
import type { HostKind } from '../../../src/main/core-host-kind.ts'

/** A shell that only hosts: what both hosts do with the echo entry, one JSON line on stdout a host. */
async function hostOnce(kind: HostKind, entry: string, args: readonly string[]): Promise<object> {
  const output: string[] = []
  const core = startHost(kind, {
    entry,
    args,
    env: { ZHISHOU_LINK_TOKEN: 'secret' },
    message: { word: 'given' },
    nodePath: process.env['ZHISHOU_NODE'] ?? 'node',
    onOutput: line => output.push(line),
  })
  const ready = await core.ready
  const isAlive = !args.includes('--die')
  const hasPid = isAlive && core.pid !== undefined
  if (isAlive) await core.stop()
  const code = await core.exited
  return {
    kind,
    url: ready.url,
    hasPid,
    code,
    output: output.filter(line => /^(args|token|message) /.test(line)).toSorted(),
  }
}

async function main(): Promise<void> {
  await app.whenReady()
  const entry = process.env['ECHO_ENTRY'] ?? ''
  for (const kind of ['utilityProcess', 'child'] as const)
    for (const args of [['--data', 'a b'], ['--die']]) {
      const result = await hostOnce(kind, entry, args)
      process.stdout.write(`RESULT ${JSON.stringify(result)}\n`)
    }
  app.exit(0)
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  app.exit(1)
})
