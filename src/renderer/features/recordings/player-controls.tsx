import { useState, type JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useHotkey } from '../../ui/hotkeys.ts'
import { Icon } from '../../ui/icon.tsx'
import { formatDateTime, formatDay, parseBeijing } from '../../ui/time.ts'
import type { PlayerHandle } from './use-player.ts'

const rates = [0.5, 1, 2, 4, 8].map(rate => ({ value: rate, label: rate === 0.5 ? '½×' : `${rate}×` }))
const stepMs = 10_000

/** Play, pause, ten seconds either way, speed, and a typed time. */
export function PlayerControls({ player }: { player: PlayerHandle }): JSX.Element {
  const t = useText()
  const { state } = player
  const [typed, setTyped] = useState('')
  const isPlaying = state.phase === 'playing' || state.phase === 'loading'
  const toggle = () => (isPlaying ? player.pause() : player.play())
  const step = (byMs: number) => player.seek(state.positionMs + byMs)
  useHotkey(' ', 'page', toggle)
  useHotkey('ArrowLeft', 'page', () => step(-stepMs))
  useHotkey('ArrowRight', 'page', () => step(stepMs))
  const goTo = () => {
    const atMs = parseBeijing(typed.includes('-') ? typed : `${formatDay(state.positionMs)} ${typed}`)
    if (atMs !== null) player.seek(atMs)
  }
  return (
    <div className="player-controls">
      <Button
        aria-label={t('recordings.back')}
        title={t('recordings.back')}
        hint="←"
        onClick={() => step(-stepMs)}
      >
        −10
      </Button>
      <Button kind="primary" hint={t('recordings.key.space')} testId="play-pause" onClick={toggle}>
        <Icon name={isPlaying ? 'pause' : 'play'} size={20} />
        {isPlaying ? t('recordings.pause') : t('recordings.play')}
      </Button>
      <Button
        aria-label={t('recordings.forward')}
        title={t('recordings.forward')}
        hint="→"
        onClick={() => step(stepMs)}
      >
        +10
      </Button>
      <Choice
        label={t('recordings.speed')}
        options={rates}
        value={state.rate}
        onChange={player.setRate}
        testId="speed"
      />
      <time className="player-time numbers" data-testid="position">
        {formatDateTime(state.positionMs)}
      </time>
      <form
        className="player-goto"
        onSubmit={event => {
          event.preventDefault()
          goTo()
        }}
      >
        <input
          placeholder="hh:mm:ss"
          aria-label={t('recordings.goto')}
          value={typed}
          data-testid="goto"
          onChange={event => setTyped(event.target.value)}
        />
        <Button type="submit" size="small">
          {t('recordings.goto')}
        </Button>
      </form>
    </div>
  )
}
