import { Input } from 'antd'
import { useState, type JSX } from 'react'
import type { VideoDraft } from '../../../shared/contract/approvals.ts'
import type { VideoMatter } from '../../../shared/domain/approval-kinds.ts'
import type { Person } from '../../../shared/domain/duty.ts'
import { rightsOf } from '../../../shared/domain/rights.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { usePeople, useSession } from '../duty/index.ts'
import { CameraChoice, fieldsOf, presetSpan, SpanChoice, spanOf, useAllCameras } from '../recordings/index.ts'
import { TextField, ValidDays } from './form-fields.tsx'
import { FormFoot } from './form-foot.tsx'
import { useSaving } from './use-saving.ts'

const dayMs = 86_400_000
const mostCameras = 64

function useVideoForm(kind: VideoDraft['kind'], matter: VideoMatter | null) {
  const me = useSession()?.person.id ?? ''
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
  const request: Omit<VideoDraft, 'expiresAtMs'> | null =
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

/** Who wants to see which recordings, and what for. */
export function VideoForm(props: {
  kind: VideoDraft['kind']
  number: number | null
  matter: VideoMatter | null
}): JSX.Element {
  const t = useText()
  const cameras = useAllCameras()
  const { kind } = props
  const form = useVideoForm(kind, props.matter)
  const { error, isBusy, save } = useSaving(props.number)
  const keep = (isSubmitted: boolean) => {
    if (form.request === null) return
    void save({ ...form.request, expiresAtMs: stationNowMs() + form.days * dayMs }, isSubmitted)
  }
  return (
    <form
      className="purpose"
      onSubmit={event => {
        event.preventDefault()
        keep(true)
      }}
    >
      <TextField
        label={t('approvals.purpose')}
        hint={t('approvals.purpose.placeholder')}
        most={300}
        autoFocus
        value={form.purpose}
        testId="request-purpose"
        onChange={form.setPurpose}
      />
      <CameraChoice offered={cameras} chosen={form.chosen} most={mostCameras} onChange={form.setChosen} />
      <SpanChoice fields={form.fields} isValid={form.span !== null} onChange={form.setFields} />
      <ViewerChoice chosen={form.viewers} onChange={form.setViewers} />
      {kind === 'video-release' && (
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
      <ValidDays days={form.days} onChange={form.setDays} />
      <FormFoot
        error={error}
        isBusy={isBusy}
        missing={form.missing.map(field => t(field))}
        onDraft={() => keep(false)}
      />
    </form>
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
