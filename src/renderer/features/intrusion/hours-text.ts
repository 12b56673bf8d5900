import type { ArmingSchedule, OpenHours } from '../../../shared/site/arming.ts'

const minute = /^(?:[01]?\d|2[0-3]):[0-5]\d$|^24:00$/

/**
 * Open hours as they are typed: `06:00-22:00`, several with a comma or a blank between; nothing: never open.
 * @returns null when it cannot be read
 */
export function hoursOf(text: string): OpenHours[] | null {
  const parts = text
    .replaceAll('：', ':')
    .replaceAll(/\s*(?:[-–—~～]|至)\s*/g, '-')
    .split(/[\s,，;；、]+/)
    .filter(part => part !== '')
  const hours = parts.map(part => {
    const [from = '', to = '', rest] = part.split('-')
    if (rest !== undefined || !minute.test(from) || !minute.test(to)) return null
    const stretch = { from: from.padStart(5, '0'), to: to.padStart(5, '0') }
    return stretch.from < stretch.to ? stretch : null
  })
  return hours.some(stretch => stretch === null) || hours.length > 4 ? null : (hours as OpenHours[])
}

/** What `hoursOf` reads back. */
export function textOfHours(hours: readonly OpenHours[] | undefined): string {
  return (hours ?? []).map(({ from, to }) => `${from}-${to}`).join('，')
}

/** A schedule for a partition that has none yet: lessons from Monday to Friday. */
export const usualSchedule: ArmingSchedule = {
  open: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map(day => [
      day,
      [{ from: '06:00', to: '22:00' }],
    ]),
  ),
  holiday: [],
  remindMinutes: 15,
  escalateMinutes: 15,
  graceMinutes: 60,
}
