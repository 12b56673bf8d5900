/** Why a PIN or password is not good enough; null: it is. Text keys: `pin.problem.<problem>`. */
export type PinProblem = 'too-short' | 'too-long' | 'spaces' | 'trivial' | 'birthday' | 'known' | 'same'

export const pinDigits = 6
const passwordLength = 8
const longest = 64

/**
 * Checks what somebody wants as the own PIN (digits alone, at least six) or password (anything else, at least eight).
 * @param known what others know of the person, e.g. phone, id, certificate number
 * @param old the one until now, where it is at hand
 */
export function pinProblem(pin: string, known: readonly string[] = [], old?: string): PinProblem | null {
  const text = pin.normalize('NFKC')
  const isDigits = /^\d*$/.test(text)
  if (/\s/u.test(text)) return 'spaces'
  if (text.length > longest) return 'too-long'
  if (text.length < (isDigits ? pinDigits : passwordLength)) return 'too-short'
  if (old !== undefined && text === old.normalize('NFKC')) return 'same'
  if (isTrivial(text.toLowerCase())) return 'trivial'
  if (isDigits && isDate(text)) return 'birthday'
  return isKnown(text, known) ? 'known' : null
}

const rows = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv',
  '147258369',
  'abcdefghijklmnopqrstuvwxyz',
]
const words = ['password', 'admin', 'zhishou', 'guard']

/** One character, a short piece over and over, up or down by ones, along the keyboard, or a word everybody tries. */
function isTrivial(text: string): boolean {
  if (/^(.{1,3})\1+.{0,2}$/u.test(text) && new Set(text).size <= 3) return true
  const codes = Array.from(text).map(character => character.codePointAt(0) ?? 0)
  const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)))
  if (steps.size === 1 && [...steps].every(step => Math.abs(step) <= 1)) return true
  if (/^(?:0?123456789?0?|9?876543210?)$/.test(text)) return true
  const backwards = Array.from(text).toReversed().join('')
  if (rows.some(row => row.includes(text) || row.includes(backwards))) return true
  const bare = text.replaceAll(/[^a-z]/g, '')
  return words.includes(bare) && text.length - bare.length <= 4
}

/** `19801231`, `801231`: the first that somebody tries who knows the owner. */
function isDate(digits: string): boolean {
  const whole = /^(19[3-9]\d|20[0-4]\d)(\d\d)(\d\d)$/.exec(digits)
  const short = /^(\d\d)(\d\d)(\d\d)$/.exec(digits)
  const found = whole ?? short
  if (found === null) return false
  const [, year = '', month = '', day = ''] = found
  const fullYear = year.length === 4 ? Number(year) : 2000 + Number(year)
  const date = new Date(Date.UTC(fullYear, Number(month) - 1, Number(day)))
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) && Number(month) > 0
}

/** A piece of something known, or something known with a little around it. */
function isKnown(text: string, known: readonly string[]): boolean {
  const own = bareOf(text)
  return known
    .map(bareOf)
    .filter(word => word.length >= 4)
    .some(word => word.includes(own) || (own.includes(word) && own.length - word.length <= 3))
}

const bareOf = (text: string): string => text.replaceAll(/[\s-]/g, '').toLowerCase()
