/** Not built yet. */
export function IncidentQueue(): null {
  return null
}

/** Not built yet. */
export function AlarmStage(): null {
  return null
}

/** Not built yet. */
export function IncidentsPage(): null {
  return null
}
