import { gramsOf, normalised } from './grams.ts'

/** Longer pieces are seldom written twice. */
const longest = 60
const most = 2_000

/** The words of pieces of text that come again and again (names, places, kinds of work), which is most of a journal. */
export class GramMemory {
  readonly #known = new Map<string, readonly string[]>()

  of(piece: string): readonly string[] {
    const known = this.#known.get(piece)
    if (known !== undefined) return known
    const grams = [...gramsOf(normalised(piece))]
    if (piece.length > longest) return grams
    if (this.#known.size >= most) this.#known.clear()
    this.#known.set(piece, grams)
    return grams
  }
}
