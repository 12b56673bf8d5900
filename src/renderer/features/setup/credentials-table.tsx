import { Modal, Table } from 'antd'
import { useEffect, useState, type JSX } from 'react'
import type { SetupOverview } from '../../../shared/contract/setup.ts'
import type { CredentialState } from '../../../shared/domain/setup.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/page-states.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { useMay } from '../duty/index.ts'
import { Field, TextInput } from './fields.tsx'
import { secretsOf } from './panels/connection-draft.ts'
import { readPanels, usePanels } from './panels/store.ts'
import { readSetup } from './store.ts'
import { useTask } from './use-task.ts'

type Doing =
  { readonly kind: 'set'; readonly name: string | null } | { readonly kind: 'remove'; readonly name: string }

/** The stored passwords by name; what they are is never shown. */
export function CredentialsTable({ overview }: { overview: SetupOverview }): JSX.Element {
  const t = useText()
  const mayChange = useMay('cameras.credentials')
  const [doing, setDoing] = useState<Doing | null>(null)
  const panels = usePanels(({ load }) => (load.kind === 'ready' ? load.overview.panels : null))
  useEffect(() => void readPanels(), [])
  const usedBy = (name: string): string =>
    [
      ...overview.cameras.filter(camera => camera.credentials === name && !camera.retired),
      ...(panels ?? []).filter(panel => secretsOf(panel.connection).includes(name)),
    ]
      .map(device => device.name)
      .join('、')
  const source = (state: CredentialState): JSX.Element => (
    <span className="setup-line">
      <StateIcon tone={state.source === 'vault' ? 'ok' : 'warn'} size={18} />
      {t(`setup.credentials.${state.source}`)}
    </span>
  )
  return (
    <div className="setup-list">
      <p className="setup-hint">{t('setup.credentials.note')}</p>
      <div className="setup-row setup-bar">
        {mayChange && (
          <Button
            size="small"
            testId="setup-credentials-add"
            onClick={() => setDoing({ kind: 'set', name: null })}
          >
            {t('setup.credentials.add')}
          </Button>
        )}
        <MoveButton overview={overview} mayMove={mayChange} />
      </div>
      {overview.credentials.length === 0 ? (
        <Empty>{t('setup.credentials.empty')}</Empty>
      ) : (
        <Table
          dataSource={overview.credentials}
          rowKey={({ name }) => name}
          size="small"
          pagination={false}
          data-testid="setup-credentials"
          columns={[
            { key: 'name', title: t('setup.column.name'), render: (_, { name }) => <b>{name}</b> },
            { key: 'used', title: t('setup.credentials.used'), render: (_, { name }) => usedBy(name) },
            { key: 'source', title: t('setup.column.state'), render: (_, state) => source(state) },
            {
              key: 'changed',
              title: '',
              render: (_, { changedAtMs }) =>
                changedAtMs === null
                  ? ''
                  : t('setup.credentials.changed', { time: formatDateTime(changedAtMs) }),
            },
            {
              key: 'actions',
              width: 190,
              render: (_, { name, source: lies }) =>
                mayChange && (
                  <span className="setup-row">
                    <Button
                      size="small"
                      testId={`setup-credentials-change-${name}`}
                      onClick={() => setDoing({ kind: 'set', name })}
                    >
                      {t('setup.credentials.change')}
                    </Button>
                    {lies !== 'file' && (
                      <Button size="small" onClick={() => setDoing({ kind: 'remove', name })}>
                        {t('setup.credentials.remove')}
                      </Button>
                    )}
                  </span>
                ),
            },
          ]}
        />
      )}
      {doing?.kind === 'set' && <SetDialog name={doing.name} onClose={() => setDoing(null)} />}
      {doing?.kind === 'remove' && <RemoveDialog name={doing.name} onClose={() => setDoing(null)} />}
    </div>
  )
}

function MoveButton({
  overview,
  mayMove,
}: {
  overview: SetupOverview
  mayMove: boolean
}): JSX.Element | null {
  const t = useText()
  const [task, run] = useTask<{ names: string[] }>()
  const count = overview.credentials.filter(({ source }) => source === 'file').length
  const move = async (): Promise<void> => {
    if ((await run(() => call('setup.move-credentials', {}))) !== null) await readSetup()
  }
  if (task.kind === 'done')
    return (
      <span className="setup-line">{t('setup.credentials.moved', { count: task.value.names.length })}</span>
    )
  if (count === 0) return null
  return (
    <>
      <span className="setup-line">
        <StateIcon tone="warn" size={18} />
        {t('setup.credentials.in-file', { count })}
      </span>
      {mayMove && (
        <Button
          size="small"
          disabled={task.kind === 'busy'}
          testId="setup-credentials-move"
          onClick={() => void move()}
        >
          {t('setup.credentials.move')}
        </Button>
      )}
      {task.kind === 'failed' && <span className="setup-warn">{t.refusal(task.error)}</span>}
    </>
  )
}

function SetDialog({ name: given, onClose }: { name: string | null; onClose: () => void }): JSX.Element {
  const t = useText()
  const [name, setName] = useState(given ?? '')
  const [user, setUser] = useState(given === null ? 'admin' : '')
  const [password, setPassword] = useState('')
  const [task, run] = useTask<object>()
  const isReady = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name) && user !== '' && task.kind !== 'busy'
  const save = async (): Promise<void> => {
    if ((await run(() => call('setup.set-credentials', { name, user, password }))) === null) return
    await readSetup()
    onClose()
  }
  return (
    <Modal
      open
      title={given === null ? t('setup.credentials.add') : `${t('setup.credentials.change')} · ${given}`}
      okText={t('setup.save')}
      cancelText={t('app.cancel')}
      okButtonProps={{ disabled: !isReady, 'data-testid': 'setup-credentials-save' }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <p className="setup-hint">{t('setup.credentials.note')}</p>
      {given !== null && <p className="setup-hint">{t('setup.credentials.consent')}</p>}
      {given === null && (
        <Field label={t('setup.credentials.name')}>
          <TextInput testId="setup-credentials-new-name" most={64} value={name} onChange={setName} />
        </Field>
      )}
      <Field label={t('setup.user')}>
        <TextInput testId="setup-credentials-user" most={128} value={user} onChange={setUser} />
      </Field>
      <Field label={t('setup.password')}>
        <TextInput
          testId="setup-credentials-password"
          type="password"
          most={256}
          value={password}
          onChange={setPassword}
        />
      </Field>
      {task.kind === 'failed' && <p className="setup-warn">{t.refusal(task.error)}</p>}
    </Modal>
  )
}

function RemoveDialog({ name, onClose }: { name: string; onClose: () => void }): JSX.Element {
  const t = useText()
  const [task, run] = useTask<object>()
  const remove = async (): Promise<void> => {
    if ((await run(() => call('setup.remove-credentials', { name }))) === null) return
    await readSetup()
    onClose()
  }
  return (
    <Modal
      open
      title={t('setup.credentials.remove.ask', { name })}
      okText={t('setup.credentials.remove')}
      cancelText={t('app.cancel')}
      okButtonProps={{ danger: true, disabled: task.kind === 'busy' }}
      onOk={() => void remove()}
      onCancel={onClose}
    >
      {task.kind === 'failed' && <p className="setup-warn">{t.refusal(task.error)}</p>}
    </Modal>
  )
}
