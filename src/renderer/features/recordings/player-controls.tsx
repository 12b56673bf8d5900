import type { JSX } from 'react'
import { keyFramesOnlyAbove } from '../../../shared/streams.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useHotkey } from '../../ui/hotkeys.ts'
import { Icon } from '../../ui/icon.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { keepFocus } from './keep-focus.ts'
import { speeds } from './playback-state.ts'
import type { PlayerHandle } from './use-player.ts'

const words: Readonly<Record<number, string>> = { 0.25: '¼×', 0.5: '½×' }
const stepMs = 10_000

/** Play, pause, single frames, ten seconds either way, speed. */
export function PlayerControls({ player }: { player: PlayerHandle }): JSX.Element {
  const t = useText()
  const { state } = player
  const isPlaying = state.wantsToPlay && state.phase !== 'ended' && state.phase !== 'failed'
  const toggle = () => (isPlaying ? player.pause() : player.play())
  const step = (byMs: number) => player.seek(state.positionMs + byMs)
  useHotkey(' ', 'page', toggle)
  useHotkey('ArrowLeft', 'page', () => step(-stepMs))
  useHotkey('ArrowRight', 'page', () => step(stepMs))
  useHotkey(',', 'page', () => player.stepFrame(-1))
  useHotkey('.', 'page', () => player.stepFrame(1))
  const rates = speeds.map(rate => ({
    value: rate,
    label: words[rate] ?? `${rate}×`,
    ...(rate > keyFramesOnlyAbove ? { title: t('recordings.speed.keyframes') } : {}),
  }))
  return (
    <div className="player-controls" onMouseDown={keepFocus}>
      <Press label={t('recordings.back')} hint="←" word="−10" onPress={() => step(-stepMs)} />
      <Press
        label={t('timeline.frame.previous')}
        hint=","
        word="◂|"
        testId="frame-previous"
        onPress={() => player.stepFrame(-1)}
      />
      <Button kind="primary" hint={t('recordings.key.space')} testId="play-pause" onClick={toggle}>
        <Icon name={isPlaying ? 'pause' : 'play'} size={20} />
        {isPlaying ? t('recordings.pause') : t('recordings.play')}
      </Button>
      <Press
        label={t('timeline.frame.next')}
        hint="."
        word="|▸"
        testId="frame-next"
        onPress={() => player.stepFrame(1)}
      />
      <Press label={t('recordings.forward')} hint="→" word="+10" onPress={() => step(stepMs)} />
      <Choice
        label={t('recordings.speed')}
        options={rates}
        value={state.rate}
        onChange={player.setRate}
        testId="speed"
      />
      <time className="player-time numbers" data-testid="position" data-ms={Math.round(state.positionMs)}>
        {formatDateTime(state.positionMs)}
      </time>
    </div>
  )
}

function Press(props: {
  label: string
  hint: string
  word: string
  testId?: string
  onPress: () => void
}): JSX.Element {
  return (
    <Button
      aria-label={props.label}
      title={props.label}
      hint={props.hint}
      onClick={props.onPress}
      {...(props.testId === undefined ? {} : { testId: props.testId })}
    >
      {props.word}
    </Button>
  )
}
