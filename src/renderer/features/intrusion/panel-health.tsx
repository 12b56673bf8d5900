import type { JSX } from 'react'
import type { PanelReport } from '../../../shared/contract/intrusion.ts'
import type { SiteView } from '../../../shared/site-view.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useKnown } from '../../link/stores.ts'
import { useText, type Translate } from '../../link/use-text.ts'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import type { Tone } from '../../ui/tone.ts'
import { OutageSign } from '../outages/index.ts'
import { toneOfLine, toneOfPower } from './look.ts'

/** Line, mains, battery, tamper and clock of each panel and fence host (A-N3.5.a); what it never told is not known. */
export function PanelHealth({ site }: { site: SiteView }): JSX.Element {
  const t = useText()
  useNow(60_000)
  const nowMs = stationNowMs()
  const reports = useKnown(state => state.intrusion?.panels)
  return (
    <Panel title={t('intrusion.panels')} testId="panels">
      <ul className="panels">
        {site.panels.map(panel => {
          const report = reports?.find(({ id }) => id === panel.id)
          const line = report?.line ?? 'unknown'
          const power = report?.power ?? 'unknown'
          const battery = report?.battery ?? 'unknown'
          return (
            <li key={panel.id} data-testid={`panel-${panel.id}`} data-line={line}>
              <b>{panel.name}</b>
              <small>{panel.placeName}</small>
              <OutageSign kind="panel" id={panel.id} />
              <dl>
                <State label={t('intrusion.line')} tone={toneOfLine[line]} word={t(`panel.line.${line}`)} />
                <State
                  label={t('intrusion.power')}
                  tone={toneOfPower[power]}
                  word={t(`intrusion.power.${power}`)}
                />
                <State
                  label={t('intrusion.battery')}
                  tone={toneOfPower[battery]}
                  word={t(`intrusion.power.${battery}`)}
                />
                <State
                  label={t('intrusion.tamper')}
                  tone={toneOfPower[report?.tamper ?? 'unknown']}
                  word={t(`intrusion.health.${report?.tamper ?? 'unknown'}`)}
                />
                <State
                  label={t('intrusion.clock')}
                  tone={toneOfPower[report?.clock ?? 'unknown']}
                  word={clockWords(report, t)}
                />
              </dl>
              {report !== undefined && line !== 'unknown' && (
                <small className="numbers">
                  {t('intrusion.line-since', { time: formatTimeNear(report.sinceMs, nowMs) })}
                </small>
              )}
            </li>
          )
        })}
      </ul>
      <p className="panels-why">{t('intrusion.health.why-unknown')}</p>
    </Panel>
  )
}

/** How the clock is, and by how much it deviates once that is a second. */
function clockWords(report: PanelReport | undefined, t: Translate): string {
  const verdict = t(`intrusion.health.${report?.clock ?? 'unknown'}`)
  const seconds = Math.round((report?.clockDeviationMs ?? 0) / 1_000)
  if (Math.abs(seconds) < 2) return verdict
  const key = seconds > 0 ? 'intrusion.clock.ahead' : 'intrusion.clock.behind'
  return `${verdict} · ${t(key, { seconds: Math.abs(seconds) })}`
}

function State({ label, tone, word }: { label: string; tone: Tone; word: string }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <StateIcon tone={tone} size={14} /> {word}
      </dd>
    </div>
  )
}
