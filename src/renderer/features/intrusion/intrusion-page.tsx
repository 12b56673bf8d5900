import type { JSX } from 'react'
import type { PartitionView, SiteView } from '../../../shared/site-view.ts'
import { openPage } from '../../app/navigation.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useKnown } from '../../link/stores.ts'
import { useLocale, useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDuration, formatMinutes, formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { useMay } from '../duty/index.ts'
import { showLedger } from '../ledgers/index.ts'
import { OutageSign } from '../outages/index.ts'
import { ArmingDue } from './arming-due.tsx'
import { ArmingSetup } from './arming-setup.tsx'
import { armingOf, panelUse } from './arming-words.ts'
import { BypassDialog } from './bypass-dialog.tsx'
import { BypassList } from './bypass-list.tsx'
import { ClearAlarms } from './clear-alarms.tsx'
import { ExtendDisarm } from './extend-disarm.tsx'
import { toneOfPartition } from './look.ts'
import { PanelHealth } from './panel-health.tsx'
import { hindranceOf, nextAct, notReady, zonesOf } from './readiness.ts'
import { openArming } from './store.ts'
import { TensionPanel } from './tension-panel.tsx'
import { UnknownAccounts } from './unknown-accounts.tsx'
import { ZoneLines } from './zone-lines.tsx'
import './intrusion.css'
import './tension.css'

/** Arm and disarm: each partition with its zones, each panel with its health. */
export function IntrusionPage(): JSX.Element {
  const t = useText()
  const site = useKnown(state => state.site)
  if (site === null) return <Loading />
  if (site.panels.length === 0)
    return (
      <div>
        <Empty>{t('intrusion.no-panels')}</Empty>
        <UnknownAccounts />
      </div>
    )
  const alwaysOn = site.zones.filter(zone => zone.partitionId === null)
  return (
    <div className="intrusion-page" data-testid="intrusion-page">
      <div className="partitions">
        {site.partitions.map(partition => (
          <PartitionCard key={partition.id} partition={partition} site={site} />
        ))}
        {alwaysOn.length > 0 && <AlwaysOn site={site} />}
        <TensionPanel site={site} />
      </div>
      <div className="panel-column">
        <ArmingSetup />
        <BypassList />
        <PanelHealth site={site} />
        <UnknownAccounts />
      </div>
      <BypassDialog />
    </div>
  )
}

function PartitionCard({ partition, site }: { partition: PartitionView; site: SiteView }): JSX.Element {
  const t = useText()
  const intrusion = useKnown(state => state.intrusion)
  const report = intrusion?.partitions.find(({ id }) => id === partition.id)
  const state = report?.state ?? 'unknown'
  const zones = zonesOf(partition, site, intrusion)
  const blocking = notReady(zones)
  const canBypass = useKnown(known => armingOf(known.arming, partition.id)?.canBypass ?? false)
  return (
    <Panel
      className={`partition partition-${state}`}
      testId={`partition-${partition.id}`}
      title={
        <span className="partition-title" data-state={state} data-testid={`partition-state-${partition.id}`}>
          <StateIcon tone={toneOfPartition(partition.kind, state)} size={22} />
          {partition.name}
          <b>{t(`partition.state.${state}`)}</b>
          <OutageSign kind="partition" id={partition.id} />
        </span>
      }
      actions={
        <>
          {zones.some(zone => zone.state === 'alarm') && <ClearAlarms partition={partition} />}
          <PartitionButton partition={partition} />
        </>
      }
    >
      <div className="partition-facts">
        <PartitionFacts partition={partition} />
        <ArmingDue partition={partition} />
        {state === 'disarmed' && (
          <p className={blocking.length === 0 ? 'partition-ready' : 'partition-blocked'}>
            <StateIcon tone={blocking.length === 0 ? 'ok' : 'warn'} size={16} />
            {blocking.length === 0
              ? t('intrusion.ready', { count: zones.length })
              : t('intrusion.not-ready', { count: blocking.length })}
          </p>
        )}
      </div>
      <ZoneLines zones={zones} canBypass={canBypass} />
    </Panel>
  )
}

/** Somebody at the panel, or the panel by itself, in words. */
function usedWords(used: NonNullable<ReturnType<typeof panelUse>>, t: Translate): string {
  const way = t.dynamic(`arming.way.${used.way}`)
  if (used.name !== '') return t('arming.by-name', { way, name: used.name })
  return used.way === 'panel-schedule' || used.number === ''
    ? way
    : t('arming.by-number', { way, number: used.number })
}

/** Since when, by whom; for a perimeter out of its norm why and until when, and whether that has passed. */
function PartitionFacts({ partition }: { partition: PartitionView }): JSX.Element | null {
  const t = useText()
  const locale = useLocale(state => state.locale)
  useNow(10_000)
  const nowMs = stationNowMs()
  const report = useKnown(state => state.intrusion?.partitions.find(({ id }) => id === partition.id))
  if (report === undefined) return null
  const used = panelUse(report.changedBy)
  const by = used === null ? report.changedBy : usedWords(used, t)
  const facts = [
    t('intrusion.since', {
      time: formatTimeNear(report.sinceMs, nowMs),
      duration: formatDuration(Math.max(1_000, nowMs - report.sinceMs), locale),
    }),
    by,
    report.reason === '' ? '' : t('intrusion.because', { reason: report.reason }),
  ].filter(fact => fact !== '')
  const isOverdue = report.rearmAtMs !== null && report.rearmAtMs <= nowMs
  return (
    <>
      <p>{facts.join(' · ')}</p>
      {report.rearmAtMs !== null && (
        <p className={isOverdue ? 'partition-overdue' : 'partition-blocked'} data-testid="rearm-due">
          <StateIcon tone={isOverdue ? 'alarm' : 'warn'} size={16} />
          {t(isOverdue ? 'intrusion.rearm-overdue' : 'intrusion.rearm-due', {
            time: formatMinutes(report.rearmAtMs),
            duration: formatDuration(Math.abs(report.rearmAtMs - nowMs), locale),
          })}
          <ExtendDisarm partition={partition} />
        </p>
      )}
    </>
  )
}

function PartitionButton({ partition }: { partition: PartitionView }): JSX.Element {
  const t = useText()
  const report = useKnown(state => state.intrusion?.partitions.find(({ id }) => id === partition.id))
  const session = useKnown(state => state.duty?.session ?? null)
  const act = nextAct(report?.state)
  const hindrance = hindranceOf(act, partition, report, session)
  const mayRead = useMay('ledgers.read')
  return (
    <>
      {hindrance !== null && (
        <span className="partition-hindrance">{t(`intrusion.hindrance.${hindrance}`)}</span>
      )}
      {mayRead && (
        <Button
          kind="ghost"
          title={t('inspector.who-armed.hint')}
          testId={`partition-who-${partition.id}`}
          onClick={() => {
            showLedger('arming', { text: partition.name, period: { kind: 'month' } })
            openPage('ledgers')
          }}
        >
          {t('inspector.who-armed')}
        </Button>
      )}
      <Button
        kind={act === 'arm' ? 'primary' : 'plain'}
        disabled={hindrance !== null}
        testId={`partition-${act}-${partition.id}`}
        onClick={() => openArming(partition.id, act)}
      >
        {t(`intrusion.${act}.ask`)}
      </Button>
    </>
  )
}

/** Panic, fire and tamper zones: always on, never disarmed. */
function AlwaysOn({ site }: { site: SiteView }): JSX.Element {
  const t = useText()
  const intrusion = useKnown(state => state.intrusion)
  const zones = site.zones
    .filter(zone => zone.partitionId === null)
    .map(zone => {
      const report = intrusion?.zones.find(({ id }) => id === zone.id)
      return { zone, state: report?.state ?? ('unknown' as const), report }
    })
  return (
    <Panel className="partition" title={t('intrusion.always-on')} subtitle={t('intrusion.always-on.why')}>
      <ZoneLines zones={zones} />
    </Panel>
  )
}
