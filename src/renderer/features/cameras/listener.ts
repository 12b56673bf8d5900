import { create } from 'zustand'
import { refusalCodes, type RefusalCode } from '../../../shared/refusal.ts'
import { SoundMessage } from '../../../shared/streams.ts'
import { openStream } from '../../link/stores.ts'
import { MseSink } from '../../media/mse-sink.ts'
import { onTick } from '../../media/ticker.ts'

interface Hearing {
  readonly cameraId: string
  /** Sound is really played. */
  readonly isHeard: boolean
}

interface ListenerState {
  /** What is listened to; one camera at a time. */
  now: Hearing | null
  /** Why the last listening ended by itself; null after one that was ended by hand. */
  ended: { readonly cameraId: string; readonly code: RefusalCode } | null
}

export const useListener = create<ListenerState>(() => ({ now: null, ended: null }))

/** Sound this far behind what has come is of the past: a jump costs less than the age. */
const jumpBeyondSeconds = 1.5
const targetSeconds = 0.4

let running: Disposable | null = null

/** Begins to listen to a camera; ends what was listened to before. */
export function listenTo(cameraId: string): void {
  running?.[Symbol.dispose]()
  useListener.setState({ now: { cameraId, isHeard: false }, ended: null })
  running = play(cameraId)
}

/** Ends listening to this camera; nothing when another one is heard. */
export function stopListening(cameraId: string): void {
  if (useListener.getState().now?.cameraId !== cameraId) return
  running?.[Symbol.dispose]()
  running = null
  useListener.setState({ now: null, ended: null })
}

function play(cameraId: string): Disposable {
  // An element that is on no page plays sound all the same.
  const element = document.createElement('video')
  const owned = new DisposableStack()
  const over = (code: RefusalCode): void => {
    if (owned.disposed) return
    owned.dispose()
    useListener.setState({ now: null, ended: { cameraId, code } })
  }
  const sink = owned.use(
    new MseSink({
      video: element,
      timeline: 'joined',
      keepBehindSeconds: 5,
      onAppended: () => {
        if (!element.paused) return
        element.play().catch(() => {})
        useListener.setState({ now: { cameraId, isHeard: true } })
      },
      onError: () => over('cameras.no-sound'),
    }),
  )
  owned.use(
    onTick(() => {
      const end = sink.bufferedEnd()
      if (end !== null && end - element.currentTime > jumpBeyondSeconds)
        element.currentTime = end - targetSeconds
    }),
  )
  const connect = async () => {
    const socket = await openStream(`/listen?${new URLSearchParams({ camera: cameraId }).toString()}`)
    if (owned.disposed) {
      socket.close()
      return
    }
    owned.defer(() => socket.close())
    socket.addEventListener('message', ({ data }) => {
      if (owned.disposed) return
      if (data instanceof ArrayBuffer) sink.append(new Uint8Array(data))
      else sink.media(SoundMessage.parse(JSON.parse(String(data))).mimeType)
    })
    socket.addEventListener('close', ({ reason }) =>
      over(refusalCodes.find(code => code === reason) ?? 'cameras.listen-ended'),
    )
  }
  connect().catch(() => over('cameras.no-sound'))
  return owned
}
