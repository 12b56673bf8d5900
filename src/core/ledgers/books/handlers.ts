import type { booksCalls } from '../../../shared/contract/books.ts'
import { BookId, rightToWrite } from '../../../shared/domain/book.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { Permission } from '../../../shared/domain/rights.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { Closings } from '../closings.ts'
import { correctRow } from '../corrections.ts'
import type { LedgerService } from '../service.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Books } from './service.ts'

/** So many closed days stand on a page. */
const mostShown = 31

/** The calls of the books that people write, of corrections and of the daily close. */
export function bookHandlers(
  features: { readonly books: Books; readonly closings: Closings; readonly ledgers: LedgerService },
  journal: Journal,
  desk: {
    actor(): UserActor
    /** @throws Refusal `duty.forbidden` */
    check(permission: Permission): void
  },
): HandlersFor<typeof booksCalls> {
  const { books, closings, ledgers } = features
  /** Of a line by its name, `book:id`. */
  const checkLine = (entry: string): void => {
    const book = BookId.safeParse(entry.split(':')[0]).data
    if (book !== undefined) desk.check(rightToWrite(book))
  }
  return {
    'books.enter': input => {
      desk.check(rightToWrite(input.book))
      return books.enter(input, desk.actor())
    },
    'books.correct': input => {
      checkLine(input.entry)
      books.correct(input, desk.actor())
      return {}
    },
    'books.complete': input => {
      checkLine(input.entry)
      books.complete(input, desk.actor())
      return {}
    },
    'books.sign': async input => {
      await books.sign(input)
      return {}
    },
    'ledgers.correct': input => {
      correctRow(journal, input, ledgers.rowOf(input.ledger, input.seq), desk.actor())
      return {}
    },
    'closings.state': () => closings.state(),
    'closings.of': ({ ledger, fromMs, toMs }) => closings.of(ledger, { fromMs, toMs }, mostShown),
    'closings.close': async input => {
      await closings.close(input)
      return {}
    },
  }
}
