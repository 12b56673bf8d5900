import type { JSX } from 'react'
import type { Incident } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { contactsOf, otherContacts, reportTargets } from './contacts.ts'
import { currentTask, toggleTold, type Draft } from './draft.ts'
import { GuardChoice, OptionalNote, OwnWords, Ticks } from './step-fields.tsx'
import { editDraft } from './store.ts'

/** What the step in hand asks for; nothing of it must be typed. Null where a press is all. */
export function StepForm({ incident, draft }: { incident: Incident; draft: Draft }): JSX.Element | null {
  const edit = (part: Partial<Draft>) => editDraft(incident.id, part)
  const t = useText()
  switch (currentTask(incident)) {
    case 'locate':
    case 'close':
      return null
    case 'scene':
      return incident.progress.dispatched !== null && !draft.isReassigning ? null : (
        <GuardChoice
          name={`who-${incident.id}`}
          label={t('incidents.guards')}
          value={draft.who}
          onChange={who => edit({ who })}
        />
      )
    case 'verify':
      return (
        <OptionalNote
          label={t('incidents.verify-note')}
          value={draft.verifyNote}
          onChange={verifyNote => edit({ verifyNote })}
        />
      )
    case 'handle':
      return (
        <OwnWords
          label={t('incidents.handling')}
          value={draft.handling}
          maxLength={1_000}
          onChange={handling => edit({ handling })}
          testId="handling-text"
        />
      )
    case 'report':
      return <ReportForm incident={incident} draft={draft} />
    case 'record':
      return (
        <OwnWords
          label={t('incidents.record')}
          value={draft.record}
          maxLength={2_000}
          onChange={record => edit({ record })}
          testId="record-text"
        />
      )
    case 'reset':
      return (
        <>
          <GuardChoice
            name={`key-${incident.id}`}
            label={t('incidents.key-holder')}
            value={draft.keyHolder}
            onChange={keyHolder => edit({ keyHolder })}
          />
          <OwnWords
            label={t('incidents.cause')}
            value={draft.cause}
            maxLength={500}
            onChange={cause => edit({ cause })}
            testId="reset-cause"
          />
          <ReviewerChoice incident={incident} value={draft.reviewer} />
        </>
      )
  }
}

/** Who looked the press over: anybody but the one who writes it down (A-N3.6). */
function ReviewerChoice({ incident, value }: { incident: Incident; value: string }): JSX.Element {
  const t = useText()
  const guards = useKnown(state => state.site?.guards) ?? []
  const contacts = useKnown(state => state.site?.contacts) ?? []
  const atDesk = useKnown(state => state.duty?.session?.person.name ?? '')
  const leaders = contactsOf('school-leader', contacts).concat(contactsOf('guard-leader', contacts))
  const names = new Set([...guards, ...leaders].map(({ name }) => name).filter(name => name !== atDesk))
  return (
    <fieldset className="field" data-testid="reset-reviewer">
      <legend>{t('incidents.reviewer')}</legend>
      <div className="picks">
        {[...names].map(name => (
          <label key={name} className="pick">
            <input
              type="radio"
              name={`reviewer-${incident.id}`}
              checked={value === name}
              onChange={() => editDraft(incident.id, { reviewer: name })}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function ReportForm({ incident, draft }: { incident: Incident; draft: Draft }): JSX.Element {
  const t = useText()
  const contacts = useKnown(state => state.site?.contacts) ?? []
  const isTrue = incident.progress.verified?.verdict === 'true'
  const others = otherContacts(contacts)
  // A true alarm always goes to somebody: "no report needed" is not offered for it.
  const targets = reportTargets.filter(target => !isTrue || target !== 'none-needed')
  return (
    <>
      <Ticks
        label={t('incidents.told')}
        options={targets.map(target => ({
          value: target,
          label: t(`incident.told.${target}`),
          isRequired: isTrue && target === 'school-leader',
          details: contactsOf(target, contacts).map(({ name, phone, when }) =>
            when === 'always' ? `${name} ${phone}` : `${name} ${phone}（${t('incidents.working-hours')}）`,
          ),
        }))}
        chosen={draft.told}
        onToggle={target => editDraft(incident.id, { told: toggleTold(draft.told, target) })}
      />
      {others.length > 0 && (
        <p className="step-note">
          {t('incidents.contacts', {
            contacts: others.map(({ role, name, phone }) => `${role} ${name} ${phone}`).join(' · '),
          })}
        </p>
      )}
      <OptionalNote
        label={t('incidents.report-note')}
        value={draft.reportNote}
        onChange={reportNote => editDraft(incident.id, { reportNote })}
      />
    </>
  )
}
