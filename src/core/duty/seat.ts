import type { SiteUser } from '../../shared/site.ts'
import type { DeskRow, dutyTable } from './table.ts'

/** The guard on watch, or somebody who reads on top while the watch goes on. */
type SeatLayer = DeskRow['layer']
export const [guardLayer, readerLayer] = [0, 1] as const

/**
 * Who is signed on at this seat. It lies in the database, so a restart of core signs nobody off; and it belongs to the
 * seat (the token of the shell), so another program does not inherit it.
 */
export class Seat {
  readonly #table: ReturnType<typeof dutyTable>
  readonly #hash: Buffer

  /** @param isKnown whether somebody still works here; sessions of others, and of another seat, end (their shift does not) */
  constructor(table: ReturnType<typeof dutyTable>, hash: Buffer, isKnown: (userId: string) => boolean) {
    this.#table = table
    this.#hash = hash
    for (const row of table.desk())
      if (!row.seatHash.equals(hash) || !isKnown(row.userId)) table.removeDesk(row.layer)
  }

  /** Who sits on top; null when nobody signed on. */
  top(): DeskRow | null {
    return this.#table.desk().toSorted((a, b) => b.layer - a.layer)[0] ?? null
  }

  /** Everybody who is signed on: the guard, and whoever reads on top. */
  userIds(): string[] {
    return this.#table.desk().map(({ userId }) => userId)
  }

  /** Who sits on a layer; null when nobody does. */
  at(layer: SeatLayer): DeskRow | null {
    return this.#table.desk().find(row => row.layer === layer) ?? null
  }

  hasGuard(): boolean {
    return this.at(guardLayer) !== null
  }

  sit(layer: SeatLayer, user: Pick<SiteUser, 'id'>, nowMs: number): void {
    this.#table.putDesk({ layer, seatHash: this.#hash, userId: user.id, signedOnAtMs: nowMs })
  }

  leave(layer: SeatLayer): void {
    this.#table.removeDesk(layer)
  }
}
