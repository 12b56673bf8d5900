import { useState, type JSX } from 'react'
import type { RecordClassReport, RecordsReport } from '../../../shared/domain/record-class.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Failed, Forbidden, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { useMay } from '../duty/index.ts'
import { formatBytes } from '../storage/index.ts'
import { BackupPanel } from './backup-panel.tsx'
import { PurgeDialog } from './purge-dialog.tsx'
import { readRecords, useRecordsReport } from './store.ts'
import './records.css'

/** 记录保全: is the record whole, how long is it kept, where are its copies. */
export function RecordsPage(): JSX.Element {
  const t = useText()
  return useMay('journal.verify') ? <Content /> : <Forbidden reason={t('records.forbidden')} />
}

function Content(): JSX.Element {
  const t = useText()
  const { report, error } = useRecordsReport()
  if (report === null) return error === null ? <Loading /> : <Failed message={t.refusal(error)} />
  return (
    <div className="records-page" data-testid="records-page">
      <Proof report={report} />
      <Panel
        title={t('records.classes')}
        subtitle={t('records.disk', {
          used: formatBytes(report.databaseBytes),
          free: formatBytes(report.freeBytes),
        })}
      >
        <Classes classes={report.classes} />
      </Panel>
      <BackupPanel backup={report.backup} />
    </div>
  )
}

function Proof({ report }: { report: RecordsReport }): JSX.Element {
  const t = useText()
  const journal = useKnown(state => state.station?.journal ?? null)
  const [failure, setFailure] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const mayExport = useMay('ledgers.export')
  const attempt = (work: () => Promise<unknown>) => {
    setIsBusy(true)
    setFailure(null)
    work()
      .then(readRecords, setFailure)
      .finally(() => setIsBusy(false))
  }
  const tone = journal?.state === 'whole' ? 'ok' : journal?.state === 'broken' ? 'alarm' : 'busy'
  return (
    <Panel
      title={t('records.proof')}
      actions={
        <>
          {failure !== null && <span role="alert">{t.refusal(failure)}</span>}
          <Button
            size="small"
            disabled={isBusy}
            testId="records-verify"
            onClick={() => attempt(() => call('journal.verify', {}))}
          >
            {t('records.verify')}
          </Button>
          <Button
            size="small"
            disabled={isBusy || !mayExport}
            testId="records-heads"
            onClick={() =>
              attempt(async () =>
                window.zhishou.saveExport((await call('records.export-heads', {})).fileName),
              )
            }
          >
            {t('records.heads')}
          </Button>
        </>
      }
    >
      <div className="records-proof" data-testid="records-proof" data-state={journal?.state ?? 'checking'}>
        <p>
          <StateIcon tone={tone} size={24} />
          <b>{t(`records.state.${journal?.state ?? 'checking'}`)}</b>
          {report.checkedAtMs !== null && (
            <span>{t('records.checked', { time: formatDateTime(report.checkedAtMs) })}</span>
          )}
        </p>
        <table className="records-table">
          <thead>
            <tr>
              <th>{t('records.seal.day')}</th>
              <th>{t('records.seal.seq')}</th>
              <th>{t('records.seal.hash')}</th>
              <th>{t('records.seal.key')}</th>
            </tr>
          </thead>
          <tbody>
            {report.seals.slice(0, 7).map(seal => (
              <tr key={seal.day} data-testid="records-seal">
                <td className="numbers">{seal.day}</td>
                <td className="numbers">{seal.seq}</td>
                <td>
                  <code>{seal.hash}</code>
                </td>
                <td>
                  <code>{seal.keyFingerprint.slice(0, 16)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function Classes({ classes }: { classes: readonly RecordClassReport[] }): JSX.Element {
  const t = useText()
  const mayPurge = useMay('records.purge')
  const [purging, setPurging] = useState<RecordClassReport | null>(null)
  return (
    <>
      <table className="records-table" data-testid="records-classes">
        <thead>
          <tr>
            {(['class', 'days', 'entries', 'bytes', 'oldest', 'rate', 'forecast'] as const).map(column => (
              <th key={column}>{t(`records.column.${column}`)}</th>
            ))}
            <th />
          </tr>
        </thead>
        <tbody>
          {classes.map(row => (
            <tr key={row.id}>
              <td>{t(`records.class.${row.id}`)}</td>
              <td className="numbers">
                {row.days === null ? t('records.for-ever') : t('records.days', { days: row.days })}
              </td>
              <td className="numbers">{row.entries}</td>
              <td className="numbers">{formatBytes(row.bytes)}</td>
              <td className="numbers">{row.oldestDay ?? '—'}</td>
              <td className="numbers">{formatBytes(row.bytesPerDay)}</td>
              <td className="numbers">{formatBytes(row.forecastBytes)}</td>
              <td>
                {row.days !== null && mayPurge && (
                  <Button size="small" testId={`records-purge-${row.id}`} onClick={() => setPurging(row)}>
                    {t('records.purge')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <PurgeDialog record={purging} onClose={() => setPurging(null)} />
    </>
  )
}
