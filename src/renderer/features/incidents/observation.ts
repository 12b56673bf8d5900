import { create } from 'zustand'
import { call, useKnown } from '../../link/stores.ts'
import { enlargedCamera, holdMoment } from '../cameras/index.ts'
import { requestSignOn } from '../duty/index.ts'
import { openIncident } from './store.ts'

/** Where the guard sees it: in the picture of a camera, or at a place that his words name. Null: not yet said. */
export type Where = { readonly cameraId: string | null } | null

interface ObservationState {
  readonly isOpen: boolean
  /** Put aside because an alarm came; what was chosen and typed is there when it is asked for again. */
  readonly isAside: boolean
  readonly where: Where
  /** What he sees there. */
  readonly text: string
  /** Where it is, when no camera sees it; kept apart, so that "a fight" never becomes the name of a place. */
  readonly place: string
  /** What that camera showed when it was pointed out; held by core while he finds the words. */
  readonly moment: { readonly cameraId: string; readonly id: Promise<string | null> } | null
  readonly isSending: boolean
  /** Why core refused it. */
  readonly refusal: unknown
}

const nothing: ObservationState = {
  isOpen: false,
  isAside: false,
  where: null,
  text: '',
  place: '',
  moment: null,
  isSending: false,
  refusal: null,
}

export const useObservation = create<ObservationState>(() => nothing)

/** 发现情况. Asks where, with this camera or the enlarged one chosen; unsigned, asks for the sign-on instead. */
export function requestObservation(cameraId: string | null = enlargedCamera()): void {
  const { duty, site } = useKnown.getState()
  if (!duty?.session) {
    requestSignOn()
    return
  }
  const hasCameras = (site?.cameras.length ?? 0) > 0
  const before = useObservation.getState().where ?? (hasCameras ? null : { cameraId: null })
  useObservation.setState({
    isOpen: true,
    isAside: false,
    where: cameraId === null ? before : { cameraId },
  })
  if (cameraId !== null) hold(cameraId)
}

export function editObservation(part: { where: Where } | { text: string } | { place: string }): void {
  useObservation.setState(part)
  if ('where' in part && part.where?.cameraId != null) hold(part.where.cameraId)
}

/** The picture of the moment; asked for once a camera. */
function hold(cameraId: string): void {
  if (useObservation.getState().moment?.cameraId === cameraId) return
  useObservation.setState({ moment: { cameraId, id: holdMoment(cameraId) } })
}

export function closeObservation(): void {
  useObservation.setState(nothing)
}

/** An alarm takes the stage: the question waits. */
export function putObservationAside(): void {
  if (useObservation.getState().isOpen) useObservation.setState({ isAside: true })
}

/** What is still to be said before it can be sent; null when it can. A camera needs no word. */
export function missingIn(where: Where, place: string): 'where' | 'place' | null {
  if (where === null) return 'where'
  return where.cameraId === null && place.trim() === '' ? 'place' : null
}

/** Raises the incident and puts it on the stage, where the guard goes on with the next step. */
export async function sendObservation(): Promise<void> {
  const { where, text, place, moment, isSending } = useObservation.getState()
  if (isSending || where === null || missingIn(where, place) !== null) return
  useObservation.setState({ isSending: true, refusal: null })
  try {
    const { id } = await call('incidents.observe', {
      cameraId: where.cameraId,
      momentId: moment !== null && moment.cameraId === where.cameraId ? await moment.id : null,
      text: where.cameraId === null ? place : text,
    })
    closeObservation()
    openIncident(id)
  } catch (refusal) {
    useObservation.setState({ isSending: false, refusal })
  }
}
