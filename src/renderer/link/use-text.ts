import { create } from 'zustand'
import {
  textIn,
  textOfDynamicKey,
  type Locale,
  type TextKey,
  type TextParams,
} from '../../shared/text/text.ts'
import { Refusal } from '../../shared/refusal.ts'

/** The language of this screen; kept on this PC. Chinese unless somebody switched. */
export const useLocale = create<{ locale: Locale }>(() => ({
  locale: localStorage.getItem('locale') === 'en' ? 'en' : 'zh-CN',
}))

/** Switches the language at once, everywhere. */
export function setLocale(locale: Locale): void {
  localStorage.setItem('locale', locale)
  document.documentElement.lang = locale
  useLocale.setState({ locale })
}

export type Translate = {
  <K extends TextKey>(key: K, ...params: keyof TextParams<K> extends never ? [] : [TextParams<K>]): string
  /** For a key put together at run time. */
  dynamic: (key: string, params?: Readonly<Record<string, string | number | readonly string[]>>) => string
  /** The sentence of a refusal; for anything else a plain failure sentence with its message. */
  refusal: (error: unknown) => string
}

function translateIn(locale: Locale): Translate {
  const plain = (key: TextKey, params: Readonly<Record<string, string | number>> = {}): string =>
    textOfDynamicKey(locale, key, params)
  return Object.assign(plain, {
    dynamic: (key: string, params?: Readonly<Record<string, string | number | readonly string[]>>) =>
      textOfDynamicKey(locale, key, params),
    refusal: (error: unknown) =>
      error instanceof Refusal
        ? textOfDynamicKey(locale, `refusal.${error.code}`, error.params)
        : textIn(locale, 'app.failed', { reason: error instanceof Error ? error.message : String(error) }),
  }) as Translate
}

const translators: Readonly<Record<Locale, Translate>> = {
  'zh-CN': translateIn('zh-CN'),
  en: translateIn('en'),
}

/** Texts in the chosen language: `const t = useText(); t('app.loading')`. */
export function useText(): Translate {
  return translators[useLocale(state => state.locale)]
}
