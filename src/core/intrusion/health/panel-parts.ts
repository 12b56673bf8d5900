import type { Signal } from '../../../shared/domain/intrusion.ts'
import type { Panel } from '../../../shared/site.ts'

/** Parts of a panel whose fault is a case of its own on the guard's desk. */
export const partKinds = {
  power: 'power-failure',
  battery: 'device-fault',
  tamper: 'tamper',
  clock: 'device-fault',
} as const
export type Part = keyof typeof partKinds
const partWords: Readonly<Record<Part, string>> = {
  power: '交流电源',
  battery: '蓄电池',
  tamper: '防拆',
  clock: '时钟',
}

/** Where the incident of one part of a panel lies: apart from its line and its zones, so that each ends by itself. */
export function placeOfPart(panel: Panel, part: Part) {
  return {
    key: `panel:${panel.id}:${part}`,
    name: `${panel.name}：${partWords[part]}`,
    panelId: panel.id,
    zoneId: null,
    cameraIds: [],
  }
}

/** Which part of the panel itself a signal is about; null for one of a zone or of anything else. */
export function partOf({ kind, zoneNumber }: Pick<Signal, 'kind' | 'zoneNumber'>): Part | null {
  if (kind === 'fault.power') return 'power'
  if (kind === 'fault.battery') return 'battery'
  return kind === 'tamper' && zoneNumber === null ? 'tamper' : null
}
