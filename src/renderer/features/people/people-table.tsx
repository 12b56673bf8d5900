import { Dropdown, type MenuProps } from 'antd'
import { useState, type JSX } from 'react'
import type { CertificateState } from '../../../shared/domain/duty.ts'
import type { PersonRecord } from '../../../shared/domain/people.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/page-states.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatMinutes } from '../../ui/time.ts'
import type { Tone } from '../../ui/tone.ts'
import { useSession } from '../duty/index.ts'
import { Trainings } from './trainings.tsx'
import { ask, type PersonAct } from './store.ts'

/** Everybody with papers, PIN and card; those who left only when asked for. */
export function PeopleTable({
  people,
  mayEdit,
}: {
  people: readonly PersonRecord[]
  mayEdit: boolean
}): JSX.Element {
  const t = useText()
  const [showRetired, setShowRetired] = useState(false)
  const shown = people.filter(({ retired }) => showRetired || retired === null)
  const left = people.filter(({ retired }) => retired !== null).length
  if (people.length === 0) return <Empty>{t('people.none')}</Empty>
  return (
    <div className="people-scroll">
      <p className="people-head">
        {t('people.count', { count: people.length - left })}
        {left > 0 && (
          <label>
            <input
              type="checkbox"
              checked={showRetired}
              data-testid="show-retired"
              onChange={event => setShowRetired(event.target.checked)}
            />
            {t('people.show-retired')}（{left}）
          </label>
        )}
      </p>
      <table className="people-table" data-testid="people-table">
        <thead>
          <tr>
            <th>{t('people.name')}</th>
            <th>{t('people.certificate')}</th>
            <th>{t('people.training')}</th>
            <th>{t('people.assignments')}</th>
            <th>{t('people.phone')}</th>
            <th>{t('people.pin')}</th>
            <th>{t('people.card')}</th>
            {mayEdit && <th />}
          </tr>
        </thead>
        <tbody>
          {shown.map(person => (
            <PersonRow key={person.id} person={person} mayEdit={mayEdit} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function PersonRow({ person, mayEdit }: { person: PersonRecord; mayEdit: boolean }): JSX.Element {
  const t = useText()
  const { id, name, roles, assignments, phone, retired } = person
  return (
    <tr data-testid={`person-row-${id}`} data-retired={retired !== null}>
      <td>
        <b>{name}</b>
        <small>{roles.map(role => t(`role.${role}`)).join('、')}</small>
        {retired !== null && (
          <State tone="off" words={t('people.retired', { on: retired.on })} title={retired.reason} />
        )}
      </td>
      <td>
        <CertificateCell state={person.certificateState} />
      </td>
      <td>
        <Trainings training={person.training} />
      </td>
      <td>
        {assignments.map(assignment => (
          <div key={`${assignment.duty} ${assignment.from}`}>
            {t(`people.duty.${assignment.duty}`)}
            <small className="numbers">
              {assignment.from}–{assignment.until ?? t('people.assignment.open')}
            </small>
          </div>
        ))}
      </td>
      <td className="numbers">{phone}</td>
      <td>
        <PinCell pin={person.pin} />
      </td>
      <td>
        <State
          tone={person.hasCard ? 'ok' : 'off'}
          words={t(person.hasCard ? 'people.card.yes' : 'people.card.no')}
        />
      </td>
      {mayEdit && (
        <td>
          <Actions person={person} />
        </td>
      )}
    </tr>
  )
}

function State({ tone, words, title }: { tone: Tone; words: string; title?: string }): JSX.Element {
  return (
    <span className="people-state" title={title}>
      <StateIcon tone={tone} size={14} />
      {words}
    </span>
  )
}

const toneOfCertificate = {
  'not-needed': 'off',
  missing: 'alarm',
  valid: 'ok',
  expiring: 'warn',
  expired: 'alarm',
} as const satisfies Record<CertificateState['kind'], Tone>

function CertificateCell({ state }: { state: CertificateState }): JSX.Element {
  const t = useText()
  const words =
    state.kind === 'expiring'
      ? t('people.certificate.expiring', { days: state.days })
      : t(`people.certificate.${state.kind}`)
  return (
    <>
      <State tone={toneOfCertificate[state.kind]} words={words} />
      {'number' in state && (
        <small className="numbers">
          {state.number}
          <br />
          {t('people.certificate.valid-to')} {state.validTo}
        </small>
      )}
    </>
  )
}

const toneOfPin = { none: 'warn', first: 'warn', own: 'ok' } as const satisfies Record<string, Tone>

function PinCell({ pin }: { pin: PersonRecord['pin'] }): JSX.Element {
  const t = useText()
  return (
    <>
      <State tone={toneOfPin[pin.kind]} words={t(`people.pin.${pin.kind}`)} />
      {pin.lockedUntilMs !== null && (
        <State tone="alarm" words={t('people.locked', { time: formatMinutes(pin.lockedUntilMs) })} />
      )}
    </>
  )
}

/** What can be done about a person: rarely, so behind one button. */
function Actions({ person }: { person: PersonRecord }): JSX.Element {
  const t = useText()
  const isSelf = useSession()?.person.id === person.id
  if (person.retired !== null)
    return (
      <Button
        size="small"
        testId={`return-${person.id}`}
        onClick={() => ask({ kind: 'act', act: 'return', person })}
      >
        {t('people.return')}
      </Button>
    )
  const acts: readonly (PersonAct | 'learn-card')[] = [
    ...(isSelf ? [] : (['issue-pin'] as const)),
    ...(person.pin.lockedUntilMs === null || isSelf ? [] : (['unlock'] as const)),
    'learn-card',
    ...(person.hasCard ? (['forget-card'] as const) : []),
    ...(isSelf ? [] : (['retire'] as const)),
  ]
  const items: MenuProps['items'] = acts.map(act => ({
    key: act,
    label: <span data-testid={`${act}-${person.id}`}>{t(`people.${act}`)}</span>,
    danger: act === 'retire',
    onClick: () => ask(act === 'learn-card' ? { kind: 'card', person } : { kind: 'act', act, person }),
  }))
  return (
    <div className="people-actions">
      <Button size="small" testId={`edit-${person.id}`} onClick={() => ask({ kind: 'edit', person })}>
        {t('people.edit')}
      </Button>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <button
          type="button"
          className="button button-ghost button-small"
          data-testid={`more-${person.id}`}
          aria-label={t('people.more')}
        >
          {t('people.more')}
        </button>
      </Dropdown>
    </div>
  )
}
