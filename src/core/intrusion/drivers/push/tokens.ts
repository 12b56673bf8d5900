import { createHash, timingSafeEqual } from 'node:crypto'
import type { PushPanelConfig } from './config.ts'

/** Shorter ones can be guessed. */
const tokenLeastCharacters = 16

/**
 * Whose token it is; null when nobody's. Every token is compared, over hashes of one length, so that the time it takes
 * tells nothing of how near a guess came.
 */
export function panelOfToken(
  panels: readonly PushPanelConfig[],
  format: PushPanelConfig['format'],
  token: string,
): PushPanelConfig | null {
  const given = hash(token)
  let found: PushPanelConfig | null = null
  for (const panel of panels) {
    const expected = panel.token()
    const isSame = timingSafeEqual(given, hash(expected ?? ''))
    if (isSame && expected !== null && expected.length >= tokenLeastCharacters && panel.format === format)
      found = panel
  }
  return found
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest()
}
