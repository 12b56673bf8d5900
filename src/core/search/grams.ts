/**
 * Marks of the private use area: a whole value of a field is one word of the index behind its mark, so that nothing
 * people write can be taken for it.
 */
export const fieldMark = {
  person: '\u{E001}',
  place: '\u{E002}',
  device: '\u{E003}',
  plate: '\u{E004}',
  ledger: '\u{E005}',
} as const
export type FieldName = keyof typeof fieldMark

/** In place of a ledger's id: held by one at least. */
export const anyLedger = 'any'

/** Longer values are cut: the index needs their beginning. */
const maxValueLength = 60

/** Text as it is compared: lower case, letters and digits of any script; all else is one space. */
export function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The one word that stands for a whole value of a field; empty when the value has no letter or digit. */
export function fieldWord(field: FieldName, value: string): string {
  const plain = normalised(value).replaceAll(' ', '').slice(0, maxValueLength)
  return plain === '' ? '' : fieldMark[field] + plain
}

/**
 * The words of the index for a normalised text: every run of three characters, and of two and one, so that 张三 and 库
 * are found like 档案室.
 */
export function gramsOf(text: string): Set<string> {
  const grams = new Set<string>()
  for (const run of text.split(' ')) {
    const characters = Array.from(run)
    for (let at = 0; at < characters.length; at++)
      for (let length = 1; length <= 3 && at + length <= characters.length; length++)
        grams.add(characters.slice(at, at + length).join(''))
  }
  grams.delete('')
  return grams
}

/** The words that an entry must all have when it contains a normalised text: the longest runs alone say the most. */
export function gramsToFind(text: string): Set<string> {
  const grams = new Set<string>()
  for (const run of text.split(' ')) {
    const characters = Array.from(run)
    if (characters.length <= 3) grams.add(run)
    else for (let at = 0; at + 3 <= characters.length; at++) grams.add(characters.slice(at, at + 3).join(''))
  }
  grams.delete('')
  return grams
}
