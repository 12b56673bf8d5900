import type { JSX } from 'react'
import type { ArchivesReport } from '../../../shared/contract/archives.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failed, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useMay } from '../duty/index.ts'
import { ArchiveCard } from './archive-card.tsx'
import { NewArchive } from './new-archive.tsx'
import { TermCalendar } from './term-calendar.tsx'
import { readArchives, showArchives, useArchives, useArchivesReport } from './store.ts'
import './archives.css'

/** 学期归档: what is owed, a new archive, and every archive with its next step. */
export function ArchivesView(): JSX.Element {
  const t = useText()
  const report = useArchivesReport()
  const error = useArchives(state => state.error)
  return (
    <Panel
      title={t('archives.title')}
      testId="archives"
      actions={
        <Button size="small" testId="archives-back" onClick={() => showArchives(false)}>
          {t('archives.back')}
        </Button>
      }
    >
      {report !== null && <Content report={report} />}
      {report === null &&
        (error === null ? (
          <Loading />
        ) : (
          <Failed message={t.refusal(error)} retry={() => void readArchives()} />
        ))}
    </Panel>
  )
}

function Content({ report }: { report: ArchivesReport }): JSX.Element {
  const t = useText()
  const mayMake = useMay('archives.make')
  return (
    <div className="archives">
      <p className="archives-hint">{t('archives.intro')}</p>
      {report.due.map(({ name, through, stage }) => (
        <p key={name} className="archives-due">
          <StateIcon tone="warn" size={18} />
          {stage === 'not-made'
            ? t('archives.due.not-made', { name, through })
            : t(`archives.due.${stage}`, { name })}
        </p>
      ))}
      {mayMake && <NewArchive report={report} />}
      {mayMake && <TermCalendar report={report} />}
      <h3>{t('archives.list')}</h3>
      {report.archives.length === 0 && <Empty>{t('archives.empty')}</Empty>}
      {report.archives.map(archive => (
        <ArchiveCard key={archive.number} archive={archive} />
      ))}
    </div>
  )
}
