export interface PtzPosition {
  /** -1 to 1, right and up positive. */
  pan: number
  tilt: number
  /** 0 to 1. */
  zoom: number
}

/** From one end to the other at full speed, seconds. */
const sweepSeconds = 8

/** Where a simulated PTZ camera looks. Moves as long as it was told to; a time-out stops it, as in the real thing. */
export class PtzState {
  readonly presets = new Map<string, { name: string; position: PtzPosition }>([
    ['1', { name: '大门口', position: { pan: -0.5, tilt: 0, zoom: 0.2 } }],
    ['2', { name: '操场 & 主席台', position: { pan: 0.5, tilt: -0.2, zoom: 0.6 } }],
  ])
  home: PtzPosition = { pan: 0, tilt: 0, zoom: 0 }
  #from: PtzPosition = { pan: 0, tilt: 0, zoom: 0 }
  #velocity: PtzPosition = { pan: 0, tilt: 0, zoom: 0 }
  #sinceMs = 0
  #untilMs = 0
  #nextToken = 3

  /** At a moment of the monotonic clock, ms. */
  positionAt(nowMs: number): PtzPosition {
    const seconds = (Math.min(nowMs, this.#untilMs) - this.#sinceMs) / 1_000
    const moved = (key: keyof PtzPosition, low: number) => {
      const at = this.#from[key] + (this.#velocity[key] * 2 * Math.max(0, seconds)) / sweepSeconds
      return Math.min(1, Math.max(low, at))
    }
    return { pan: moved('pan', -1), tilt: moved('tilt', -1), zoom: moved('zoom', 0) }
  }

  isMovingAt(nowMs: number): boolean {
    const isAsked = Object.values(this.#velocity).some(speed => speed !== 0)
    return isAsked && nowMs < this.#untilMs
  }

  move(velocity: PtzPosition, timeoutMs: number, nowMs: number): void {
    this.#from = this.positionAt(nowMs)
    this.#velocity = velocity
    this.#sinceMs = nowMs
    this.#untilMs = nowMs + timeoutMs
  }

  goTo(position: PtzPosition, nowMs: number): void {
    this.move({ pan: 0, tilt: 0, zoom: 0 }, 0, nowMs)
    this.#from = { ...position }
  }

  /** Stores where it looks now; gives the token. */
  store(name: string, token: string | undefined, nowMs: number): string {
    const key = token ?? String(this.#nextToken++)
    this.presets.set(key, { name, position: this.positionAt(nowMs) })
    return key
  }
}
