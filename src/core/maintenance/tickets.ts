import type { Incident } from '../../shared/domain/incident.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { FaultTicket } from '../../shared/domain/ticket.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'

/** Fault tickets that incidents opened; the newest first. What becomes of them is for the feature maintenance. */
export class Tickets {
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #insert
  readonly #update
  readonly #all

  constructor({ db, journal, clock }: { db: Db; journal: Journal; clock: Clock }) {
    this.#journal = journal
    this.#clock = clock
    this.#insert = db.prepare(`INSERT INTO fault_ticket (state) VALUES ('{}')`)
    this.#update = db.prepare<[string, number]>('UPDATE fault_ticket SET state = ? WHERE number = ?')
    this.#all = db.prepare<[], { state: string }>(
      'SELECT state FROM fault_ticket ORDER BY number DESC LIMIT 500',
    )
  }

  list(): FaultTicket[] {
    return this.#all.all().map(row => FaultTicket.parse(JSON.parse(row.state)))
  }

  /** To be called in the transaction in which 核实 said equipment fault (requirements §6). */
  open(incident: Incident, note: string, actor: UserActor): FaultTicket {
    const ticket: FaultTicket = {
      number: Number(this.#insert.run().lastInsertRowid),
      incidentId: incident.id,
      openedAtMs: this.#clock.now(),
      by: { id: actor.id, name: actor.name },
      device: incident.panelId ?? incident.cameraIds[0] ?? '',
      place: incident.placeName,
      note,
      deadlines: 'unknown',
    }
    this.#update.run(JSON.stringify(ticket), ticket.number)
    const { by: _by, ...body } = ticket
    this.#journal.append({
      actor,
      kind: 'maintenance.ticket-opened',
      subject: `ticket:${ticket.number}`,
      body: { ...body, openedAtMs: Math.round(body.openedAtMs) },
    })
    return ticket
  }
}
