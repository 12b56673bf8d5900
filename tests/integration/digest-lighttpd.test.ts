import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DigestFetch, DigestRefused } from '../../src/core/platform/digest-fetch.ts'
import { freePort } from '../../simulator/free-port.ts'
import { dataFolder } from '../helpers/data-folder.ts'

const realm = 'IP Panel'
const [user, password] = ['admin', 'pa:ss "值守"']

/** Debian's lighttpd with mod_auth over a folder: a server of digest that this project did not write. */
async function startLighttpd(
  algorithm: 'md5' | 'sha256',
): Promise<AsyncDisposable & { readonly url: string }> {
  await using starting = new AsyncDisposableStack()
  const { path } = starting.use(dataFolder())
  const root = join(path, 'root')
  mkdirSync(join(root, 'ISAPI'), { recursive: true })
  writeFileSync(join(root, 'ISAPI', 'status'), '{"statusCode":1}')
  const hash = createHash(algorithm).update(`${user}:${realm}:${password}`).digest('hex')
  writeFileSync(join(path, 'users'), `${user}:${realm}:${hash}\n`)
  const port = await freePort()
  const config = join(path, 'lighttpd.conf')
  const method = algorithm === 'md5' ? '"MD5"' : '"SHA-256"'
  writeFileSync(
    config,
    `server.document-root = "${root}"
server.bind = "127.0.0.1"
server.port = ${port}
server.modules = ("mod_auth", "mod_authn_file")
auth.backend = "htdigest"
auth.backend.htdigest.userfile = "${join(path, 'users')}"
auth.require = ("/" => ("method" => "digest", "algorithm" => ${method}, "realm" => "${realm}", "require" => "valid-user"))
`,
  )
  const child = spawn('/usr/sbin/lighttpd', ['-D', '-f', config], { stdio: 'ignore' })
  starting.defer(async () => {
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  })
  const url = `http://127.0.0.1:${port}/ISAPI/status`
  const answers = async (): Promise<boolean> =>
    fetch(url).then(
      response => response.status === 401,
      () => false,
    )
  await expect.poll(answers, { timeout: 15_000 }).toBe(true)
  const owned = starting.move()
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

test.each(['md5', 'sha256'] as const)(
  'our digest is accepted by lighttpd (%s), a wrong password is not',
  async algorithm => {
    await using server = await startLighttpd(algorithm)
    const signal = AbortSignal.timeout(10_000)
    const client = new DigestFetch({ user, password })
    for (const query of ['', '?format=json', '?a=1,2&b="x"']) {
      const response = await client.request({ method: 'GET', url: new URL(server.url + query), signal })
      expect([response.status, await response.text()]).toEqual([200, '{"statusCode":1}'])
    }
    const stranger = new DigestFetch({ user, password: 'guess' })
    await expect(stranger.request({ method: 'GET', url: new URL(server.url), signal })).rejects.toThrow(
      DigestRefused,
    )
  },
)
