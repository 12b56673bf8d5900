/** What an output looks like in `enumerateDevices`; of `default` the group is that of the device behind it. */
export interface OutputDevice {
  readonly deviceId: string
  /** The device itself, under whatever names it is listed; empty where the system tells none. */
  readonly groupId: string
}

export type OutputState =
  { readonly state: 'ok'; readonly detail: string } | { readonly state: 'lost'; readonly detail: string }

/**
 * Whether there is still the output that was heard. With the loudspeaker unplugged a system goes on playing on whatever
 * else it has, a monitor without one for instance, and nobody hears it: that is a loss too, until the old one is back or
 * a test sound was asked for on the new one.
 */
export class Outputs {
  #heardOn: string | null = null
  #present = ''

  look(devices: readonly OutputDevice[]): OutputState {
    const used = devices.find(({ deviceId }) => deviceId === 'default') ?? devices[0]
    if (used === undefined) return { state: 'lost', detail: 'no output' }
    this.#present = used.groupId
    // The first one is what the shift tests its sound on.
    this.#heardOn ??= used.groupId
    const isOther = used.groupId !== this.#heardOn && used.groupId !== '' && this.#heardOn !== ''
    return isOther
      ? { state: 'lost', detail: 'another output' }
      : { state: 'ok', detail: String(devices.length) }
  }

  /** The test sound is played on what is there now: whether it is heard, the guard says. */
  tested(): void {
    this.#heardOn = this.#present
  }
}
