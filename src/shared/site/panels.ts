import type { z } from 'zod'

interface PanelFacts {
  readonly id: string
  readonly account?: string
  readonly partitions: readonly { readonly id: string; readonly number: number }[]
  readonly zones: readonly { readonly id: string; readonly number: number }[]
}

/** What must not be there twice among panels: an account, a number on one device, an id of one out of service. */
export function checkPanels(
  panels: readonly PanelFacts[],
  retired: readonly PanelFacts[],
  context: z.RefinementCtx,
): void {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message })
  const accounts = new Set<string>()
  const ids = new Set<string>()
  panels.forEach((panel, panelIndex) => {
    for (const { id } of [panel, ...panel.partitions, ...panel.zones]) ids.add(id)
    if (panel.account !== undefined && accounts.has(panel.account))
      complain(
        ['panels', panelIndex, 'account'],
        `account "${panel.account}" is already used by another panel`,
      )
    if (panel.account !== undefined) accounts.add(panel.account)
    for (const kind of ['partitions', 'zones'] as const) {
      const numbers = new Set<number>()
      panel[kind].forEach(({ number }, index) => {
        if (numbers.has(number))
          complain(
            ['panels', panelIndex, kind, index, 'number'],
            `number ${number} is already used on this panel`,
          )
        numbers.add(number)
      })
    }
  })
  // The journal names things by their id: one out of service keeps it for ever.
  retired.forEach((panel, panelIndex) => {
    for (const { id } of [panel, ...panel.partitions, ...panel.zones])
      if (ids.has(id)) complain(['retiredPanels', panelIndex, 'id'], `id "${id}" is already used by a panel`)
  })
}
