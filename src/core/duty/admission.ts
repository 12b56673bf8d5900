import { station } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { SiteUser } from '../../shared/site.ts'
import type { DutyRules } from '../../shared/site/duty.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { endingOf } from '../people/cards.ts'
import { certificateOf } from './certificates.ts'
import { Pins } from './pins.ts'

/** Who is let in: proved by PIN or card, and with the certificate that the watch needs. */
export class Admission {
  readonly pins: Pins
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #rules: () => DutyRules
  #ownerOfCard: (number: string) => string | null = () => null

  constructor(options: { db: Db; journal: Journal; clock: Clock; rules: () => DutyRules }) {
    this.pins = new Pins(options)
    this.#journal = options.journal
    this.#clock = options.clock
    this.#rules = options.rules
  }

  /** Whose card is whose; told once, when the cards are there. */
  knowsCards(ownerOf: (number: string) => string | null): void {
    this.#ownerOfCard = ownerOf
  }

  /** Proves somebody by the card, where one was held to the reader, else by PIN. @throws Refusal as `Pins.check`, `people.card-…` */
  async proveIdentity(user: SiteUser, pin: string, card: string | undefined): Promise<void> {
    if (card === undefined) await this.pins.check(user, pin)
    else this.#checkCard(user, card)
  }

  /** @throws Refusal `duty.certificate-missing`, `duty.certificate-expired` where the school refuses; else written down */
  checkCertificate(user: SiteUser): void {
    const certificate = certificateOf(user, this.#clock.now())
    if (certificate.kind !== 'missing' && certificate.kind !== 'expired') return
    const isRefused = this.#rules().certificates === 'refuse'
    this.#journal.append({
      actor: station,
      kind: isRefused ? 'duty.certificate-refused' : 'duty.certificate-warned',
      subject: user.id,
      body: { name: user.name, certificate },
    })
    if (!isRefused) return
    throw certificate.kind === 'missing'
      ? new Refusal('duty.certificate-missing')
      : new Refusal('duty.certificate-expired', { validTo: certificate.validTo })
  }

  /** @throws Refusal `people.card-alone-off`, `people.card-unknown`, `duty.locked`, `duty.pin-change-required` */
  #checkCard(user: SiteUser, card: string): void {
    if (!this.#rules().cardAlone) throw new Refusal('people.card-alone-off')
    if (this.#ownerOfCard(card) !== user.id) this.pins.refuseCard(user, endingOf(card))
    this.pins.cardFits(user)
  }
}
