import { randomUUID } from 'node:crypto'
import type { Scan } from '../../../shared/domain/approval.ts'
import type { BookValues } from '../../../shared/domain/book.ts'
import type { InspectionProposal } from '../../../shared/domain/inspection.ts'
import { station, type UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Books } from '../../ledgers/books/service.ts'
import { wordsIn } from '../../ledgers/words.ts'
import type { Clock } from '../../platform/clock.ts'
import { findingsOf, type StationFacts } from './findings.ts'

/** Proposals that are remembered; the oldest is forgotten first. */
const mostRemembered = 60

/** 附表1 written with the help of what the station checks by itself. */
export class Inspection {
  readonly #options: {
    readonly journal: Journal
    readonly clock: Clock
    readonly books: Pick<Books, 'enter'>
    readonly facts: () => StationFacts
  }
  readonly #proposals = new Map<string, InspectionProposal>()

  constructor(options: {
    journal: Journal
    clock: Clock
    books: Pick<Books, 'enter'>
    facts: () => StationFacts
  }) {
    this.#options = options
  }

  propose(locale: 'zh-CN' | 'en'): InspectionProposal[] {
    const { clock, facts } = this.#options
    const proposals = findingsOf(facts(), wordsIn(locale)).map(({ item, text, isFine }) => ({
      id: randomUUID(),
      item,
      finding: text,
      isFine,
      atMs: Math.round(clock.now()),
    }))
    for (const proposal of proposals) this.#proposals.set(proposal.id, proposal)
    const old = [...this.#proposals.keys()].slice(0, Math.max(0, this.#proposals.size - mostRemembered))
    for (const id of old) this.#proposals.delete(id)
    return proposals
  }

  /**
   * Writes the line as the person left it, and beside it what the station had said.
   * @throws Refusal `inspection.too-old` when the station does not remember the proposal; as `Books.enter`
   */
  enter(
    input: { proposal: string; values: BookValues; attachments: readonly Scan[] },
    actor: UserActor,
  ): { entry: string } {
    const { journal, books } = this.#options
    const proposal = this.#proposals.get(input.proposal)
    if (proposal === undefined) throw new Refusal('inspection.too-old')
    return journal.transaction(() => {
      const { values, attachments } = input
      const written = books.enter({ book: 'inspection', values, attachments }, actor)
      const { item, finding, isFine, atMs } = proposal
      journal.append({
        actor: station,
        kind: 'book.proposed',
        subject: written.entry,
        body: { item, finding, isFine, atMs },
      })
      return written
    })
  }
}
