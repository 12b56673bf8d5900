import { Input, Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { LockResult } from '../../../shared/domain/storage.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { CameraChoice, fieldsOf, presetSpan, SpanChoice, spanOf } from '../recordings/index.ts'
import { readStorage } from './store.ts'
import { formatLength } from './words.ts'

const dayMs = 86_400_000
const mostCameras = 64
const noCameras: readonly { id: string; name: string; recorded: boolean }[] = []

/** Days from now, or until somebody releases it. */
export type Until = '90' | '180' | '365' | 'released'
export const untilOf = (until: Until, nowMs: number): number | null =>
  until === 'released' ? null : nowMs + Number(until) * dayMs

/** How long evidence is kept. */
export function UntilChoice(props: { value: Until; onChange: (until: Until) => void }): JSX.Element {
  const t = useText()
  const days = (['90', '180', '365'] as const).map(value => ({
    value,
    label: t('storage.lock.days', { count: value }),
  }))
  const released = { value: 'released' as const, label: t('storage.lock.until.released') }
  return (
    <Choice label={t('storage.lock.until')} {...props} options={[...days, released]} testId="lock-until" />
  )
}

/** Locks a stretch of some cameras, and says what could not be locked. */
export function LockDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): JSX.Element {
  const t = useText()
  const [result, setResult] = useState<LockResult | null>(null)
  useHotkeyBarrier('dialog', isOpen)
  const close = () => {
    setResult(null)
    onClose()
  }
  return (
    <Modal
      open={isOpen}
      centered
      width={760}
      title={t('storage.lock.add')}
      footer={null}
      destroyOnHidden
      mask={{ closable: false }}
      onCancel={close}
    >
      {result === null ? <LockForm onLocked={setResult} /> : <Locked result={result} />}
    </Modal>
  )
}

function LockForm({ onLocked }: { onLocked: (result: LockResult) => void }): JSX.Element {
  const t = useText()
  const cameras = useKnown(state => state.site?.cameras ?? noCameras)
  // What lies on the school's recorder is not the station's to keep.
  const offered = cameras.map(({ id, name, recorded }) => ({ id, name, isRecorded: recorded }))
  const [headline, setHeadline] = useState('')
  const [reason, setReason] = useState('')
  const [cameraIds, setCameraIds] = useState<readonly string[]>([])
  const [fields, setFields] = useState(() => fieldsOf(presetSpan('last-hour', Date.now())))
  const [until, setUntil] = useState<Until>('released')
  const [error, setError] = useState<unknown>(null)
  const span = spanOf(fields)
  const isReady = span !== null && cameraIds.length > 0 && headline.trim() !== '' && reason.trim() !== ''
  const submit = async () => {
    if (span === null) return
    try {
      const untilMs = untilOf(until, Date.now())
      onLocked(await call('recordings.lock', { headline, reason, cameraIds: [...cameraIds], span, untilMs }))
      await readStorage()
    } catch (refused) {
      setError(refused)
    }
  }
  return (
    <div className="storage-form purpose">
      <label>
        {t('storage.lock.headline')}
        <Input
          value={headline}
          maxLength={80}
          data-testid="lock-headline"
          onChange={event => setHeadline(event.target.value)}
        />
      </label>
      <label>
        {t('storage.lock.reason')}
        <Input.TextArea
          value={reason}
          maxLength={500}
          rows={2}
          data-testid="lock-reason"
          onChange={event => setReason(event.target.value)}
        />
      </label>
      <CameraChoice offered={offered} chosen={cameraIds} most={mostCameras} onChange={setCameraIds} />
      <SpanChoice fields={fields} isValid={span !== null} onChange={setFields} />
      <h3>{t('storage.lock.until')}</h3>
      <UntilChoice value={until} onChange={setUntil} />
      {error !== null && <p role="alert">{t.refusal(error)}</p>}
      <Button kind="primary" disabled={!isReady} testId="lock-submit" onClick={() => void submit()}>
        {t('storage.lock.submit')}
      </Button>
    </div>
  )
}

function Locked({ result }: { result: LockResult }): JSX.Element {
  const t = useText()
  const names = useKnown(state => state.site?.cameras ?? noCameras)
  return (
    <div className="storage-form" data-testid="lock-result">
      <p>{t('storage.lock.done')}</p>
      <ul>
        {result.cameras.map(({ cameraId, lockedMs, missing }) => (
          <li key={cameraId}>
            {t('storage.lock.result', {
              name: names.find(({ id }) => id === cameraId)?.name ?? cameraId,
              length: formatLength(lockedMs),
            })}
            {missing.length > 0 && <b> {t('storage.lock.result.missing', { count: missing.length })}</b>}
          </li>
        ))}
      </ul>
    </div>
  )
}
