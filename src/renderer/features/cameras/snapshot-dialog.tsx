import { Modal } from 'antd'
import type { JSX } from 'react'
import { SnapshotPurpose, type Snapshot } from '../../../shared/domain/snapshot.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkey, useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { formatDateTime } from '../../ui/time.ts'
import { Picture } from './picture.tsx'
import { closeSnapshot, takeSnapshot, useSnapshot } from './snapshot-store.ts'
import './snapshot.css'

/** 截图: one press says what for, then the picture is shown. There is no way from here to take it out of the station. */
export function SnapshotDialog(): JSX.Element {
  const t = useText()
  const cameraId = useSnapshot(state => state.cameraId)
  const taken = useSnapshot(state => state.taken)
  const name = useKnown(known => known.site?.cameras.find(({ id }) => id === cameraId)?.name ?? '')
  const isOpen = cameraId !== null
  useHotkeyBarrier('dialog', isOpen)
  useHotkey('Escape', 'dialog', closeSnapshot, isOpen)
  return (
    <Modal
      open={isOpen}
      title={taken === null ? t('snapshot.title', { name }) : t('snapshot.taken', { number: taken.number })}
      footer={null}
      width={taken === null ? 560 : 900}
      centered
      destroyOnHidden
      onCancel={closeSnapshot}
      data-testid="snapshot-dialog"
    >
      {taken === null ? <Purposes /> : <Taken snapshot={taken} />}
    </Modal>
  )
}

function PurposeButton({ purpose, number }: { purpose: SnapshotPurpose; number: number }): JSX.Element {
  const t = useText()
  const isTaking = useSnapshot(state => state.isTaking)
  useHotkey(String(number), 'dialog', () => void takeSnapshot(purpose))
  return (
    <Button
      size="big"
      hint={String(number)}
      disabled={isTaking}
      testId={`snapshot-${purpose}`}
      onClick={() => void takeSnapshot(purpose)}
    >
      {t(`snapshot.purpose.${purpose}`)}
    </Button>
  )
}

function Purposes(): JSX.Element {
  const t = useText()
  const isTaking = useSnapshot(state => state.isTaking)
  const refusal = useSnapshot(state => state.refusal)
  const session = useKnown(known => known.duty?.session ?? null)
  const mayTake = session?.permissions.includes('cameras.snapshot') ?? false
  if (!mayTake)
    return <p role="alert">{session === null ? t('refusal.duty.not-signed-on') : t('snapshot.forbidden')}</p>
  return (
    <div className="snapshot">
      <span>{t('snapshot.why')}</span>
      <div className="snapshot-purposes" role="group" aria-label={t('snapshot.why')}>
        {SnapshotPurpose.options.map((purpose, index) => (
          <PurposeButton key={purpose} purpose={purpose} number={index + 1} />
        ))}
      </div>
      {isTaking && <p role="status">{t('snapshot.taking')}</p>}
      {refusal !== null && (
        <p className="snapshot-error" role="alert" data-testid="snapshot-error">
          {t.refusal(refusal)}
        </p>
      )}
    </div>
  )
}

function Taken({ snapshot }: { snapshot: Snapshot }): JSX.Element {
  const t = useText()
  const { cameraName, takenAtMs, purpose, stream, incidentId, mark, sha256 } = snapshot
  const facts = [
    cameraName,
    formatDateTime(takenAtMs),
    t(`snapshot.purpose.${purpose}`),
    t(`snapshot.${stream}`),
  ]
  return (
    <div className="snapshot" data-testid="snapshot-taken">
      <Picture sha256={sha256} label={facts.join(' · ')} />
      <p className="numbers">{facts.join(' · ')}</p>
      <p>
        {incidentId !== null && t('snapshot.in-incident', { id: incidentId })}
        {incidentId === null && purpose === 'incident' && t('snapshot.no-incident')} {t('snapshot.kept')}
      </p>
      {mark === 'plain' && <p className="snapshot-error">{t('snapshot.plain-mark')}</p>}
      <Button kind="primary" size="big" autoFocus onClick={closeSnapshot} testId="snapshot-close">
        {t('snapshot.close')}
      </Button>
    </div>
  )
}
