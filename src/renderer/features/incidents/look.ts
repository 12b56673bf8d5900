import {
  isEscalated,
  isRingingAgain,
  stateOf,
  type Incident,
  type Verdict,
} from '../../../shared/domain/incident.ts'
import type { TextKey } from '../../../shared/text/text.ts'
import type { Tone } from '../../ui/tone.ts'

/** Colour and shape of an incident by what it is: red and magenta are kept for what may be a person in danger. */
export function toneOfIncident(incident: Pick<Incident, 'kind'>): Tone {
  switch (incident.kind) {
    case 'panic':
      return 'panic'
    case 'fire':
    case 'perimeter-cut':
    case 'perimeter':
    case 'intrusion':
      return 'alarm'
    case 'tamper':
    case 'video-tamper':
    case 'arming-missed':
    case 'unattended':
    case 'observed':
      return 'warn'
    case 'video-loss':
    case 'power-failure':
    case 'device-fault':
      return 'fault'
  }
}

/** How far it has come, in a word of the queue. */
export function statusOf(incident: Incident): { tone: Tone; word: TextKey } {
  const { progress } = incident
  if (isEscalated(incident)) return { tone: 'alarm', word: 'incidents.escalated' }
  if (isRingingAgain(incident)) return { tone: toneOfIncident(incident), word: 'incidents.status.again' }
  switch (stateOf(incident)) {
    case 'raised':
      return { tone: toneOfIncident(incident), word: 'incidents.status.waiting' }
    case 'acknowledged':
      return { tone: 'warn', word: 'incidents.status.located' }
    case 'dispatched':
      return { tone: 'warn', word: 'incidents.status.dispatched' }
    case 'onScene':
      return { tone: 'warn', word: 'incidents.status.arrived' }
    case 'verified':
      return { tone: 'info', word: 'incidents.status.verified' }
    case 'handling':
      return { tone: 'info', word: 'incidents.status.handled' }
    case 'reported':
    case 'closed':
      if (progress.recorded === null) return { tone: 'info', word: 'incidents.status.reported' }
      return incident.kind === 'panic' && progress.reset === null
        ? { tone: 'panic', word: 'incidents.status.reset' }
        : { tone: 'info', word: 'incidents.status.recorded' }
  }
}

export const toneOfVerdict: Readonly<Record<Verdict, Tone>> = {
  true: 'alarm',
  false: 'ok',
  test: 'info',
  fault: 'fault',
}
