import type { InputReport } from '../../../shared/domain/camera-event.ts'
import type { Camera } from '../../../shared/site.ts'
import { Emitter } from '../../platform/emitter.ts'
import { inputId } from '../../station/inputs-view.ts'
import type { Edge } from './edge-gate.ts'

/** What the contacts at cameras say now. Memory only: after a start, or while a camera is not heard, it is unknown. */
export class InputStates {
  readonly changed = new Emitter<InputReport[]>()
  readonly #cameras: () => readonly Camera[]
  readonly #edges = new Map<string, Edge>()

  constructor(cameras: () => readonly Camera[]) {
    this.#cameras = cameras
  }

  /** Every contact that raises alarms. */
  report(): InputReport[] {
    return this.#cameras()
      .filter(({ retired }) => !retired)
      .flatMap(({ id: cameraId, inputs }) =>
        (inputs ?? [])
          .filter(({ alarm }) => alarm !== 'none')
          .map(({ token }): InputReport => {
            const id = inputId(cameraId, token)
            const edge = this.#edges.get(id)
            return { id, state: edge === undefined ? 'unknown' : edge === 'active' ? 'active' : 'normal' }
          }),
      )
  }

  told(cameraId: string, token: string, edge: Edge): void {
    const id = inputId(cameraId, token)
    if (this.#edges.get(id) === edge) return
    this.#edges.set(id, edge)
    this.changed.emit(this.report())
  }

  /** The camera cannot be heard: how its contacts are is not known until it says so again. */
  lost(cameraId: string): void {
    const known = [...this.#edges.keys()].filter(id => id.startsWith(`${cameraId}/`))
    for (const id of known) this.#edges.delete(id)
    if (known.length > 0) this.changed.emit(this.report())
  }
}
