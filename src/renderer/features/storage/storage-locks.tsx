import { Input, Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { EvidenceLock } from '../../../shared/domain/storage.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { Empty } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { useMay } from '../duty/index.ts'
import { LockDialog, UntilChoice, untilOf, type Until } from './storage-lock-dialog.tsx'
import { readStorage } from './store.ts'

type Act = { readonly kind: 'extend' | 'release'; readonly lock: EvidenceLock }

/** 证据锁定: what nothing deletes, why, and until when. */
export function LockList({ locks }: { locks: readonly EvidenceLock[] }): JSX.Element {
  const t = useText()
  const mayLock = useMay('recordings.lock')
  const [isAdding, setIsAdding] = useState(false)
  const [act, setAct] = useState<Act | null>(null)
  return (
    <Panel
      title={t('storage.locks')}
      testId="storage-locks"
      actions={
        mayLock && (
          <Button size="small" testId="lock-add" onClick={() => setIsAdding(true)}>
            {t('storage.lock.add')}
          </Button>
        )
      }
    >
      {locks.length === 0 ? (
        <Empty>{t('storage.locks.none')}</Empty>
      ) : (
        <ul className="storage-locks">
          {locks.map(lock => (
            <LockLine key={lock.id} lock={lock} onAct={kind => setAct({ kind, lock })} />
          ))}
        </ul>
      )}
      <LockDialog isOpen={isAdding} onClose={() => setIsAdding(false)} />
      {act !== null && <ActDialog act={act} onClose={() => setAct(null)} />}
    </Panel>
  )
}

function LockLine({ lock, onAct }: { lock: EvidenceLock; onAct: (kind: Act['kind']) => void }): JSX.Element {
  const t = useText()
  const mayLock = useMay('recordings.lock')
  const mayRelease = useMay('recordings.release-lock')
  const nowMs = useNow(60_000)
  const { headline, reason, span, untilMs, by, createdAtMs, released, incidentId } = lock
  const isActive = released === null && (untilMs === null || untilMs > nowMs)
  return (
    <li data-testid={`lock-${lock.id}`} data-active={isActive}>
      <div className="storage-lock-head">
        <b>{headline}</b>
        <span>
          {released !== null
            ? t('storage.lock.released', { name: released.by.name, reason: released.reason })
            : untilMs === null
              ? t('storage.lock.until.released')
              : isActive
                ? `${t('storage.lock.until')} ${formatDateTime(untilMs)}`
                : t('storage.lock.over')}
        </span>
      </div>
      <small className="numbers">
        {t('storage.lock.span', { from: formatDateTime(span.fromMs), to: formatDateTime(span.toMs) })}
        {' · '}
        {t('recordings.cameras')} {lock.cameraIds.length}
      </small>
      <small>{reason}</small>
      <small>
        {incidentId === null ? '' : `${t('storage.lock.incident', { id: incidentId })} · `}
        {t('storage.lock.by', { name: by.name, time: formatDateTime(createdAtMs) })}
      </small>
      {isActive && (
        <div className="storage-lock-acts">
          {mayLock && untilMs !== null && (
            <Button size="small" onClick={() => onAct('extend')}>
              {t('storage.lock.extend')}
            </Button>
          )}
          {mayRelease && (
            <Button size="small" kind="ghost" testId={`release-${lock.id}`} onClick={() => onAct('release')}>
              {t('storage.lock.release')}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

function ActDialog({ act: { kind, lock }, onClose }: { act: Act; onClose: () => void }): JSX.Element {
  const t = useText()
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState<Until>('released')
  const [error, setError] = useState<unknown>(null)
  useHotkeyBarrier('dialog', true)
  const submit = async () => {
    try {
      if (kind === 'release') await call('recordings.release-lock', { id: lock.id, reason })
      else await call('recordings.extend-lock', { id: lock.id, untilMs: untilOf(until, Date.now()), reason })
      await readStorage()
      onClose()
    } catch (refused) {
      setError(refused)
    }
  }
  return (
    <Modal
      open
      centered
      title={t(`storage.lock.${kind}.title`, { headline: lock.headline })}
      footer={null}
      onCancel={onClose}
    >
      <div className="storage-form">
        {kind === 'release' ? (
          <p>{t('storage.lock.release.warning')}</p>
        ) : (
          <UntilChoice value={until} onChange={setUntil} />
        )}
        <Input.TextArea
          value={reason}
          maxLength={500}
          placeholder={t('storage.lock.reason')}
          data-testid="lock-act-reason"
          onChange={event => setReason(event.target.value)}
        />
        {error !== null && <p role="alert">{t.refusal(error)}</p>}
        <Button
          kind={kind === 'release' ? 'danger' : 'primary'}
          disabled={reason.trim() === ''}
          testId="lock-act-submit"
          onClick={() => void submit()}
        >
          {t(`storage.lock.${kind}`)}
        </Button>
      </div>
    </Modal>
  )
}
