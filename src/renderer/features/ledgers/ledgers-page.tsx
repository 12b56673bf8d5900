import { Table, type TableColumnsType } from 'antd'
import { useEffect, useMemo, type JSX } from 'react'
import type { LedgerId, LedgerPage, LedgerRow } from '../../../shared/domain/ledger.ts'
import { useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Empty, Failed, Forbidden, Loading } from '../../ui/page-states.tsx'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { ArchivesView, useArchives } from '../archives/index.ts'
import { ShiftReportsButton } from '../roster/index.ts'
import { ClosedDays } from './closed-days.tsx'
import { ClosingBar } from './closing-bar.tsx'
import { CopyButtons } from './copy-buttons.tsx'
import { AboutFilter } from './about-filter.tsx'
import { LedgerFilter } from './ledger-filter.tsx'
import { LedgerList } from './ledger-list.tsx'
import { choose, readLedger, rowsPerPage, useLedgers } from './store.ts'
import { RowActions } from './row-actions.tsx'
import { WriteButton } from './write-button.tsx'
import './ledgers.css'

/** The record books: read, filter, take copies. Nothing here can be changed. */
export function LedgersPage(): JSX.Element {
  const t = useText()
  const mayRead = useKnown(state => state.duty?.session?.permissions.includes('ledgers.read') ?? false)
  // Headings come in the language they were asked for in: another language is another reading.
  const locale = useLocale(state => state.locale)
  return mayRead ? <Books key={locale} /> : <Forbidden reason={t('ledgers.forbidden')} />
}

function Books(): JSX.Element {
  const ledger = useLedgers(state => state.choice.ledger)
  const connected = useKnown(state => state.connected)
  // After a loss all is read again.
  useEffect(() => {
    if (connected) void readLedger()
  }, [connected])
  const isArchives = useArchives(state => state.isShown)
  return (
    <div className="ledgers-page" data-testid="ledgers-page">
      <LedgerList />
      {isArchives ? <ArchivesView /> : <Ledger id={ledger} />}
    </div>
  )
}

function Ledger({ id }: { id: LedgerId }): JSX.Element {
  const t = useText()
  return (
    <div className="ledger-page">
      <ClosingBar />
      <Panel title={t.dynamic(`ledger.${id}.title`)} actions={<LedgerActions />}>
        <div className="ledger-body">
          <LedgerFilter />
          <AboutFilter />
          <ClosedDays />
          <div className="ledger-table">
            <LedgerContent />
          </div>
          <ChainLine />
        </div>
      </Panel>
    </div>
  )
}

function LedgerActions(): JSX.Element {
  const ledger = useLedgers(state => state.choice.ledger)
  return (
    <>
      {ledger === 'duty' && <ShiftReportsButton />}
      <WriteButton />
      <CopyButtons />
    </>
  )
}

function LedgerContent(): JSX.Element {
  const t = useText()
  const loaded = useLedgers(state => state.loaded)
  switch (loaded.kind) {
    case 'loading':
      return <Loading />
    case 'failed':
      return <Failed message={t.refusal(loaded.error)} retry={() => void readLedger()} />
    case 'ready':
      // Behind an empty page there may be others, before it there are: the way back stays.
      if (loaded.found > 0) return <Rows page={loaded.page} found={loaded.found} toTurn={loaded.toTurn} />
      return loaded.page.older === null ? <NoRows /> : <NotYet lookedBackToMs={loaded.page.older.atMs} />
  }
}

/** Nothing in this period: often it was only too short. */
function NoRows(): JSX.Element {
  const t = useText()
  const kind = useLedgers(state => state.choice.period.kind)
  return (
    <Empty>
      {t('ledgers.empty')}
      {kind !== 'month' && (
        <Button size="small" testId="ledger-longer" onClick={() => choose({ period: { kind: 'month' } })}>
          {t('ledger-list.longer')}
        </Button>
      )}
    </Empty>
  )
}

/** Thousands of entries were read and none is meant: the reader says whether it is worth going on. */
function NotYet({ lookedBackToMs }: { lookedBackToMs: number }): JSX.Element {
  const t = useText()
  const page = useLedgers(state => state.choice.page)
  return (
    <Empty>
      {t('ledgers.not-yet', { time: formatDateTime(lookedBackToMs) })}
      <Button size="small" testId="ledger-look-on" onClick={() => choose({ page: page + 1 })}>
        {t('ledgers.look-on')}
      </Button>
    </Empty>
  )
}

function Rows(props: { page: LedgerPage; found: number; toTurn: number }): JSX.Element {
  const { page, found, toTurn } = props
  const t = useText()
  const current = useLedgers(state => state.choice.page)
  const marked = useLedgers(state => state.markedSeq ?? 0)
  const columns = useMemo<TableColumnsType<LedgerRow>>(
    () => [
      ...page.columns.map((column, index) => ({
        key: column.id,
        title: column.title,
        width: `${column.width}%`,
        render: (_: unknown, row: LedgerRow) => row.cells[index] ?? '',
      })),
      {
        key: 'seq',
        title: t('ledgers.seq'),
        width: 84,
        render: (_: unknown, row: LedgerRow) => (
          <span className="ledger-seq numbers">{seqWords(row.seqs)}</span>
        ),
      },
      {
        key: 'actions',
        title: t('books.actions'),
        width: 190,
        render: (_: unknown, row: LedgerRow) => <RowActions ledger={page.ledger} row={row} />,
      },
    ],
    [page.columns, page.ledger, t],
  )
  return (
    <Table
      columns={columns}
      dataSource={page.rows}
      rowKey={keyOf}
      size="small"
      tableLayout="fixed"
      // A book with many columns is read by pushing it sideways, not through slits.
      className={page.columns.length > 10 ? 'ledger-wide' : ''}
      rowClassName={row =>
        `${row.struck === true ? 'ledger-struck' : ''}${row.seqs.includes(marked) ? ' ledger-marked' : ''}`
      }
      expandable={{
        showExpandColumn: false,
        expandedRowKeys: page.rows.flatMap(row => ((row.remarks ?? []).length > 0 ? [keyOf(row)] : [])),
        expandedRowRender: remarksOf,
      }}
      data-testid="ledger-rows"
      locale={{
        emptyText:
          page.older === null
            ? t('ledgers.empty')
            : t('ledgers.not-yet', { time: formatDateTime(page.older.atMs) }),
      }}
      pagination={{
        current,
        pageSize: rowsPerPage,
        total: toTurn,
        showSizeChanger: false,
        showTotal: () => t(page.isMore ? 'ledgers.total-least' : 'ledgers.total', { count: found }),
        onChange: next => choose({ page: next }),
      }}
    />
  )
}

const keyOf = (row: LedgerRow): string => row.seqs.join(',')

const remarksOf = (row: LedgerRow): JSX.Element => <Remarks row={row} />

/** What was said about a row later. */
function Remarks({ row }: { row: LedgerRow }): JSX.Element {
  return (
    <div className="ledger-remarks" data-testid="ledger-remark">
      {row.remarks?.map(remark => (
        <p key={remark}>{remark}</p>
      ))}
    </div>
  )
}

/** `12`, or `12–19` when a row was made of several entries. */
function seqWords(seqs: readonly number[]): string {
  const first = Math.min(...seqs)
  const last = Math.max(...seqs)
  return first === last ? String(first) : `${first}–${last}`
}

/** The proof: how many entries, whether they verify, and the hash that stands on every printed form. */
function ChainLine(): JSX.Element | null {
  const t = useText()
  const journal = useKnown(state => state.station?.journal ?? null)
  if (journal === null) return null
  const tone = journal.state === 'whole' ? 'ok' : journal.state === 'broken' ? 'alarm' : 'busy'
  return (
    <p className="ledger-chain" data-testid="ledger-head-hash" data-hash={journal.headHash}>
      <StateIcon tone={tone} size={16} />
      <span>
        {journal.state === 'broken'
          ? t('ledgers.chain.broken', { seq: journal.firstBadSeq ?? '?' })
          : t(`ledgers.chain.${journal.state}`, { count: journal.entries })}
      </span>
      <span>{t('ledgers.chain.head')}</span>
      <code>{journal.headHash}</code>
    </p>
  )
}
