import emergency from '../../assets/sounds/emergency.wav'
import intrusion from '../../assets/sounds/intrusion.wav'
import notice from '../../assets/sounds/notice.wav'
import type { SoundClass, SoundOutput } from './alarm-sound.ts'

const files: Readonly<Record<SoundClass, string>> = { emergency, intrusion, notice }

/** Plays through the page. `onAudible(false)`: the sound could not be started, which the guard must see. */
export function createHtmlSound(onAudible: (isAudible: boolean) => void): SoundOutput {
  const element = new Audio()
  element.loop = true
  return {
    play(sound) {
      if (sound === null) {
        element.pause()
        return
      }
      element.src = files[sound]
      element.play().then(
        () => onAudible(true),
        (error: unknown) => {
          // A newer sound replaced this one before it began: nothing is wrong.
          if (error instanceof DOMException && error.name === 'AbortError') return
          onAudible(false)
        },
      )
    },
    [Symbol.dispose]() {
      element.pause()
    },
  }
}
