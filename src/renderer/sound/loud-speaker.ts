import {
  soundClasses,
  type AudioState,
  type SoundClass,
  type SoundReport,
} from '../../shared/domain/sound.ts'
import emergency from '../assets/sounds/emergency.wav'
import intrusion from '../assets/sounds/intrusion.wav'
import notice from '../assets/sounds/notice.wav'
import warning from '../assets/sounds/warning.wav'
import { Outputs } from './outputs.ts'

const files: Readonly<Record<SoundClass, string>> = { emergency, intrusion, warning, notice }

/** Full for what was escalated; below it for the rest, so that louder can be heard. */
const volume = { normal: 0.6, loud: 1 } as const
/** How often the output is looked for, ms: not every system tells when one was pulled out. */
const checkEveryMs = 5_000

type Told = Exclude<AudioState, 'unknown'>

export interface LoudSpeakerOptions {
  /** False: an output is taken for granted, and only a refusal to play is told. */
  readonly isChecked: boolean
  readonly tell: (state: Told, detail: string) => void
}

/** Plays the sound of the most urgent alarm in a loop, and tells whether there is anything to play it on. */
export class LoudSpeaker {
  readonly #options: LoudSpeakerOptions
  readonly #alarm = new Audio()
  readonly #test = new Audio()
  /** Sounds of the test that are still to be played. */
  #toTest: SoundClass[] = []
  readonly #outputs = new Outputs()
  #testNumber = 0
  #playing = ''
  #refusal = ''
  #told: { state: Told; detail: string } | null = null

  constructor(options: LoudSpeakerOptions) {
    this.#options = options
    this.#alarm.loop = true
    this.#test.volume = volume.loud
    this.#test.addEventListener('ended', () => this.#playTest())
    if (options.isChecked) {
      navigator.mediaDevices.addEventListener('devicechange', () => {
        // What one output refused another may play; what rings is tried again below.
        this.#refusal = ''
        void this.#check()
      })
      setInterval(() => void this.#check(), checkEveryMs)
      // The output went away while it rang: known before the system lists it.
      for (const type of ['pause', 'error', 'stalled'] as const)
        this.#alarm.addEventListener(type, () => void this.#check())
    }
    // Not at once: who is told is made after this.
    setTimeout(() => void this.#check())
  }

  /** What core says must sound. The first report after a connection asks for no test: that was before. */
  follow({ ring, testNumber }: SoundReport, { isFirst }: { readonly isFirst: boolean }): void {
    if (!isFirst && testNumber > this.#testNumber) {
      this.#outputs.tested()
      this.#toTest = [...soundClasses]
      this.#playTest()
    }
    this.#testNumber = testNumber
    const wanted = ring === null ? '' : `${ring.sound}${ring.isLoud ? ' loud' : ''}`
    // For whoever looks at this page from outside: nothing else of it can be seen.
    document.documentElement.dataset['sound'] = wanted
    if (wanted === this.#playing) return
    this.#playing = wanted
    if (ring === null) {
      this.#alarm.pause()
      return
    }
    this.#alarm.volume = ring.isLoud ? volume.loud : volume.normal
    this.#alarm.src = files[ring.sound]
    this.#start(this.#alarm)
  }

  /** Core has forgotten, or was started anew. */
  tellAgain(): void {
    if (this.#told !== null) this.#options.tell(this.#told.state, this.#told.detail)
  }

  /** Every sound once, the most urgent first: whoever sits here knows each of them. */
  #playTest(): void {
    const next = this.#toTest.shift()
    if (next === undefined) return
    this.#test.src = files[next]
    this.#start(this.#test)
  }

  #start(element: HTMLAudioElement): void {
    element.play().then(
      () => this.#refused(''),
      (error: unknown) => {
        // A newer sound replaced this one before it began: nothing is wrong.
        if (error instanceof DOMException && error.name === 'AbortError') return
        this.#refused(String(error))
      },
    )
  }

  #refused(refusal: string): void {
    this.#refusal = refusal
    void this.#check()
  }

  async #check(): Promise<void> {
    if (this.#refusal !== '') {
      this.#tell('lost', this.#refusal)
      return
    }
    if (!this.#options.isChecked) {
      this.#tell('assumed', '')
      return
    }
    const outputs = (await navigator.mediaDevices.enumerateDevices()).filter(
      ({ kind }) => kind === 'audiooutput',
    )
    const { state, detail } = this.#outputs.look(outputs)
    this.#tell(state, detail)
    // An element that lost its output under way stands still, and goes on only when it is told to.
    if (this.#playing !== '' && this.#alarm.paused) this.#start(this.#alarm)
  }

  #tell(state: Told, detail: string): void {
    if (this.#told?.state === state) return
    this.#told = { state, detail }
    this.#options.tell(state, detail)
  }
}
