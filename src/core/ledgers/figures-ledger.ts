import { AlarmFigures } from '../../shared/domain/alarm-figures.ts'
import { figureLines, spreadWords } from '../../shared/domain/figure-lines.ts'
import { rowOf, type LedgerDefinition } from './definition.ts'
import type { Words } from './words.ts'

/** 报警统计表: the figures as they were when somebody had them written down, one line a figure. */
export const figuresLedger: LedgerDefinition = {
  id: 'alarm-figures',
  columns: [
    { id: 'time', width: 12, type: 'time' },
    { id: 'period', width: 18 },
    { id: 'figure', width: 18 },
    { id: 'value', width: 14, type: 'number' },
    { id: 'limit', width: 12 },
    { id: 'explain', width: 26 },
  ],
  kinds: ['statistics.written'],
  rows: (entries, words) =>
    entries.flatMap(entry => {
      const figures = AlarmFigures.parse(entry.body)
      const period = `${words.dateTime(figures.fromMs).slice(0, 16)} – ${words.dateTime(figures.toMs).slice(0, 16)}`
      return linesOf(figures, words).map(line => rowOf(entry, [words.dateTime(entry.atMs), period, ...line]))
    }),
  signatures: ['form.signature.made-by', 'form.signature.leader'],
  retentionDays: 90,
}

type Line = readonly [figure: string, value: string, limit: string, explain: string]

function linesOf(figures: AlarmFigures, { text }: Words): Line[] {
  const { alarms, held, places, guards } = figures
  return [
    [
      text('statistics.alarms'),
      [String(alarms), held > 0 ? text('statistics.held', { count: held }) : ''].filter(Boolean).join('\n'),
      '',
      text('statistics.alarms.explain'),
    ],
    ...figureLines(figures).map(({ id, value, limit, isOver }): Line => {
      const verdict = isOver === null ? '' : text(isOver ? 'statistics.over' : 'statistics.within')
      return [
        text(`statistics.${id}`),
        [value, verdict].filter(Boolean).join('\n'),
        text('statistics.limit', { limit }),
        text(`statistics.${id}.explain`),
      ]
    }),
    ...places.map((place): Line => [
      `${text('statistics.places')}：${place.name}`,
      String(place.alarms),
      '',
      text('statistics.place-line', {
        signals: place.signals,
        falseAlarms: place.falseAlarms,
        verified: place.verified,
        held: place.held,
      }),
    ]),
    ...guards.map(({ name, acknowledge, arrive, close }): Line => [
      `${text('statistics.guards')}：${name}`,
      spreadWords(acknowledge),
      '',
      text('statistics.guard-line', { arrive: spreadWords(arrive), close: spreadWords(close) }),
    ]),
  ]
}
