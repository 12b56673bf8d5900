import type { StreamFacts } from '../../../shared/domain/setup.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { loginKey } from '../logins.ts'
import type { CsvCamera } from './csv-cameras.ts'

type Whole = NonNullable<CsvCamera['camera']>

/** Asks a device for a stream. @throws Refusal as `probeStream` */
type Probe = (camera: Whole) => Promise<StreamFacts>

/**
 * Tries the lines of a file on the devices, one after the other. A login that a device has refused is not sent to it
 * again: a table of 32 channels with one wrong password would lock the account (complaint 9).
 */
export class CsvChecks {
  readonly #probe: Probe
  readonly #refused = new Set<string>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(probe: Probe) {
    this.#probe = probe
  }

  /** A file was read: what it says now is tried anew. */
  begin(): void {
    this.#refused.clear()
  }

  /** Waits for its turn. @throws Refusal as `probeStream` */
  check(camera: Whole): Promise<StreamFacts> {
    const checked = this.#turn.then(() => this.#check(camera))
    this.#turn = checked.catch(() => {})
    return checked
  }

  async #check(camera: Whole): Promise<StreamFacts> {
    const { network, credentials } = camera
    const login = credentials.kind === 'typed' ? loginKey(network.mainUrl, credentials) : null
    if (login !== null && this.#refused.has(login)) throw new Refusal('setup.unauthorised')
    try {
      return await this.#probe(camera)
    } catch (error) {
      if (login !== null && error instanceof Refusal && error.code === 'setup.unauthorised')
        this.#refused.add(login)
      throw error
    }
  }
}
