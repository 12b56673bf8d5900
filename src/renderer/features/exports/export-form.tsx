import { useState, type JSX } from 'react'
import type { ExportOffer, ExportVariant } from '../../../shared/contract/exports.ts'
import type { Span } from '../../../shared/domain/recording.ts'
import { call } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { formatDateTime, formatDuration, parseBeijing } from '../../ui/time.ts'
import { formatBytes } from './size.ts'
import { readJobs } from './store.ts'

/** What is exported: cameras, span, pictures, receiver, copies; preset to all that the request allows. */
export function ExportForm(props: {
  offer: ExportOffer
  marked: Span | null
  onOrdered: () => void
}): JSX.Element {
  const { offer, marked, onOrdered } = props
  const t = useText()
  const [cameraIds, setCameraIds] = useState(() =>
    offer.cameras.filter(({ recordedMs }) => recordedMs > 0).map(({ id }) => id),
  )
  const [from, setFrom] = useState(() => formatDateTime(marked?.fromMs ?? offer.span.fromMs))
  const [to, setTo] = useState(() => formatDateTime(marked?.toMs ?? offer.span.toMs))
  const [variants, setVariants] = useState<readonly ExportVariant[]>(() => presetVariants(offer))
  const [receiver, setReceiver] = useState(offer.receiver)
  const [copies, setCopies] = useState(1)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const span = spanWithin(from, to, offer.span)
  const isReady =
    span !== null &&
    cameraIds.length > 0 &&
    variants.length > 0 &&
    receiver.trim() !== '' &&
    offer.copiesLeft > 0
  const start = async () => {
    if (span === null) return
    setBusy(true)
    setError(null)
    const { requestNumber } = offer
    const order = {
      requestNumber,
      cameraIds: [...cameraIds],
      span,
      variants: [...variants],
      receiver,
      copies,
    }
    try {
      await call('exports.start', order)
      onOrdered()
      await readJobs(requestNumber)
    } catch (refused) {
      setBusy(false)
      setError(refused)
    }
  }
  return (
    <form
      className="export-form"
      data-testid="export-form"
      onSubmit={event => {
        event.preventDefault()
        void start()
      }}
    >
      <Cameras offer={offer} chosen={cameraIds} onChange={setCameraIds} />
      <fieldset>
        <legend>{t('exports.span')}</legend>
        <div className="export-row">
          <TimeInput
            label={t('exports.from')}
            value={from}
            testId="export-from"
            isValid={span !== null}
            onChange={setFrom}
          />
          <TimeInput
            label={t('exports.to')}
            value={to}
            testId="export-to"
            isValid={span !== null}
            onChange={setTo}
          />
          <Button
            size="small"
            onClick={() => {
              setFrom(formatDateTime(offer.span.fromMs))
              setTo(formatDateTime(offer.span.toMs))
            }}
          >
            {t('exports.whole-span')}
          </Button>
        </div>
        <p className="export-hint numbers">
          {t('exports.span.limit', {
            from: formatDateTime(offer.span.fromMs),
            to: formatDateTime(offer.span.toMs),
          })}
        </p>
      </fieldset>
      <Variants offer={offer} chosen={variants} onChange={setVariants} />
      <div className="export-row">
        <label className="export-wide">
          {t('exports.receiver')}
          <input
            value={receiver}
            maxLength={120}
            data-testid="export-receiver"
            onChange={event => setReceiver(event.target.value)}
          />
        </label>
        <label>
          {t('exports.number-of-copies')}
          <input
            type="number"
            min={1}
            max={Math.max(1, offer.copiesLeft)}
            value={copies}
            data-testid="export-copies"
            onChange={event => setCopies(Math.max(1, Math.min(offer.copiesLeft, Number(event.target.value))))}
          />
        </label>
      </div>
      {error !== null && (
        <p className="export-error" role="alert" data-testid="export-error">
          {t.refusal(error)}
        </p>
      )}
      <div className="export-foot">
        <span className="export-hint">
          {t('exports.copies-left', { allowed: offer.copiesAllowed, left: offer.copiesLeft })} ·{' '}
          {t('exports.free', { size: formatBytes(offer.freeBytes) })}
        </span>
        <Button kind="primary" size="big" type="submit" disabled={!isReady || isBusy} testId="export-start">
          {t('exports.start')}
        </Button>
      </div>
    </form>
  )
}

/** Original pictures always; for what not every player shows a second file as well. */
function presetVariants(offer: ExportOffer): ExportVariant[] {
  const hasHevc = offer.cameras.some(({ isHevc }) => isHevc)
  return hasHevc && offer.variants.includes('compatible') ? ['original', 'compatible'] : ['original']
}

/** What was typed, kept inside what is approved (typed times have no fractions of a second); null when it is no span. */
function spanWithin(from: string, to: string, limit: Span): Span | null {
  const [fromMs, toMs] = [parseBeijing(from), parseBeijing(to)]
  if (fromMs === null || toMs === null) return null
  const span = { fromMs: Math.max(fromMs, limit.fromMs), toMs: Math.min(toMs + 999, limit.toMs) }
  return span.toMs > span.fromMs && toMs > fromMs ? span : null
}

function Cameras(props: {
  offer: ExportOffer
  chosen: readonly string[]
  onChange: (ids: string[]) => void
}): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const { offer, chosen, onChange } = props
  return (
    <fieldset>
      <legend>{t('exports.cameras')}</legend>
      <div className="export-choices">
        {offer.cameras.map(camera => (
          <label key={camera.id} className="export-choice" data-chosen={chosen.includes(camera.id)}>
            <input
              type="checkbox"
              checked={chosen.includes(camera.id)}
              disabled={camera.recordedMs === 0 && !camera.isFetched}
              data-testid={`export-camera-${camera.id}`}
              onChange={() => onChange(toggled(chosen, camera.id))}
            />
            <span>
              {camera.name}
              <small>
                {camera.recordedMs === 0
                  ? t('exports.nothing-recorded')
                  : t('exports.recorded', { length: formatDuration(camera.recordedMs, locale) })}
                {camera.isFetched && ` · ${t('exports.fetched')}`}
                {camera.isHevc && ` · ${t('exports.hevc')}`}
              </small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Variants(props: {
  offer: ExportOffer
  chosen: readonly ExportVariant[]
  onChange: (variants: ExportVariant[]) => void
}): JSX.Element {
  const t = useText()
  const { offer, chosen, onChange } = props
  const hasHevc = offer.cameras.some(({ isHevc }) => isHevc)
  const shown = offer.variants.filter(variant => variant !== 'compatible' || hasHevc)
  return (
    <fieldset>
      <legend>{t('exports.variants')}</legend>
      <div className="export-choices">
        {shown.map(variant => (
          <label key={variant} className="export-choice" data-chosen={chosen.includes(variant)}>
            <input
              type="checkbox"
              checked={chosen.includes(variant)}
              data-testid={`export-variant-${variant}`}
              onChange={() => onChange(toggled(chosen, variant))}
            />
            <span>
              {t(`exports.variant.${variant}`)}
              <small>{t(`exports.variant.${variant}.hint`)}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function toggled<T>(chosen: readonly T[], value: T): T[] {
  return chosen.includes(value) ? chosen.filter(other => other !== value) : [...chosen, value]
}

function TimeInput(props: {
  label: string
  value: string
  testId: string
  isValid: boolean
  onChange: (value: string) => void
}): JSX.Element {
  return (
    <label>
      {props.label}
      <input
        className="numbers"
        value={props.value}
        maxLength={19}
        aria-invalid={!props.isValid}
        data-testid={props.testId}
        onChange={event => props.onChange(event.target.value)}
      />
    </label>
  )
}
