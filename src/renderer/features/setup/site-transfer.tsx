import { Table } from 'antd'
import { useRef, useState, type JSX } from 'react'
import type { ImportChange, ImportCheck } from '../../../shared/contract/site-transfer.ts'
import { call } from '../../link/stores.ts'
import { useLocale, useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { Field, TextInput } from './fields.tsx'
import { useTask } from './use-task.ts'

interface Checked {
  readonly text: string
  readonly check: ImportCheck
}

/** The whole site as one file: out, and in with a comparison before anything changes. */
export function SiteTransferView(): JSX.Element {
  const t = useText()
  return (
    <div className="setup-csv" data-testid="site-transfer">
      <h3>{t('site-transfer.export')}</h3>
      <p className="setup-hint">{t('site-transfer.export.hint')}</p>
      <Export />
      <h3>{t('site-transfer.import')}</h3>
      <p className="setup-hint">{t('site-transfer.import.hint')}</p>
      <Import />
    </div>
  )
}

function Export(): JSX.Element {
  const t = useText()
  const [task, run] = useTask<boolean>()
  const save = (): void =>
    void run(async () => window.zhishou.saveExport((await call('site.export', {})).fileName))
  return (
    <div className="setup-row setup-bar">
      <Button disabled={task.kind === 'busy'} testId="site-export" onClick={save}>
        {t('site-transfer.export')}
      </Button>
      {task.kind === 'done' && task.value && (
        <span className="setup-line" role="status" data-testid="site-exported">
          <StateIcon tone="ok" size={18} />
          {t('site-transfer.exported')}
        </span>
      )}
      {task.kind === 'failed' && <span className="setup-warn">{t.refusal(task.error)}</span>}
    </div>
  )
}

function Import(): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const file = useRef<HTMLInputElement>(null)
  const [checked, check, forget] = useTask<Checked>()
  const [isDone, setIsDone] = useState(false)
  const read = async (chosen: File): Promise<Checked> => {
    setIsDone(false)
    const text = await chosen.text()
    return { text, check: await call('site.import-check', { text, locale }) }
  }
  return (
    <>
      <div className="setup-row">
        <input
          ref={file}
          hidden
          type="file"
          accept=".json,application/json"
          data-testid="site-import-file"
          onChange={event => {
            const [chosen] = event.target.files ?? []
            if (chosen !== undefined) void check(() => read(chosen))
            // The same file again, mended, is to be read again.
            event.target.value = ''
          }}
        />
        <Button
          disabled={checked.kind === 'busy'}
          testId="site-import-choose"
          onClick={() => file.current?.click()}
        >
          {t('site-transfer.choose')}
        </Button>
        {isDone && (
          <span className="setup-line" role="status" data-testid="site-imported">
            <StateIcon tone="ok" size={18} />
            {t('site-transfer.done')}
          </span>
        )}
      </div>
      {checked.kind === 'failed' && <p className="setup-warn">{t.refusal(checked.error)}</p>}
      {checked.kind === 'done' && (
        <Comparison
          key={checked.value.check.base + checked.value.text}
          checked={checked.value}
          onDone={() => {
            setIsDone(true)
            forget()
          }}
        />
      )}
    </>
  )
}

function Comparison({ checked, onDone }: { checked: Checked; onDone: () => void }): JSX.Element {
  const t = useText()
  const { text, check } = checked
  const { issues, changes, changeCount, newPeople, afterRestart, base } = check
  const [reason, setReason] = useState('')
  const [task, run] = useTask<object>()
  const apply = async (): Promise<void> => {
    if ((await run(() => call('site.import', { text, base, reason: reason.trim() }))) !== null) onDone()
  }
  if (issues.length > 0) return <Issues issues={issues} />
  if (changeCount === 0) return <p data-testid="site-import-same">{t('site-transfer.same')}</p>
  return (
    <div className="setup-csv" data-testid="site-import-changes">
      <b>{t('site-transfer.changes', { count: changeCount })}</b>
      <Changes changes={changes} />
      {changeCount > changes.length && (
        <p className="setup-hint">{t('site-transfer.more', { count: changeCount - changes.length })}</p>
      )}
      {newPeople.length > 0 && (
        <p className="setup-warn">{t('site-transfer.new-people', { names: newPeople.join('、') })}</p>
      )}
      {afterRestart && <p className="setup-warn">{t('site-transfer.restart')}</p>}
      <footer className="setup-foot">
        <Field label={t('site-transfer.reason')}>
          <TextInput testId="site-import-reason" most={200} value={reason} onChange={setReason} />
        </Field>
        <Button
          kind="primary"
          disabled={reason.trim() === '' || task.kind === 'busy'}
          testId="site-import-apply"
          onClick={() => void apply()}
        >
          {t('site-transfer.apply')}
        </Button>
        {task.kind === 'failed' && <span className="setup-warn">{t.refusal(task.error)}</span>}
      </footer>
    </div>
  )
}

function Issues({ issues }: { issues: ImportCheck['issues'] }): JSX.Element {
  const t = useText()
  return (
    <div role="alert" data-testid="site-import-issues">
      <p className="setup-line setup-warn">
        <StateIcon tone="fault" size={18} />
        {t('site-transfer.bad', { count: issues.length })}
      </p>
      <ul>
        {issues.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <code>{path === '' ? t('site-transfer.file') : path}</code> {message}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** `zones[…].name` in the words of the pages; what has no word stays as the file has it. */
function pathInWords(path: string, t: Translate): string {
  return path
    .split('.')
    .map(part => {
      const [, field = part, rest = ''] = /^([A-Za-z]+)(\[.*)?$/s.exec(part) ?? []
      const key = `site-transfer.field.${field}`
      const word = t.dynamic(key)
      return (word === key ? field : word) + rest
    })
    .join(' · ')
}

function Changes({ changes }: { changes: readonly ImportChange[] }): JSX.Element {
  const t = useText()
  const value = (text: string | null): JSX.Element =>
    text === null ? <span className="setup-dim">{t('site-transfer.absent')}</span> : <span>{text}</span>
  return (
    <Table
      dataSource={changes.map((change, index) => ({ ...change, key: index }))}
      size="small"
      pagination={changes.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      columns={[
        {
          key: 'where',
          title: t('site-transfer.column.where'),
          width: '30%',
          render: (_, { section, name, path }) => (
            <>
              <b>{[t.dynamic(`site-transfer.section.${section}`), name].filter(Boolean).join(' · ')}</b>
              <small className="setup-dim">{pathInWords(path, t)}</small>
            </>
          ),
        },
        {
          key: 'before',
          title: t('site-transfer.column.before'),
          width: '35%',
          render: (_, { before }) => value(before),
        },
        { key: 'after', title: t('site-transfer.column.after'), render: (_, { after }) => value(after) },
      ]}
    />
  )
}
