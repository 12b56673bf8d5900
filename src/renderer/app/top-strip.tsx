import type { JSX } from 'react'
import { clockDeviationLimitMs } from '../../shared/domain/clock.ts'
import { ShelvingChip } from '../features/alarm-load/index.ts'
import { ArmingChips } from '../features/intrusion/index.ts'
import { DutyChip } from '../features/duty/index.ts'
import { useKnown } from '../link/stores.ts'
import { setLocale, useLocale, useText } from '../link/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { StateIcon } from '../ui/state-icon.tsx'
import { formatLongDay, formatTime } from '../ui/time.ts'
import type { Tone } from '../ui/tone.ts'
import { useNow } from '../ui/use-now.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { stationNowMs } from './station-clock.ts'
import './top-strip.css'

/** A deviation of a second is allowed, and already worth a look. */
const provedWithinMs = 1_000

/** Whether the time beside it can be trusted: a shape and a word, and in the hint which way it is off. */
function ClockProof(): JSX.Element {
  const t = useText()
  const deviationMs = useKnown(state => state.station?.clockDeviationMs ?? null)
  if (deviationMs === null)
    return (
      <span className="strip-clock-proof" data-state="unknown" title={t('app.clock.unproved.hint')}>
        <StateIcon tone="unknown" size={13} />
        {t('app.clock.unproved')}
      </span>
    )
  const offMs = Math.abs(deviationMs)
  const seconds = (offMs / 1_000).toFixed(1)
  const [state, tone, word] =
    offMs <= provedWithinMs
      ? (['proved', 'ok', 'app.clock.proved'] as const)
      : offMs <= clockDeviationLimitMs
        ? (['off', 'warn', 'app.clock.off'] as const)
        : (['beyond', 'fault', 'app.clock.beyond'] as const)
  const hint = t(deviationMs < 0 ? 'app.clock.behind.hint' : 'app.clock.ahead.hint', { seconds })
  return (
    <span className="strip-clock-proof" data-state={state} title={hint}>
      <StateIcon tone={tone} size={13} />
      {t(word, { seconds })}
    </span>
  )
}

function Clock(): JSX.Element {
  const locale = useLocale(state => state.locale)
  useNow(250)
  const nowMs = stationNowMs()
  return (
    <div className="strip-clock" data-testid="clock">
      <time className="numbers">{formatTime(nowMs)}</time>
      <small>
        <span>{formatLongDay(nowMs, locale)}</span>
        <ClockProof />
      </small>
    </div>
  )
}

/** A camera counts as live when either of its streams runs; one that nobody asks for is judged by its last dial. */
function useCameraCounts(): { live: number; total: number; recording: number; toRecord: number } | null {
  const packed = useKnown(state => {
    if (state.cameras === null || state.site === null) return null
    const used = state.cameras.filter(camera => camera.main.state !== 'off' || camera.sub.state !== 'off')
    const live = used.filter(camera => camera.main.state === 'live' || camera.sub.state === 'live').length
    const recorded = new Set(state.site.cameras.filter(camera => camera.recorded).map(camera => camera.id))
    const recording = state.cameras.filter(camera => recorded.has(camera.id) && camera.recording).length
    // One string, so that the strip is not drawn anew with every report of a camera.
    return [live, used.length, recording, recorded.size].join('/')
  })
  if (packed === null) return null
  const [live = 0, total = 0, recording = 0, toRecord = 0] = packed.split('/').map(Number)
  return { live, total, recording, toRecord }
}

/** How much of what should run does. Old knowledge is no knowledge. */
const toneOfShare = (part: number, whole: number): Tone =>
  part >= whole ? 'ok' : part === 0 ? 'fault' : 'warn'

function HealthChips(): JSX.Element | null {
  const t = useText()
  const counts = useCameraCounts()
  const connected = useKnown(state => state.connected)
  if (counts === null) return null
  const { live, total, recording, toRecord } = counts
  return (
    <>
      <Chip
        tone={connected ? toneOfShare(live, total) : 'unknown'}
        title={t('app.video.hint')}
        testId="video-health"
      >
        {t('app.video.online', { live, total })}
      </Chip>
      <Chip
        tone={connected ? toneOfShare(recording, toRecord) : 'unknown'}
        title={t('app.recording.hint')}
        testId="recording-health"
      >
        {t('app.recording', { recording, total: toRecord })}
      </Chip>
    </>
  )
}

/** Site, Beijing time and its proof, arming state, health of video and recording, who is on duty, language. */
export function TopStrip(): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const siteName = useKnown(state => state.site?.name ?? '')
  return (
    <header className="strip">
      <b className="strip-site" title={siteName}>
        {siteName}
      </b>
      <Clock />
      <div className="strip-arming">
        <ErrorBoundary>
          <ArmingChips />
        </ErrorBoundary>
      </div>
      <ShelvingChip />
      <HealthChips />
      <DutyChip />
      <button
        type="button"
        className="strip-language"
        title={t('app.language.switch')}
        data-testid="switch-language"
        onClick={() => setLocale(locale === 'zh-CN' ? 'en' : 'zh-CN')}
      >
        {t('app.language')}
      </button>
    </header>
  )
}
