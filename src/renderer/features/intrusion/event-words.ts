import type { Translate } from '../../link/use-text.ts'

/** The last event of a zone in words: core tells it as `alarm.cut|active`. What is not of that form is shown as it came. */
export function eventWords(event: string, t: Pick<Translate, 'dynamic'>): string {
  const [kind = '', edge = ''] = event.split('|')
  return edge === '' ? event : `${t.dynamic(`signal.${kind}`)} ${t.dynamic(`signal.edge.${edge}`)}`
}
