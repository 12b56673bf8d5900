import { Table } from 'antd'
import { useRef, type JSX } from 'react'
import type { AddOutcome, CsvRow } from '../../../shared/contract/setup.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/page-states.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { Outcomes } from './outcomes.tsx'
import { readSetup, showView } from './store.ts'
import { useCsvChecks, type CsvCheck } from './use-csv-checks.ts'
import { useTask } from './use-task.ts'

/** Excel in China saves CSV as GBK unless it is told otherwise. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

interface Checked {
  readonly text: string
  readonly rows: readonly CsvRow[]
}

/** Many cameras out of a table: every line is checked before anything is saved. */
export function CsvImport(): JSX.Element {
  const t = useText()
  const file = useRef<HTMLInputElement>(null)
  const [checked, check] = useTask<Checked>()
  const [added, add] = useTask<AddOutcome[]>()
  const [template, getTemplate] = useTask<boolean>()
  const read = async (chosen: File): Promise<Checked> => {
    const text = textOf(await chosen.arrayBuffer())
    return { text, rows: await call('setup.csv-preview', { text }) }
  }
  const save = async (text: string): Promise<void> => {
    if ((await add(() => call('setup.csv-add', { text }))) !== null) await readSetup()
  }
  if (added.kind === 'done')
    return <Outcomes outcomes={added.value} onDone={() => showView({ kind: 'cameras' })} />
  const failure = [checked, added, template].find(task => task.kind === 'failed')
  return (
    <div className="setup-csv" data-testid="setup-csv">
      <p className="setup-hint">{t('setup.csv.hint')}</p>
      <div className="setup-row">
        <Button
          testId="setup-csv-template"
          onClick={() =>
            void getTemplate(async () =>
              window.zhishou.saveExport((await call('setup.csv-template', {})).fileName),
            )
          }
        >
          {t('setup.csv.template')}
        </Button>
        <input
          ref={file}
          hidden
          type="file"
          accept=".csv,text/csv"
          data-testid="setup-csv-file"
          onChange={event => {
            const [chosen] = event.target.files ?? []
            if (chosen !== undefined) void check(() => read(chosen))
            // The same file again, mended, is to be read again.
            event.target.value = ''
          }}
        />
        <Button testId="setup-csv-choose" onClick={() => file.current?.click()}>
          {t('setup.csv.choose')}
        </Button>
      </div>
      {failure?.kind === 'failed' && (
        <p className="setup-line setup-warn" role="alert">
          <StateIcon tone="fault" size={18} />
          {t.refusal(failure.error)}
        </p>
      )}
      {checked.kind === 'done' && (
        <Preview
          checked={checked.value}
          isBusy={added.kind === 'busy'}
          onAdd={() => void save(checked.value.text)}
        />
      )}
    </div>
  )
}

function Preview(props: { checked: Checked; isBusy: boolean; onAdd: () => void }): JSX.Element {
  const t = useText()
  const { rows, text } = props.checked
  const checks = useCsvChecks(text, rows)
  const bad = rows.filter(({ errors }) => errors.length > 0).length
  const good = rows.length - bad
  const failing = [...checks.values()].filter(({ kind }) => kind === 'failed').length
  if (rows.length === 0) return <Empty>{t('setup.csv.empty')}</Empty>
  const words = (found: CsvRow['errors']): string =>
    found.map(({ code, params }) => t.dynamic(`setup.csv.error.${code}`, params)).join('；')
  return (
    <>
      <div className="setup-row setup-bar">
        <b data-testid="setup-csv-summary">{t('setup.csv.summary', { total: rows.length, good, bad })}</b>
        <Button
          kind="primary"
          disabled={good === 0 || props.isBusy}
          testId="setup-csv-add"
          onClick={props.onAdd}
        >
          {failing === 0
            ? t('setup.csv.add', { count: good })
            : t('setup.csv.add-failing', { count: good, failing })}
        </Button>
      </div>
      <Table
        dataSource={rows}
        rowKey={({ line }) => line}
        size="small"
        pagination={false}
        columns={[
          { key: 'line', title: t('setup.csv.line'), width: 60, render: (_, { line }) => line },
          { key: 'name', title: t('setup.column.name'), render: (_, { name }) => name },
          { key: 'place', title: t('setup.column.place'), render: (_, { place }) => place },
          { key: 'address', title: t('setup.column.address'), render: (_, { address }) => address },
          {
            key: 'result',
            title: t('setup.csv.result'),
            render: (_, { errors, warnings }) => (
              <span className="setup-line">
                <StateIcon
                  tone={errors.length > 0 ? 'fault' : warnings.length > 0 ? 'warn' : 'ok'}
                  size={18}
                />
                {errors.length + warnings.length === 0
                  ? t('setup.csv.fine')
                  : words([...errors, ...warnings])}
              </span>
            ),
          },
          {
            key: 'check',
            title: t('setup.csv.check'),
            render: (_, { line, errors }) => errors.length === 0 && <CheckResult check={checks.get(line)} />,
          },
        ]}
      />
    </>
  )
}

/** What the device itself said to the address and password of a row. */
function CheckResult({ check }: { check: CsvCheck | undefined }): JSX.Element {
  const t = useText()
  if (check === undefined) return <span className="setup-dim">{t('setup.csv.check.waiting')}</span>
  return (
    <span className="setup-line" data-testid="setup-csv-check" data-state={check.kind}>
      <StateIcon tone={check.kind === 'busy' ? 'busy' : check.kind === 'fine' ? 'ok' : 'warn'} size={18} />
      {check.kind === 'busy' && t('setup.testing')}
      {check.kind === 'fine' &&
        t('setup.csv.check.fine', { size: `${check.facts.width}×${check.facts.height}` })}
      {check.kind === 'failed' && t.refusal(check.error)}
    </span>
  )
}
