import type { PanelConnection, PanelSetup } from '../../../shared/contract/panel-setup.ts'
import type { Panel } from '../../../shared/site.ts'

/** A panel of the site as its page shows it: names of secrets, never a secret. */
export function setupOf(panel: Panel): PanelSetup {
  const { id, name, place, partitions, zones } = panel
  return {
    id,
    name,
    placeId: place,
    connection: connectionOf(panel),
    partitions: partitions.map(partition => ({
      id: partition.id,
      name: partition.name,
      number: partition.number,
      kind: partition.kind,
    })),
    zones: zones.map(({ partition, ...zone }) => ({ ...zone, partitionId: partition ?? null })),
  }
}

function connectionOf(panel: Panel): PanelConnection {
  switch (panel.driver) {
    case 'dc09': {
      const { driver, account, supervisionSeconds, encryptionKey, isapi } = panel
      return { driver, account, supervisionSeconds, keyName: encryptionKey ?? null, isapi: isapi ?? null }
    }
    case 'modbus': {
      const { driver, model, host, port, unitId, force } = panel
      return { driver, model, host, port, unitId, force }
    }
    case 'isapi': {
      const { driver, url, credentials } = panel
      return { driver, url, credentials }
    }
    case 'http-push': {
      const { driver, format, token, supervisionSeconds } = panel
      return { driver, format, tokenName: token, supervisionSeconds: supervisionSeconds ?? null }
    }
  }
}
