import { useEffect, useState, type JSX } from 'react'
import type { RelayOutput } from '../../../../shared/domain/relay.ts'
import { Refusal } from '../../../../shared/refusal.ts'
import { call, useKnown } from '../../../link/stores.ts'
import { useLocale, useText } from '../../../link/use-text.ts'
import { Icon } from '../../../ui/icon.tsx'
import { formatDuration } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import './relays.css'

/** How long the second press on a siren is waited for, ms. */
const confirmWithinMs = 4_000

/** Outputs of the camera on the enlarged picture, for those who may: fill light, siren. */
export function RelayButtons({ cameraId }: { cameraId: string }): JSX.Element | null {
  const may = useKnown(known => known.duty?.session?.permissions.includes('cameras.relay') ?? false)
  const connected = useKnown(known => known.connected)
  const report = useKnown(known => known.relays?.find(relays => relays.cameraId === cameraId) ?? null)
  useEffect(() => {
    if (!may || !connected) return
    // A camera that has no outputs, or does not answer, shows no button.
    call('relays.look', { cameraId }).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error
    })
  }, [may, connected, cameraId])
  if (!may || report === null || report.outputs.length === 0) return null
  return (
    <>
      {report.outputs.map(output => (
        <RelayButton key={output.token} cameraId={cameraId} output={output} />
      ))}
    </>
  )
}

function RelayButton({ cameraId, output }: { cameraId: string; output: RelayOutput }): JSX.Element {
  const t = useText()
  const { name, use, state, token } = output
  const [isBusy, setIsBusy] = useState(false)
  const [isAsked, setIsAsked] = useState(false)
  const [told, setTold] = useState<string | null>(null)
  useEffect(() => {
    if (!isAsked && told === null) return
    const timer = window.setTimeout(
      () => {
        setIsAsked(false)
        setTold(null)
      },
      told === null ? confirmWithinMs : confirmWithinMs * 2,
    )
    return () => window.clearTimeout(timer)
  }, [isAsked, told])
  const isOn = state === 'on'
  const press = () => {
    if (use === 'siren' && !isOn && !isAsked) return setIsAsked(true)
    setIsAsked(false)
    setTold(null)
    setIsBusy(true)
    call('relays.switch', { cameraId, token, on: !isOn })
      .then(
        ({ isConfirmed }) => isConfirmed === false && setTold(t('relay.unconfirmed', { name })),
        (error: unknown) => {
          if (!(error instanceof Refusal)) throw error
          setTold(t.refusal(error))
        },
      )
      .finally(() => setIsBusy(false))
  }
  return (
    <span className="relay">
      <button
        type="button"
        className={`tile-tool relay-button relay-${use}`}
        title={t(isOn ? 'relay.switch-off' : 'relay.switch-on', { name })}
        aria-pressed={isOn}
        disabled={isBusy}
        data-testid={`relay-${token}`}
        data-state={state}
        onClick={press}
        onDoubleClick={event => event.stopPropagation()}
      >
        <Icon name={use === 'siren' ? 'sound' : 'light'} size={18} />
        {isAsked ? t('relay.again') : name}
        <small>
          {t(`relay.${state}`)}
          <EndsIn endsAtMs={isOn ? output.endsAtMs : null} />
        </small>
      </button>
      {told !== null && (
        <span role="alert" className="relay-told" data-testid="relay-told">
          {told}
        </span>
      )}
    </span>
  )
}

function EndsIn({ endsAtMs }: { endsAtMs: number | null }): JSX.Element | null {
  const t = useText()
  const locale = useLocale(known => known.locale)
  const nowMs = useNow(1_000)
  if (endsAtMs === null) return null
  return <> · {t('relay.ends', { duration: formatDuration(Math.max(1_000, endsAtMs - nowMs), locale) })}</>
}
