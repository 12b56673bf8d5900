/**
 * What a thing on the screen says about itself. Each tone is a colour, a shape (`StateIcon`) and, beside it, a word
 * that the caller gives: colour alone never carries the meaning.
 */
export type Tone = 'ok' | 'info' | 'warn' | 'alarm' | 'panic' | 'fault' | 'unknown' | 'off' | 'busy'

/** The custom property of theme.css that holds the colour of a tone. */
export const toneColour: Readonly<Record<Tone, string>> = {
  ok: 'var(--ok)',
  info: 'var(--accent)',
  warn: 'var(--warn)',
  alarm: 'var(--alarm)',
  panic: 'var(--panic)',
  fault: 'var(--fault)',
  unknown: 'var(--unknown)',
  off: 'var(--unknown)',
  busy: 'var(--accent)',
}
