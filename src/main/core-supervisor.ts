import { randomBytes } from 'node:crypto'
import { startHost, type HostedCore, type HostOptions } from './core-host.ts'
import type { HostKind } from './core-host-kind.ts'

/** Waits before core is started again, ms; a run that was ready for a minute begins the row anew. */
const restartDelaysMs = [0, 500, 1_000, 2_000, 5_000] as const
const healthyAfterMs = 60_000

export interface SupervisorOptions {
  readonly kind: HostKind
  readonly entry: string
  readonly args: readonly string[]
  readonly nodePath: string
  readonly log: (line: string) => void
  readonly onMessage?: HostOptions['onMessage']
}

/** Keeps core running: starts it again when it dies. Its token stays the same, so the guard stays signed on. */
export class CoreSupervisor {
  readonly token: string = randomBytes(32).toString('hex')
  readonly #options: SupervisorOptions
  #core: HostedCore | null = null
  #url: PromiseWithResolvers<string> = Promise.withResolvers()
  #stopping = false
  #failures = 0

  constructor(options: SupervisorOptions) {
    this.#options = options
  }

  /** Address of the link; waits while core is starting. */
  address(): Promise<{ url: string; token: string }> {
    return this.#url.promise.then(url => ({ url, token: this.token }))
  }

  get corePid(): number | undefined {
    return this.#core?.pid
  }

  /** @param vaultKey the key of core's vault; null where core keeps it by itself */
  start(vaultKey: string | null): void {
    // A restart that waited while the shell was told to end.
    if (this.#stopping) return
    const startedAtMs = performance.now()
    const { kind, entry, args, nodePath, log, onMessage } = this.#options
    const core = startHost(kind, {
      entry,
      args: [...args, '--vault-key', vaultKey === null ? 'file' : 'shell'],
      nodePath,
      ...(vaultKey !== null && { message: { vaultKey } }),
      env: { ZHISHOU_LINK_TOKEN: this.token },
      ...(onMessage !== undefined && { onMessage }),
      onOutput: log,
    })
    this.#core = core
    core.ready.then(
      ready => this.#url.resolve(ready.url),
      (error: unknown) => log(`core: ${String(error)}`),
    )
    void core.exited.then(code => this.#ended(code, startedAtMs, vaultKey))
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#core?.stop()
  }

  #ended(code: number | null, startedAtMs: number, vaultKey: string | null): void {
    this.#url = Promise.withResolvers()
    if (this.#stopping) return
    const wasHealthy = performance.now() - startedAtMs > healthyAfterMs
    this.#failures = wasHealthy ? 1 : this.#failures + 1
    const delayMs = restartDelaysMs[Math.min(this.#failures - 1, restartDelaysMs.length - 1)] ?? 5_000
    this.#options.log(`core ended (${code ?? 'signal'}), starting again in ${delayMs} ms`)
    setTimeout(() => this.start(vaultKey), delayMs)
  }
}
