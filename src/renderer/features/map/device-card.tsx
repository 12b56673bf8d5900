import { useEffect, useRef, type JSX, type ReactNode } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkey } from '../../ui/hotkeys.ts'
import { Icon } from '../../ui/icon.tsx'
import { formatDuration, formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { LinkedPicture } from '../cameras/index.ts'
import { useMay } from '../duty/index.ts'
import { openIncident } from '../incidents/store.ts'
import { eventWords } from '../intrusion/event-words.ts'
import { openArming } from '../intrusion/store.ts'
import { showLedger } from '../ledgers/index.ts'
import { openPage } from '../../app/navigation.ts'
import { DeviceSign } from './device-sign.tsx'
import type { Device, PanelView } from './devices.ts'
import { selectDevice } from './store.ts'
import type { CameraView, InputView, ZoneView } from '../../../shared/site-view.ts'

/** What is known of one device, what a camera sees there now, and what can be done. Escape closes it; it leaves its device in sight. */
export function DeviceCard({ device, isLeft }: { device: Device; isLeft: boolean }): JSX.Element {
  const t = useText()
  const card = useRef<HTMLElement>(null)
  const { mark, source } = device
  useHotkey('Escape', 'page', () => selectDevice(null))
  useEffect(() => {
    const before = document.activeElement
    card.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <section
      ref={card}
      className={`device-card${isLeft ? ' device-card-left' : ''}`}
      tabIndex={-1}
      aria-label={mark.name}
      data-testid="device-card"
      data-device={mark.id}
      data-tone={mark.tone}
    >
      <header>
        <DeviceSign shape={mark.shape} tone={mark.tone} isBlinking={mark.blinking} />
        <div>
          <b>{mark.name}</b>
          <span className={`device-word map-tone-${mark.tone}`} data-testid="device-card-state">
            {mark.word}
          </span>
        </div>
        <button
          type="button"
          className="device-card-close"
          aria-label={t('app.close')}
          onClick={() => selectDevice(null)}
        >
          <Icon name="close" size={20} />
        </button>
      </header>
      {source.kind === 'camera' ? (
        <CameraDetails camera={source.camera} />
      ) : source.kind === 'panel' ? (
        <PanelDetails panel={source.panel} />
      ) : source.kind === 'input' ? (
        <InputDetails input={source.input} incidentId={source.incidentId} />
      ) : (
        <ZoneDetails zone={source.zone} incidentId={source.incidentId} />
      )}
    </section>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }): JSX.Element {
  return (
    <>
      <dt>{label}</dt>
      <dd className="numbers">{children}</dd>
    </>
  )
}

function useSince(): (sinceMs: number) => string {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const nowMs = useNow()
  return sinceMs =>
    t('map.since', {
      time: formatTimeNear(sinceMs, nowMs),
      duration: formatDuration(nowMs - sinceMs, locale),
    })
}

function CameraDetails({ camera }: { camera: CameraView }): JSX.Element {
  const t = useText()
  const since = useSince()
  const report = useKnown(state => state.cameras?.find(candidate => candidate.id === camera.id))
  const place = useKnown(state => state.site?.places.find(candidate => candidate.id === camera.placeId)?.name)
  return (
    <>
      <div className="device-picture">
        <LinkedPicture cameraId={camera.id} />
      </div>
      <dl>
        {place !== undefined && <Fact label={t('map.place')}>{place}</Fact>}
        {report !== undefined &&
          (['main', 'sub'] as const)
            .filter(name => name === 'main' || camera.hasSub)
            .map(name => (
              <Fact key={name} label={t(`camera.stream.${name}`)}>
                {t(`camera.state.${report[name].state}`)} · {since(report[name].sinceMs)}
                {report[name].reason !== '' && <small>{report[name].reason}</small>}
              </Fact>
            ))}
        {report !== undefined && (
          <Fact label={t('map.recording')}>
            {t(
              report.recording
                ? 'map.recording.on'
                : camera.recorded
                  ? 'map.recording.off'
                  : camera.hasRecordings
                    ? 'map.recording.recorder'
                    : 'map.recording.none',
            )}
          </Fact>
        )}
      </dl>
      <LedgerButton testId="device-who-watched" ledger="video-access" question={{ cameraId: camera.id }}>
        {t('inspector.who-watched')}
      </LedgerButton>
    </>
  )
}

interface LedgerButtonProps {
  testId: string
  ledger: 'video-access' | 'arming'
  question: { cameraId?: string; text?: string }
  children: ReactNode
}

/** Who watched, who disarmed: the ledger of this device, of the last 30 days. */
function LedgerButton({ testId, ledger, question, children }: LedgerButtonProps): JSX.Element | null {
  if (!useMay('ledgers.read')) return null
  return (
    <div className="device-actions">
      <Button
        testId={testId}
        onClick={() => {
          showLedger(ledger, { ...question, period: { kind: 'month' } })
          openPage('ledgers')
        }}
      >
        {children}
      </Button>
    </div>
  )
}

function PanelDetails({ panel }: { panel: PanelView }): JSX.Element {
  const t = useText()
  const since = useSince()
  const report = useKnown(state => state.intrusion?.panels.find(candidate => candidate.id === panel.id))
  return (
    <dl>
      <Fact label={t('map.place')}>{panel.placeName}</Fact>
      <Fact label={t('map.state')}>
        {t(`panel.line.${report?.line ?? 'unknown'}`)}
        {report !== undefined && ` · ${since(report.sinceMs)}`}
      </Fact>
    </dl>
  )
}

/** A button or contact at a camera: what that camera sees, and on which of its inputs it hangs. */
function InputDetails({ input, incidentId }: { input: InputView; incidentId: number | null }): JSX.Element {
  const t = useText()
  const camera = useKnown(state => state.site?.cameras.find(({ id }) => id === input.cameraId)?.name)
  return (
    <>
      <div className="device-picture">
        <LinkedPicture cameraId={input.cameraId} />
      </div>
      <dl>
        <Fact label={t('map.device')}>
          {t('map.input', { camera: camera ?? input.cameraId, token: input.token })}
        </Fact>
      </dl>
      {incidentId !== null && (
        <div className="device-actions">
          <Button kind="primary" testId="device-open-incident" onClick={() => openIncident(incidentId)}>
            {t('map.open-incident')}
          </Button>
        </div>
      )}
    </>
  )
}

function ZoneDetails({ zone, incidentId }: { zone: ZoneView; incidentId: number | null }): JSX.Element {
  const t = useText()
  const since = useSince()
  const report = useKnown(state => state.intrusion?.zones.find(candidate => candidate.id === zone.id))
  const partition = useKnown(state =>
    state.site?.partitions.find(candidate => candidate.id === zone.partitionId),
  )
  const arming = useKnown(state =>
    state.intrusion?.partitions.find(candidate => candidate.id === zone.partitionId),
  )
  const panel = useKnown(state => state.site?.panels.find(candidate => candidate.id === zone.panelId)?.name)
  const camera = zone.cameras[0]
  return (
    <>
      {camera !== undefined && (
        <div className="device-picture">
          <LinkedPicture cameraId={camera} />
        </div>
      )}
      <dl>
        <Fact label={t('map.place')}>{zone.placeName}</Fact>
        <Fact label={t('map.device')}>
          {t('incidents.zone', { panel: panel ?? zone.panelId, number: zone.number })}
        </Fact>
        <Fact label={t('map.state')}>
          {t(`zone.state.${report?.state ?? 'unknown'}`)}
          {report !== undefined && ` · ${since(report.sinceMs)}`}
        </Fact>
        <Fact label={t('map.last-event')}>
          {report?.lastEventAtMs == null
            ? t('map.no-event')
            : `${eventWords(report.lastEvent, t)} · ${since(report.lastEventAtMs)}`}
        </Fact>
        {partition !== undefined && (
          <Fact label={partition.name}>{t(`partition.state.${arming?.state ?? 'unknown'}`)}</Fact>
        )}
      </dl>
      <div className="device-actions">
        {incidentId !== null && (
          <Button kind="primary" testId="device-open-incident" onClick={() => openIncident(incidentId)}>
            {t('map.open-incident')}
          </Button>
        )}
        {partition !== undefined && partition.canCommand && arming !== undefined && (
          <Button
            testId="device-arming"
            disabled={arming.state === 'unknown'}
            onClick={() => openArming(partition.id, arming.state === 'armed' ? 'disarm' : 'arm')}
          >
            {t(arming.state === 'armed' ? 'map.disarm' : 'map.arm', { partition: partition.name })}
          </Button>
        )}
      </div>
      {partition !== undefined && (
        <LedgerButton testId="device-who-armed" ledger="arming" question={{ text: partition.name }}>
          {t('inspector.who-armed')}
        </LedgerButton>
      )}
    </>
  )
}
