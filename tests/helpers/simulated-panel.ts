import {
  startPanel,
  type PanelOptions,
  type PanelZoneSpec,
  type SimulatedPanel,
} from '../../simulator/panel/index.ts'

/** Eight detectors in two partitions and two panic buttons, as in the simulated school. */
export function simulatedPanel(
  options: Partial<PanelOptions> & Pick<PanelOptions, 'receiver'>,
): Promise<SimulatedPanel> {
  return startPanel({
    seed: 1,
    account: '1234',
    credentials: { user: 'admin', password: 'pa"ss 值守' },
    supervisionIntervalMs: 60_000,
    retryMs: 50,
    ackTimeoutMs: 500,
    partitions: [
      { number: 1, name: '教学楼', id: 'part-teaching' },
      { number: 2, name: '行政楼' },
    ],
    zones: [1, 2, 3, 4, 5, 6, 7, 8].map(number => zone(number, `pir-${number}`, number <= 5 ? 1 : 2)),
    panicButtons: [zone(9, 'panic-gate', 0), zone(10, 'panic-office', 0)],
    ...options,
  })
}

function zone(number: number, id: string, partition: number): PanelZoneSpec {
  return { id, name: `防区 ${number}`, number, partition }
}
