import { existsSync } from 'node:fs'

/** Fonts with Chinese letters, where the systems keep them; the first that is there is taken. */
const candidates = [
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
  '/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc',
  '/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc',
  '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc',
  '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc',
  'C:\\Windows\\Fonts\\msyh.ttc',
  'C:\\Windows\\Fonts\\simhei.ttf',
  'C:\\Windows\\Fonts\\simsun.ttc',
] as const

/** A font file that has Chinese letters, for words that are burned into a picture; null when this machine has none. */
export function findCjkFont(): string | null {
  const chosen = process.env['ZHISHOU_FONT']
  if (chosen !== undefined) return existsSync(chosen) ? chosen : null
  return candidates.find(file => existsSync(file)) ?? null
}
