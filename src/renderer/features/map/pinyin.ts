/** The first character of each initial in the order of pinyin; `i`, `u` and `v` begin no syllable. */
const firsts: readonly (readonly [string, string])[] = [
  ['a', '阿'],
  ['b', '芭'],
  ['c', '擦'],
  ['d', '搭'],
  ['e', '蛾'],
  ['f', '发'],
  ['g', '噶'],
  ['h', '哈'],
  ['j', '击'],
  ['k', '喀'],
  ['l', '垃'],
  ['m', '妈'],
  ['n', '拿'],
  ['o', '哦'],
  ['p', '啪'],
  ['q', '期'],
  ['r', '然'],
  ['s', '撒'],
  ['t', '塌'],
  ['w', '挖'],
  ['x', '昔'],
  ['y', '压'],
  ['z', '匝'],
]
const order = new Intl.Collator('zh-CN-u-co-pinyin')
const han = /\p{Script=Han}/u

/** Pinyin initials of a name, `东围墙 3 段` → `dwq3d`; what is no Chinese character stays, spaces go. */
export function initialsOf(name: string): string {
  return Array.from(name.toLowerCase(), initialOf).join('').replaceAll(/\s+/g, '')
}

function initialOf(character: string): string {
  if (!han.test(character)) return character
  const index = firsts.findIndex(([, first]) => order.compare(character, first) < 0)
  return firsts[index === -1 ? firsts.length - 1 : Math.max(0, index - 1)]?.[0] ?? character
}

/** Whether what somebody typed means this name: a part of it, or of its initials. */
export function isMeant(name: string, typed: string): boolean {
  const wanted = typed.trim().toLowerCase()
  return name.toLowerCase().includes(wanted) || initialsOf(name).includes(wanted.replaceAll(/\s+/g, ''))
}
