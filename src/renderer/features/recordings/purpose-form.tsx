import { Input } from 'antd'
import { useState, type JSX } from 'react'
import type { Incident } from '../../../shared/domain/incident.ts'
import type { PlaybackPurpose } from '../../../shared/domain/recording.ts'
import { openPage } from '../../app/navigation.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { useMay } from '../duty/index.ts'
import { useAllCameras } from './all-cameras.ts'
import { CameraChoice, SpanChoice } from './purpose-fields.tsx'
import { fieldsOf, incidentSpan, presetSpan, spanOf } from './span.ts'
import { beginViewing, usePlayback } from './store.ts'
import './recordings.css'

/** A look under an approved request begins at the request itself. */
type Kind = Exclude<PlaybackPurpose['kind'], 'approved-request'>
const mostCameras = 16
const noIncidents: readonly Incident[] = []
const noCameras: readonly { id: string; hasRecordings: boolean }[] = []

function usePurposeForm() {
  const preset = usePlayback(state => state.incidentId)
  const wanted = usePlayback(state => state.wanted)
  const incidents = useKnown(state => state.incidents ?? noIncidents)
  const cameras = useKnown(state => state.site?.cameras ?? noCameras)
  const all = useAllCameras()
  const mayCheck = useMay('recordings.daily-check')
  const mayReview = useMay('recordings.incident-review')
  const [kind, setKind] = useState<Kind>(preset === null && mayCheck ? 'daily-check' : 'incident-review')
  const [incidentId, setIncidentId] = useState<number | null>(preset)
  const incident = incidents.find(({ id }) => id === incidentId) ?? null
  const [chosen, setChosen] = useState<readonly string[]>(() => {
    const recorded = cameras.filter(camera => camera.hasRecordings).map(({ id }) => id)
    return incident?.cameraIds ?? wanted?.cameraIds ?? recorded.slice(0, mostCameras)
  })
  const [fields, setFields] = useState(() =>
    fieldsOf(
      incident === null
        ? (wanted?.span ?? presetSpan('last-hour', stationNowMs()))
        : incidentSpan(incident, stationNowMs()),
    ),
  )
  const choose = (next: Incident) => {
    setIncidentId(next.id)
    setChosen(next.cameraIds)
    setFields(fieldsOf(incidentSpan(next, stationNowMs())))
  }
  const purpose: PlaybackPurpose | null =
    kind === 'daily-check' ? { kind } : incident === null ? null : { kind, incidentId: incident.id }
  const isAllowed = kind === 'daily-check' ? mayCheck : mayReview
  const offered =
    kind === 'daily-check' ? all : all.filter(({ id }) => incident?.cameraIds.includes(id) ?? false)
  return {
    incidents,
    kind,
    setKind,
    incident,
    choose,
    chosen,
    setChosen,
    fields,
    setFields,
    purpose,
    isAllowed,
    offered,
  }
}

function IncidentChoice(props: {
  incidents: readonly Incident[]
  chosen: Incident | null
  onChoose: (incident: Incident) => void
}): JSX.Element {
  const t = useText()
  const nowMs = useNow(60_000)
  if (props.incidents.length === 0) return <p className="purpose-hint">{t('recordings.incident.none')}</p>
  return (
    <div className="purpose-incidents" role="group" aria-label={t('recordings.incident.choose')}>
      {props.incidents.map(incident => (
        <button
          key={incident.id}
          type="button"
          className="purpose-incident"
          aria-pressed={incident.id === props.chosen?.id}
          data-testid={`review-${incident.id}`}
          onClick={() => props.onChoose(incident)}
        >
          <span className="numbers">{formatTimeNear(incident.raisedAtMs, nowMs)}</span>
          <b>{incident.placeName}</b>
          <span>{t(`incident.kind.${incident.kind}`)}</span>
        </button>
      ))}
    </div>
  )
}

/** Purpose, cameras and period, before a single recorded picture is shown (A-N6.2, requirements 4.1). */
export function PurposeForm({ switcher }: { switcher?: JSX.Element }): JSX.Element {
  const t = useText()
  const form = usePurposeForm()
  const [note, setNote] = useState('')
  const [isAsking, setIsAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const span = spanOf(form.fields)
  const cameraIds = form.chosen.filter(id => form.offered.some(camera => camera.id === id))
  const isReady =
    form.isAllowed && form.purpose !== null && span !== null && cameraIds.length > 0 && !isAsking
  const ask = () => {
    if (form.purpose === null || span === null) return
    setIsAsking(true)
    setError(null)
    call('recordings.request', { purpose: form.purpose, note, cameraIds, span }).then(
      beginViewing,
      (refused: unknown) => {
        setError(refused)
        setIsAsking(false)
      },
    )
  }
  return (
    <Panel title={t('recordings.purpose.title')} actions={switcher} testId="purpose-form">
      <form
        className="purpose"
        onSubmit={event => {
          event.preventDefault()
          if (isReady) ask()
        }}
      >
        <p className="purpose-hint">{t('recordings.purpose.why')}</p>
        <h3>{t('recordings.purpose')}</h3>
        <div className="purpose-row">
          <Choice
            label={t('recordings.purpose')}
            value={form.kind}
            onChange={form.setKind}
            testId="purpose-kind"
            options={[
              {
                value: 'daily-check',
                label: t('purpose.daily-check'),
                title: t('recordings.purpose.daily-check.hint'),
              },
              {
                value: 'incident-review',
                label: t('purpose.incident-review'),
                title: t('recordings.purpose.incident-review.hint'),
              },
            ]}
          />
          <span className="purpose-hint">
            {form.isAllowed ? t('recordings.purpose.other') : t('recordings.purpose.no-right')}
          </span>
          <Button size="small" testId="to-approvals" onClick={() => openPage('approvals')}>
            {t('recordings.to-approvals')}
          </Button>
        </div>
        {form.kind === 'incident-review' && (
          <IncidentChoice incidents={form.incidents} chosen={form.incident} onChoose={form.choose} />
        )}
        <CameraChoice
          offered={form.offered}
          chosen={cameraIds}
          most={mostCameras}
          onChange={form.setChosen}
        />
        <SpanChoice fields={form.fields} isValid={span !== null} onChange={form.setFields} />
        <Input
          maxLength={300}
          placeholder={t('recordings.note')}
          value={note}
          data-testid="purpose-note"
          onChange={event => setNote(event.target.value)}
        />
        {error !== null && (
          <p className="purpose-error" role="alert" data-testid="purpose-error">
            {t.refusal(error)}
          </p>
        )}
        <Button type="submit" kind="primary" size="big" disabled={!isReady} testId="purpose-submit">
          {t('recordings.start')}
        </Button>
      </form>
    </Panel>
  )
}
