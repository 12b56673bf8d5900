import { Table, type TableColumnsType } from 'antd'
import { useMemo, useState, type JSX } from 'react'
import type { SearchHit } from '../../../shared/domain/search.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failed, Forbidden, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatDateTime, formatDay } from '../../ui/time.ts'
import { useMay } from '../duty/index.ts'
import { SearchForm } from './search-form.tsx'
import { find, findOlder, openSource, useSearch } from './store.ts'
import './search.css'

/** 查询: one search over all ledgers (F35). */
export function SearchPage(): JSX.Element {
  const t = useText()
  if (!useMay('ledgers.read')) return <Forbidden reason={t('ledgers.forbidden')} />
  return (
    <div className="search-page" data-testid="search-page">
      <Panel title={t('search.title')} subtitle={t('search.subtitle')}>
        <SearchForm />
        <Findings />
      </Panel>
    </div>
  )
}

function Findings(): JSX.Element {
  const t = useText()
  const found = useSearch(state => state.found)
  switch (found.kind) {
    case 'nothing-asked':
      return <Empty>{t('search.hint')}</Empty>
    case 'looking':
      return <Loading />
    case 'failed':
      return <Failed message={t.refusal(found.error)} retry={() => void find()} />
    case 'ready':
      return (
        <div className="search-found" data-testid="search-found" data-count={found.hits.length}>
          {found.days !== null && (
            <p role="status" data-testid="search-days">
              {t('search.days', {
                said: found.days.said,
                from: formatDay(found.days.fromMs),
                to: formatDay(found.days.toMs - 1),
              })}
            </p>
          )}
          {found.waiting > 0 && <p role="status">{t('search.waiting', { count: found.waiting })}</p>}
          {found.hits.length === 0 ? <Empty>{t('search.none')}</Empty> : <Hits hits={found.hits} />}
          {found.olderThanSeq !== null && (
            <Button size="small" testId="search-older" onClick={() => void findOlder()}>
              {t('search.older')}
            </Button>
          )}
        </div>
      )
  }
}

function Hits({ hits }: { hits: readonly SearchHit[] }): JSX.Element {
  const t = useText()
  const [error, setError] = useState<unknown>(null)
  const columns = useMemo<TableColumnsType<SearchHit>>(
    () => [
      {
        key: 'time',
        title: t('search.column.time'),
        width: 190,
        render: (_, hit) => <span className="numbers">{formatDateTime(hit.atMs)}</span>,
      },
      {
        key: 'ledgers',
        title: t('search.column.ledger'),
        width: 240,
        render: (_, hit) => <Sources hit={hit} onError={setError} />,
      },
      { key: 'who', title: t('search.column.who'), width: 130, dataIndex: 'who' },
      { key: 'excerpt', title: t('search.column.excerpt'), dataIndex: 'excerpt' },
      {
        key: 'seq',
        title: t('ledgers.seq'),
        width: 100,
        render: (_, hit) => <span className="numbers">{hit.seq}</span>,
      },
    ],
    [t],
  )
  return (
    <>
      {error !== null && <p role="alert">{t.refusal(error)}</p>}
      <Table
        columns={columns}
        dataSource={[...hits]}
        rowKey="seq"
        size="small"
        tableLayout="fixed"
        pagination={false}
        data-testid="search-hits"
      />
    </>
  )
}

/** The way back: a button for each ledger that holds the entry, reached with Tab and pressed with Enter. */
function Sources({ hit, onError }: { hit: SearchHit; onError: (error: unknown) => void }): JSX.Element {
  const t = useText()
  if (hit.ledgers.length === 0) return <span className="search-log">{t('search.log')}</span>
  return (
    <span className="search-sources">
      {hit.ledgers.map(ledger => (
        <button
          key={ledger}
          type="button"
          data-testid={`search-source-${hit.seq}`}
          onClick={() => {
            openSource(hit, ledger).catch(onError)
          }}
        >
          {t.dynamic(`ledger.${ledger}.title`)}
        </button>
      ))}
    </span>
  )
}
