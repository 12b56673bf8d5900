import { useEffect, type JSX } from 'react'
import { Refusal } from '../../../shared/refusal.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Icon } from '../../ui/icon.tsx'
import { listenTo, stopListening, useListener } from './listener.ts'

/** 监听: sound of the enlarged picture, for those who may. Ends when the picture is made small or taken away. */
export function ListenButton({ cameraId }: { cameraId: string }): JSX.Element | null {
  const t = useText()
  const may = useKnown(state => state.duty?.session?.permissions.includes('cameras.listen') ?? false)
  const isMine = useListener(({ now }) => now?.cameraId === cameraId)
  useEffect(() => () => stopListening(cameraId), [cameraId])
  if (!may) return null
  const label = t(isMine ? 'camera.listen.stop' : 'camera.listen')
  return (
    <button
      type="button"
      className="tile-tool"
      title={label}
      aria-label={label}
      aria-pressed={isMine}
      data-testid="tile-listen"
      onClick={() => (isMine ? stopListening(cameraId) : listenTo(cameraId))}
      onDoubleClick={event => event.stopPropagation()}
    >
      <Icon name={isMine ? 'mute' : 'sound'} size={18} />
    </button>
  )
}

/** On the tile for as long as it is heard, so that nobody in the room takes it for silence: 正在监听, or why it ended. */
export function ListenSign({ cameraId }: { cameraId: string }): JSX.Element | null {
  const t = useText()
  const isMine = useListener(({ now }) => now?.cameraId === cameraId)
  const isHeard = useListener(({ now }) => now?.isHeard === true)
  const endedWith = useListener(({ ended }) => (ended?.cameraId === cameraId ? ended.code : null))
  if (endedWith !== null) return <span data-testid="listen-sign">{t.refusal(new Refusal(endedWith))}</span>
  if (!isMine) return null
  return (
    <span className="tile-listening" data-testid="listen-sign" role="status">
      <Icon name="sound" size={14} />
      {t(isHeard ? 'camera.listening' : 'camera.listen.opening')}
    </span>
  )
}
