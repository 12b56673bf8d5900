import { Modal } from 'antd'
import { useEffect, useId, type FormEvent, type JSX, type KeyboardEvent } from 'react'
import { isUnacknowledged } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkey, useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { useSignedOn } from '../duty/index.ts'
import { togglePhrase } from './draft.ts'
import {
  closeObservation,
  editObservation,
  missingIn,
  putObservationAside,
  sendObservation,
  useObservation,
  type Where,
} from './observation.ts'
import { useHindrance, useOpenIncidents } from './use-incident.ts'
import './observe-dialog.css'

/** 发现情况: the guard says where he sees it, and the alarm stage takes over. Always mounted. */
export function ObserveDialog(): JSX.Element {
  const t = useText()
  const isOpen = useObservation(state => state.isOpen && !state.isAside)
  const signedOn = useSignedOn()
  const newestRinging = Math.max(
    0,
    ...useOpenIncidents()
      .filter(isUnacknowledged)
      .map(({ id }) => id),
  )
  useHotkeyBarrier('dialog', isOpen)
  // antd hears Escape only while the focus is inside, and an alarm may have taken it.
  useHotkey('Escape', 'dialog', closeObservation, isOpen)
  useEffect(() => {
    if (newestRinging > 0) putObservationAside()
  }, [newestRinging])
  useEffect(() => {
    if (!signedOn) closeObservation()
  }, [signedOn])
  return (
    <Modal
      open={isOpen}
      title={t('incidents.observe.title')}
      footer={null}
      width={860}
      centered
      destroyOnHidden
      mask={{ closable: false }}
      onCancel={closeObservation}
      data-testid="observe-dialog"
    >
      <ObserveForm />
    </Modal>
  )
}

/** In a form Enter is the big button, from a choice and from the words alike. */
function ObserveForm(): JSX.Element {
  const t = useText()
  const { where, text, place } = useObservation()
  const hindrance = useHindrance()
  const missing = missingIn(where, place)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (hindrance === null) void sendObservation()
  }
  return (
    <form className="observe" data-testid="observe" onSubmit={submit} onKeyDown={ignoreHeldEnter}>
      <Places where={where} />
      {where !== null && where.cameraId === null ? <PlaceInWords place={place} /> : <Words text={text} />}
      <div className="observe-foot">
        <Button
          type="submit"
          kind="primary"
          size="big"
          hint={t('incidents.key.enter')}
          disabled={hindrance !== null || missing !== null}
          testId="observe-raise"
        >
          {t('incidents.observe.raise')}
        </Button>
        <Button kind="ghost" size="big" onClick={closeObservation}>
          {t('app.cancel')}
        </Button>
        <Note missing={missing} />
      </div>
    </form>
  )
}

/** The Enter that pressed the button of a tile and is still held down must not answer the question as well. */
function ignoreHeldEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.repeat) event.preventDefault()
}

/** Every camera by its name, and the place that no camera sees. One group of choices: the arrow keys walk through it. */
function Places({ where }: { where: Where }): JSX.Element {
  const t = useText()
  const cameras = useKnown(state => state.site?.cameras) ?? []
  const options = [
    ...cameras.map(({ id, name }) => ({ cameraId: id, label: name, testId: `observe-camera-${id}` })),
    { cameraId: null, label: t('incidents.observe.elsewhere'), testId: 'observe-elsewhere' },
  ]
  return (
    <fieldset className="field">
      <legend>{t('incidents.observe.where')}</legend>
      <div className="picks observe-places">
        {options.map(({ cameraId, label, testId }, index) => {
          const isChosen = where !== null && where.cameraId === cameraId
          return (
            <label key={testId} className="pick" data-testid={testId}>
              <input
                type="radio"
                name="observe-where"
                checked={isChosen}
                // The first thing the keys are for in here; nothing is lost, for the dialog was asked for.
                autoFocus={where === null ? index === 0 : isChosen}
                onChange={() => editObservation({ where: { cameraId } })}
              />
              <span>{label}</span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

const phrases = [
  'incidents.observe.phrase.fight',
  'incidents.observe.phrase.weapon',
  'incidents.observe.phrase.intruder',
  'incidents.observe.phrase.climbing',
  'incidents.observe.phrase.damage',
  'incidents.observe.phrase.fire',
  'incidents.observe.phrase.injury',
] as const

/** Where it is, for what no camera sees; short, for it is the title of the incident. */
function PlaceInWords({ place }: { place: string }): JSX.Element {
  const t = useText()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{t('incidents.observe.place')}</label>
      <input
        id={id}
        className="line-input"
        maxLength={60}
        value={place}
        data-testid="observe-place"
        onChange={event => editObservation({ place: event.target.value })}
      />
    </div>
  )
}

/** What he sees, at a press or in his own words; it may stay empty. */
function Words({ text }: { text: string }): JSX.Element {
  const t = useText()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{t('incidents.observe.text')}</label>
      <input
        id={id}
        className="line-input"
        maxLength={500}
        value={text}
        data-testid="observe-text"
        onChange={event => editObservation({ text: event.target.value })}
      />
      <div className="phrases" role="group" aria-label={t('incidents.phrases')}>
        {phrases.map(key => {
          const phrase = t(key)
          return (
            <button
              key={key}
              type="button"
              className="phrase"
              aria-pressed={text.includes(phrase)}
              onClick={() => editObservation({ text: togglePhrase(text, phrase) })}
            >
              {phrase}
            </button>
          )
        })}
      </div>
    </div>
  )
}

/** Near the button: why it cannot be pressed, or why core refused. */
function Note({ missing }: { missing: ReturnType<typeof missingIn> }): JSX.Element {
  const t = useText()
  const hindrance = useHindrance()
  const name = useKnown(state => state.duty?.session?.person.name ?? '')
  const refusal = useObservation(state => state.refusal)
  let error: string | null = null
  if (hindrance === 'link') error = t('incidents.link-lost')
  else if (hindrance === 'forbidden') error = t('incidents.may-not-handle', { name })
  else if (refusal !== null) error = t.refusal(refusal)
  if (error !== null)
    return (
      <p className="observe-error" role="alert" data-testid="observe-note">
        {error}
      </p>
    )
  return (
    <p className="observe-hint" data-testid="observe-note">
      {t(missing === null ? 'incidents.observe.next' : `incidents.observe.need.${missing}`)}
    </p>
  )
}
