import { Input } from 'antd'
import { useState, type JSX } from 'react'
import { dailyFindings, type DailyCheck, type DailyFinding } from '../../../shared/domain/daily-check.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkey } from '../../ui/hotkeys.ts'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { LinkedPicture } from '../cameras/index.ts'
import { DailyFinish } from './daily-finish.tsx'
import type { Grant } from '../../../shared/domain/recording.ts'
import type { RoundMaterial } from './daily-material.ts'
import { DailySample } from './daily-sample.tsx'

interface RoundProps {
  check: DailyCheck
  material: RoundMaterial
  /** The station has ended a look of the round. */
  onGrantEnded: (grant: Grant) => void
  onLeave: () => void
}

/** One camera after the other: live beside a sample of the last day; one key says that all is well. */
export function DailyRound({ check, material, onGrantEnded, onLeave }: RoundProps): JSX.Element {
  const t = useText()
  const { cameras } = check
  const firstOpen = cameras.findIndex(({ outcome }) => outcome === null)
  const [chosen, setChosen] = useState<number | null>(null)
  const index = chosen ?? firstOpen
  const camera = cameras[index]
  const go = (step: number) => setChosen(Math.min(cameras.length - 1, Math.max(0, index + step)))
  useHotkey('ArrowLeft', 'page', () => go(-1), camera !== undefined)
  useHotkey('ArrowRight', 'page', () => go(1), camera !== undefined)
  return (
    <div className="daily-round" data-testid="daily-round" data-camera={camera?.id ?? ''}>
      <Panel
        title={camera?.name ?? t('daily.title')}
        subtitle={camera && t('daily.progress', { index: index + 1, of: cameras.length })}
        actions={
          <Button size="small" kind="ghost" testId="daily-leave" onClick={onLeave}>
            {t('daily.back')}
          </Button>
        }
      >
        {camera === undefined ? (
          <DailyFinish check={check} />
        ) : (
          <Look
            key={camera.id}
            camera={camera}
            material={material}
            onGrantEnded={onGrantEnded}
            // What is seen again afterwards is left to where it was; otherwise the next open one follows.
            onLooked={() => setChosen(null)}
          />
        )}
      </Panel>
      <CameraStrip check={check} index={index} onChoose={setChosen} />
    </div>
  )
}

function CameraStrip(props: {
  check: DailyCheck
  index: number
  onChoose: (index: number) => void
}): JSX.Element {
  const t = useText()
  return (
    <nav className="daily-strip" aria-label={t('daily.list')}>
      {props.check.cameras.map(({ id, name, outcome }, index) => (
        <button
          key={id}
          type="button"
          aria-current={index === props.index ? 'step' : undefined}
          data-testid={`daily-camera-${id}`}
          onClick={() => props.onChoose(index)}
        >
          <StateIcon tone={outcome === null ? 'off' : outcome.finding === null ? 'ok' : 'fault'} />
          {name}
        </button>
      ))}
    </nav>
  )
}

function Look(props: {
  camera: DailyCheck['cameras'][number]
  material: RoundMaterial
  onGrantEnded: (grant: Grant) => void
  onLooked: () => void
}): JSX.Element {
  const t = useText()
  const { camera, material, onGrantEnded } = props
  const [finding, setFinding] = useState<DailyFinding | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const record = (found: DailyFinding | null, note: string) => {
    if (isBusy) return
    setIsBusy(true)
    call('daily-check.look', { cameraId: camera.id, finding: found, note }).then(
      props.onLooked,
      (refused: unknown) => {
        setIsBusy(false)
        setError(refused)
      },
    )
  }
  const isAsking = finding !== null
  useHotkey(' ', 'page', () => record(null, ''), !isAsking)
  useHotkey('1', 'page', () => setFinding('device-fault'), !isAsking)
  useHotkey('2', 'page', () => setFinding('view-shifted'), !isAsking)
  useHotkey('3', 'page', () => setFinding('image-degraded'), !isAsking)
  useHotkey('4', 'page', () => setFinding('fill-light'), !isAsking)
  useHotkey('Escape', 'page', () => setFinding(null), isAsking)
  return (
    <div className="daily-look">
      <div className="daily-pictures">
        <figure>
          <figcaption>{t('daily.live')}</figcaption>
          <LinkedPicture cameraId={camera.id} isLarge />
        </figure>
        <figure>
          <DailySample
            cameraId={camera.id}
            name={camera.name}
            material={material}
            onGrantEnded={onGrantEnded}
          />
        </figure>
      </div>
      {error !== null && (
        <p className="purpose-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
      {finding === null ? (
        <div className="daily-keys">
          <Button
            kind="primary"
            size="big"
            hint={t('daily.key.space')}
            testId="daily-normal"
            onClick={() => record(null, '')}
          >
            {t('daily.normal')}
          </Button>
          {dailyFindings.map((kind, at) => (
            <Button
              key={kind}
              size="big"
              hint={String(at + 1)}
              testId={`daily-finding-${kind}`}
              onClick={() => setFinding(kind)}
            >
              {t(`daily.finding.${kind}`)}
            </Button>
          ))}
          <p className="purpose-hint">{t('daily.keys')}</p>
        </div>
      ) : (
        <FindingForm
          title={t('daily.ask.note', { name: camera.name, finding: t(`daily.finding.${finding}`) })}
          isBusy={isBusy}
          onRecord={note => record(finding, note)}
          onCancel={() => setFinding(null)}
        />
      )}
    </div>
  )
}

function FindingForm(props: {
  title: string
  isBusy: boolean
  onRecord: (note: string) => void
  onCancel: () => void
}): JSX.Element {
  const t = useText()
  const [note, setNote] = useState('')
  return (
    <form
      className="daily-note"
      data-testid="daily-note-form"
      onSubmit={event => {
        event.preventDefault()
        props.onRecord(note)
      }}
    >
      <b>{props.title}</b>
      <Input
        autoFocus
        maxLength={300}
        placeholder={t('daily.note')}
        value={note}
        data-testid="daily-note"
        onChange={event => setNote(event.target.value)}
      />
      <Button
        type="submit"
        kind="primary"
        size="big"
        hint={t('incidents.key.enter')}
        disabled={props.isBusy}
        testId="daily-record"
      >
        {t('daily.record')}
      </Button>
      <Button size="big" kind="ghost" hint="Esc" onClick={props.onCancel}>
        {t('app.cancel')}
      </Button>
      <span className="purpose-hint">{t('daily.ask.note.hint')}</span>
    </form>
  )
}
