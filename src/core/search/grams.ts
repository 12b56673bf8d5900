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

const hasPairs = /[\ud800-\udfff]/

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

/** The words for a plate: every beginning is one, for a plate is seldom read to its end. */
export function plateWords(plate: string): string[] {
  const whole = fieldWord('plate', plate)
  return Array.from({ length: Math.max(0, whole.length - 1) }, (_, at) => whole.slice(0, at + 2))
}

/**
 * The words of the index for a normalised text: every run of three characters, and of two and one, so that 张三 and 库
 * are found like 档案室.
 */
export function gramsOf(text: string): Set<string> {
  const grams = new Set<string>()
  for (const run of text.split(' ')) {
    // Most text has no character of two units, and a string is cut much faster than a list is joined.
    const characters = hasPairs.test(run) ? Array.from(run) : null
    const count = characters?.length ?? run.length
    for (let at = 0; at < count; at++)
      for (let end = at + 1; end <= at + 3 && end <= count; end++)
        grams.add(characters === null ? run.slice(at, end) : characters.slice(at, end).join(''))
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
