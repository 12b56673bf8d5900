import { Input } from 'antd'
import { useState, type JSX } from 'react'
import type { RequestDraft } from '../../../shared/contract/approvals.ts'
import type { Approval } from '../../../shared/domain/approval.ts'
import type { Person } from '../../../shared/domain/duty.ts'
import { rightsOf } from '../../../shared/domain/rights.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { usePeople, useSession } from '../duty/index.ts'
import { CameraChoice, fieldsOf, presetSpan, SpanChoice, spanOf, useAllCameras } from '../recordings/index.ts'
import { readApprovals, show } from './store.ts'

const dayMs = 86_400_000
const validDays = [1, 3, 7, 30] as const
const mostCameras = 64

function useRequestForm(draft: Approval | null) {
  const me = useSession()?.person.id ?? ''
  const matter = draft?.matter ?? null
  const [kind, setKind] = useState<RequestDraft['kind']>(matter?.kind ?? 'video-access')
  const [purpose, setPurpose] = useState(matter?.purpose ?? '')
  const [chosen, setChosen] = useState<readonly string[]>(matter?.cameras.map(({ id }) => id) ?? [])
  const [fields, setFields] = useState(() => fieldsOf(matter?.span ?? presetSpan('today', Date.now())))
  const [viewers, setViewers] = useState<readonly string[]>(matter?.viewers.map(({ id }) => id) ?? [me])
  const [days, setDays] = useState<number>(7)
  const [receiver, setReceiver] = useState(matter?.kind === 'video-release' ? matter.receiver : '')
  const [copies, setCopies] = useState(matter?.kind === 'video-release' ? matter.copies : 1)
  const span = spanOf(fields)
  const missing = [
    purpose.trim() === '' ? ('approvals.purpose' as const) : null,
    chosen.length === 0 ? ('approvals.cameras' as const) : null,
    span === null ? ('approvals.span' as const) : null,
    viewers.length === 0 ? ('approvals.viewers' as const) : null,
    kind === 'video-release' && receiver.trim() === '' ? ('approvals.receiver' as const) : null,
  ].filter(field => field !== null)
  const request: Omit<RequestDraft, 'expiresAtMs'> | null =
    span === null || missing.length > 0
      ? null
      : {
          kind,
          purpose,
          cameraIds: [...chosen],
          span,
          viewerIds: [...viewers],
          receiver,
          copies,
        }
  return {
    kind,
    setKind,
    purpose,
    setPurpose,
    chosen,
    setChosen,
    fields,
    setFields,
    viewers,
    setViewers,
    days,
    setDays,
    receiver,
    setReceiver,
    copies,
    setCopies,
    span,
    missing,
    request,
  }
}

/** 申请: who wants to see which recordings, and what for. */
export function RequestForm({ draft }: { draft: Approval | null }): JSX.Element {
  const t = useText()
  const cameras = useAllCameras()
  const form = useRequestForm(draft)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const nowMs = useNow(60_000)
  const save = async (isSubmitted: boolean) => {
    if (form.request === null) return
    setIsBusy(true)
    const request = { ...form.request, expiresAtMs: Date.now() + form.days * dayMs }
    try {
      const { number } = await call('approvals.save', { number: draft?.number ?? null, draft: request })
      if (isSubmitted) await call('approvals.act', { number, act: { type: 'submit' } })
      await readApprovals(null)
      show(number)
    } catch (refused) {
      setError(refused)
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <Panel
      title={t('approvals.new')}
      testId="request-form"
      actions={
        <Button size="small" kind="ghost" onClick={() => show(null)}>
          {t('app.cancel')}
        </Button>
      }
    >
      <form
        className="purpose"
        onSubmit={event => {
          event.preventDefault()
          void save(true)
        }}
      >
        <p className="purpose-hint">{t('approvals.why')}</p>
        <div className="purpose-row">
          <Choice
            label={t('approvals.kind')}
            testId="request-kind"
            value={form.kind}
            // What is asked for decides who must agree: a draft keeps its kind.
            options={(['video-access', 'video-release'] as const)
              .filter(kind => draft === null || kind === draft.matter.kind)
              .map(value => ({ value, label: t(`approvals.kind.${value}`) }))}
            onChange={form.setKind}
          />
        </div>
        <h3>{t('approvals.purpose')}</h3>
        <Input
          maxLength={300}
          autoFocus
          placeholder={t('approvals.purpose.placeholder')}
          aria-label={t('approvals.purpose')}
          value={form.purpose}
          data-testid="request-purpose"
          onChange={event => form.setPurpose(event.target.value)}
        />
        <CameraChoice offered={cameras} chosen={form.chosen} most={mostCameras} onChange={form.setChosen} />
        <SpanChoice fields={form.fields} isValid={form.span !== null} onChange={form.setFields} />
        <ViewerChoice chosen={form.viewers} onChange={form.setViewers} />
        {form.kind === 'video-release' && (
          <div className="purpose-row">
            <h3>{t('approvals.receiver')}</h3>
            <Input
              className="request-receiver"
              maxLength={120}
              placeholder={t('approvals.receiver.placeholder')}
              aria-label={t('approvals.receiver')}
              value={form.receiver}
              data-testid="request-receiver"
              onChange={event => form.setReceiver(event.target.value)}
            />
            <Choice
              label={t('approvals.copies')}
              value={form.copies}
              options={[1, 2, 3].map(value => ({ value, label: `${value} ${t('approvals.copies')}` }))}
              onChange={form.setCopies}
            />
          </div>
        )}
        <div className="purpose-row">
          <span className="purpose-hint">{t('approvals.expires')}</span>
          <Choice
            label={t('approvals.expires')}
            value={form.days}
            options={validDays.map(value => ({
              value,
              label: t('approvals.expires.days', { count: value }),
            }))}
            onChange={form.setDays}
          />
          <span className="numbers">{formatDateTime(nowMs + form.days * dayMs)}</span>
        </div>
        {error !== null && (
          <p className="request-error" role="alert" data-testid="request-error">
            {t.refusal(error)}
          </p>
        )}
        <div className="request-buttons">
          <Button
            type="submit"
            kind="primary"
            size="big"
            disabled={form.request === null || isBusy}
            testId="request-submit"
          >
            {t('approvals.submit')}
          </Button>
          <Button
            size="big"
            disabled={form.request === null || isBusy}
            testId="request-save"
            onClick={() => void save(false)}
          >
            {t('approvals.save-draft')}
          </Button>
          {form.missing.length > 0 && (
            <span className="purpose-hint">
              {t('approvals.missing', { fields: form.missing.map(field => t(field)).join('、') })}
            </span>
          )}
        </div>
      </form>
    </Panel>
  )
}

/** Who may look under the request; nobody else may. */
function ViewerChoice(props: {
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}): JSX.Element {
  const t = useText()
  const known = usePeople()
  if (known.kind === 'loading') return <Loading />
  if (known.kind === 'failed') return <Failed message={t.refusal(known.error)} retry={known.retry} />
  const people = known.people.filter(mayView)
  return (
    <>
      <h3>{t('approvals.viewers')}</h3>
      <div className="purpose-cameras">
        {people.map(({ id, name, roles }) => {
          const isChosen = props.chosen.includes(id)
          return (
            <label key={id} className="purpose-camera" data-chosen={isChosen}>
              <input
                type="checkbox"
                checked={isChosen}
                data-testid={`request-viewer-${id}`}
                onChange={() =>
                  props.onChange(isChosen ? props.chosen.filter(one => one !== id) : [...props.chosen, id])
                }
              />
              {name}
              <small>{roles.map(role => t(`role.${role}`)).join('、')}</small>
            </label>
          )
        })}
      </div>
    </>
  )
}

const mayView = ({ roles }: Person): boolean => rightsOf(roles).has('recordings.approved-request')
