/** Kinds of the entries that tell the course of an incident, from the first signal to its end (A-10.d). */
export const courseKinds = [
  'incident.raised',
  'incident.joined',
  'incident.located',
  'incident.dispatched',
  'incident.arrived',
  'incident.verified',
  'incident.handled',
  'incident.reported',
  'incident.recorded',
  'incident.reset',
  'incident.closed',
] as const
