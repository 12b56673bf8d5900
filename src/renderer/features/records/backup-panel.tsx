import { Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { BackupReport } from '../../../shared/domain/record-class.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDateTime } from '../../ui/time.ts'
import type { Tone } from '../../ui/tone.ts'
import { useMay } from '../duty/index.ts'
import { formatBytes } from '../storage/index.ts'
import { readRecords } from './store.ts'

const toneOfState = {
  off: 'fault',
  'no-key': 'fault',
  waiting: 'busy',
  busy: 'busy',
  fresh: 'ok',
  stale: 'fault',
  failed: 'fault',
} as const satisfies Record<BackupReport['state'], Tone>

/** Where the copies are and how old, the recovery key, a backup now. */
export function BackupPanel({ backup }: { backup: BackupReport }): JSX.Element {
  const t = useText()
  const mayBackUp = useMay('records.backup')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [isAsking, setIsAsking] = useState(false)
  const makeNow = async () => {
    setIsBusy(true)
    setError(null)
    await call('backup.now', {}).catch(setError)
    await readRecords()
    setIsBusy(false)
  }
  return (
    <Panel
      title={t('backup.title')}
      actions={
        mayBackUp && (
          <>
            <Button size="small" testId="backup-key" onClick={() => setIsAsking(true)}>
              {t('backup.make-key')}
            </Button>
            <Button
              size="small"
              testId="backup-now"
              disabled={isBusy || backup.folder === null || backup.key === null || backup.state === 'busy'}
              onClick={() => void makeNow()}
            >
              {t('backup.now')}
            </Button>
          </>
        )
      }
    >
      <div className="records-backup" data-testid="backup" data-state={backup.state}>
        <p>
          <StateIcon tone={toneOfState[backup.state]} size={24} />
          <b>{t(`backup.state.${backup.state}`)}</b>
        </p>
        {backup.folder !== null && (
          <p>{t('backup.place', { folder: backup.folder, hours: backup.everyHours ?? 0 })}</p>
        )}
        {backup.isSameDisk === true && (
          <p data-testid="backup-same-disk">
            <StateIcon tone="fault" size={20} />
            {t('backup.same-disk')}
          </p>
        )}
        {backup.key !== null && <p>{t('backup.key', { fingerprint: backup.key })}</p>}
        {backup.last !== null && (
          <p>
            {t('backup.last', {
              time: formatDateTime(backup.last.atMs),
              file: backup.last.file,
              bytes: formatBytes(backup.last.bytes),
              seq: backup.last.headSeq,
            })}
          </p>
        )}
        {error !== null && <p role="alert">{t.refusal(error)}</p>}
        {error === null && backup.failure !== null && (
          <p role="alert">
            {backup.failure === 'disk-full'
              ? t('refusal.backup.disk-full')
              : backup.failure === 'no-answer'
                ? t('backup.no-answer')
                : backup.failure}
          </p>
        )}
      </div>
      <KeyDialog isOpen={isAsking} hasKey={backup.key !== null} onClose={() => setIsAsking(false)} />
    </Panel>
  )
}

type Key = { readonly recoveryKey: string; readonly fingerprint: string; readonly html: string }

function KeyDialog({
  isOpen,
  hasKey,
  onClose,
}: {
  isOpen: boolean
  hasKey: boolean
  onClose: () => void
}): JSX.Element {
  const t = useText()
  useHotkeyBarrier('dialog', isOpen)
  return (
    <Modal
      open={isOpen}
      centered
      width={760}
      title={t('backup.key.title')}
      footer={null}
      destroyOnHidden
      // The key is seen once: no press beside the dialog takes it away.
      mask={{ closable: false }}
      onCancel={onClose}
    >
      <KeyOnce hasKey={hasKey} />
    </Modal>
  )
}

function KeyOnce({ hasKey }: { hasKey: boolean }): JSX.Element {
  const t = useText()
  const [key, setKey] = useState<Key | null>(null)
  const [error, setError] = useState<unknown>(null)
  const make = () => {
    call('backup.make-key', {})
      .then(made => {
        setKey(made)
        return readRecords()
      })
      .catch(setError)
  }
  return (
    <div className="records-form">
      <p>{t('backup.key.note')}</p>
      {key === null && hasKey && <p>{t('backup.key.again')}</p>}
      {error !== null && <p role="alert">{t.refusal(error)}</p>}
      {key === null ? (
        <Button kind="primary" testId="backup-key-make" onClick={make}>
          {t('backup.key.make')}
        </Button>
      ) : (
        <>
          <code className="records-key" data-testid="backup-key-text">
            {key.recoveryKey}
          </code>
          <p>{t('backup.key', { fingerprint: key.fingerprint })}</p>
          <Button
            kind="primary"
            testId="backup-key-print"
            onClick={() => {
              window.zhishou.print({ html: key.html }).catch(setError)
            }}
          >
            {t('backup.key.print')}
          </Button>
        </>
      )}
    </div>
  )
}
