import { useState, type JSX } from 'react'
import type { StorageReport } from '../../../shared/domain/storage.ts'
import { openPage } from '../../app/navigation.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Failed, Forbidden, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useMay } from '../duty/index.ts'
import { showLedger } from '../ledgers/index.ts'
import { CameraTable, VolumeTable } from './storage-tables.tsx'
import { useOutlookSentence } from './storage-banner.tsx'
import { DecideDialog } from './storage-decision.tsx'
import { LockList } from './storage-locks.tsx'
import { useStorageReport } from './store.ts'
import { formatBytes, toneOfLevel } from './words.ts'
import './storage.css'

/** 录像保存: what was promised, what is there, until when it will do; disks and evidence. */
export function StoragePage(): JSX.Element {
  const t = useText()
  return useMay('ledgers.read') ? <Content /> : <Forbidden reason={t('storage.forbidden')} />
}

function Content(): JSX.Element {
  const t = useText()
  const { report, error } = useStorageReport()
  if (report === null) return error === null ? <Loading /> : <Failed message={t.refusal(error)} />
  return (
    <div className="storage-page" data-testid="storage-page" data-level={report.outlook.level}>
      <Outlook report={report} />
      <Panel
        title={t('storage.cameras')}
        subtitle={t('storage.cameras.note')}
        actions={<PrintButton />}
        className="storage-cameras"
      >
        <CameraTable cameras={report.cameras} />
      </Panel>
      <div className="storage-side">
        <Panel title={t('storage.volumes')}>
          <VolumeTable volumes={report.volumes} />
        </Panel>
        <LockList locks={report.locks} />
      </div>
    </div>
  )
}

function Outlook({ report: { outlook } }: { report: StorageReport }): JSX.Element {
  const t = useText()
  const [isDeciding, setIsDeciding] = useState(false)
  const mayDecide = useMay('recordings.decide-storage')
  const { level, usedBytes, capacityBytes, bytesPerDay, neededBytes, isClockHeld } = outlook
  return (
    <section className={`storage-outlook storage-outlook-${level}`} data-testid="storage-outlook">
      <StateIcon tone={toneOfLevel[level]} size={26} />
      <div>
        <b>{useOutlookSentence(outlook)}</b>
        {isClockHeld && <p className="storage-clock">{t('storage.outlook.clock')}</p>}
        <p>
          <span>
            {t('storage.used', { used: formatBytes(usedBytes), capacity: formatBytes(capacityBytes) })}
          </span>
          <span>{t('storage.rate', { bytes: formatBytes(bytesPerDay) })}</span>
          <span>{t('storage.needed', { bytes: formatBytes(neededBytes) })}</span>
        </p>
      </div>
      {level !== 'fine' && mayDecide && (
        <Button kind="danger" testId="storage-decide" onClick={() => setIsDeciding(true)}>
          {t('storage.decide')}
        </Button>
      )}
      <DecideDialog isOpen={isDeciding} onClose={() => setIsDeciding(false)} />
    </section>
  )
}

/** The sheet for the inspector: written into the journal now, then printed, as PDF or as Excel from the ledgers. */
function PrintButton(): JSX.Element {
  const t = useText()
  const [error, setError] = useState<unknown>(null)
  const mayWrite = useMay('ledgers.export')
  const write = async () => {
    try {
      await call('recordings.write-kept', {})
      showLedger('recording-keeping')
      openPage('ledgers')
    } catch (refused) {
      setError(refused)
    }
  }
  return (
    <>
      {error !== null && <span role="alert">{t.refusal(error)}</span>}
      <Button size="small" disabled={!mayWrite} testId="storage-print" onClick={() => void write()}>
        {t('storage.print')}
      </Button>
    </>
  )
}
