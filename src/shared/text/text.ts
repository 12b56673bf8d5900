import { zhCN } from './zh-cn/index.ts'
import { en } from './en/index.ts'

/** Every text of the screen is a key of the Chinese table; the English table must have the same keys (typed, and tested). */
export type TextKey = keyof typeof zhCN
export type Locale = 'zh-CN' | 'en'
export type TextTable = Readonly<Record<TextKey, string>>

const tables: Readonly<Record<Locale, TextTable>> = { 'zh-CN': zhCN, en }

type ParamNames<S extends string> = S extends `${string}{${infer P}}${infer Rest}`
  ? P | ParamNames<Rest>
  : never
/** The `{name}` holes of a text, as the Chinese table has them. */
export type TextParams<K extends TextKey> = Readonly<Record<ParamNames<(typeof zhCN)[K]>, string | number>>

/** The text of a key in a language, with its holes filled. */
export function textIn<K extends TextKey>(
  locale: Locale,
  key: K,
  ...params: keyof TextParams<K> extends never ? [] : [TextParams<K>]
): string {
  return fill(tables[locale][key], params[0] ?? {})
}

/** As `textIn` for a key that is put together at run time (`refusal.` + code); the key itself when there is none. */
export function textOfDynamicKey(
  locale: Locale,
  key: string,
  params: Readonly<Record<string, string | number | readonly string[]>> = {},
): string {
  return Object.hasOwn(tables[locale], key) ? fill(tables[locale][key as TextKey], params) : key
}

function fill(
  template: string,
  params: Readonly<Record<string, string | number | readonly string[]>>,
): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name]
    return value === undefined ? whole : Array.isArray(value) ? value.join('、') : String(value)
  })
}
