import { create } from 'zustand'
import type { CallInput, CallName, CallOutput, Pushes, PushName } from '../../shared/contract.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { z } from 'zod'
import { LinkClient } from './client.ts'

/** What core last told, as plain data. `null` = not told yet. Views read it through selectors and never write. */
export type Known = { [K in PushName]: z.output<Pushes[K]> | null } & {
  /** False while core is away: everything else may be old and is marked so on the screen. */
  connected: boolean
}

export const useKnown = create<Known>(() => ({
  connected: false,
  site: null,
  station: null,
  duty: null,
  presence: null,
  roster: null,
  cameras: null,
  ptz: null,
  relays: null,
  inputs: null,
  intrusion: null,
  arming: null,
  incidents: null,
  shelving: null,
  flood: null,
  panelWork: null,
  views: null,
  approvals: null,
  outages: null,
  dailyCheck: null,
  storage: null,
  drill: null,
  sound: null,
}))

let client: LinkClient | null = null

/** Starts the link; called once by `main.tsx`. */
export function startLink(): void {
  client = new LinkClient(() => window.zhishou.linkAddress(), {
    onOpen: () => void readEverything(),
    onClose: () => useKnown.setState({ connected: false }),
    onPush: (name, value) => useKnown.setState({ [name]: value }),
  })
}

/** Calls core; see `LinkClient.call`. */
export function call<K extends CallName>(name: K, input: CallInput<K>): Promise<CallOutput<K>> {
  if (client === null) throw new Error('the link was not started')
  return client.call(name, input)
}

/** Opens a media socket, e.g. `/live?camera=cam-1&stream=sub`. */
export function openStream(path: string): Promise<WebSocket> {
  if (client === null) throw new Error('the link was not started')
  return client.openStream(path)
}

/** After every (re)connection all is read again; nothing is inferred from before. */
async function readEverything(): Promise<void> {
  try {
    await readAll()
  } catch (error) {
    // The link broke meanwhile: the next connection reads again.
    if (!(error instanceof Refusal && error.code === 'link.closed')) throw error
  }
}

async function readAll(): Promise<void> {
  const [
    station,
    duty,
    presence,
    roster,
    site,
    cameras,
    ptz,
    relays,
    inputs,
    intrusion,
    arming,
    incidents,
    shelving,
    flood,
    panelWork,
    views,
    approvals,
    outages,
    dailyCheck,
    storage,
    drill,
    sound,
  ] = await Promise.all([
    call('station.state', {}),
    call('duty.report', {}),
    call('duty.presence', {}),
    call('roster.report', {}),
    call('site.view', {}),
    call('cameras.list', {}),
    call('ptz.report', {}),
    call('relays.report', {}),
    call('inputs.report', {}),
    call('intrusion.report', {}),
    call('arming.report', {}),
    call('incidents.open', {}),
    call('shelving.list', {}),
    call('statistics.flood', {}),
    call('panel-work.report', {}),
    call('views.list', {}),
    call('approvals.report', {}),
    call('outages.list', {}),
    call('daily-check.report', {}),
    call('recordings.storage-warning', {}),
    call('drill.report', {}),
    call('sound.report', {}),
  ])
  useKnown.setState({
    connected: true,
    station,
    duty,
    presence,
    roster,
    site,
    cameras,
    ptz,
    relays,
    inputs,
    intrusion,
    arming,
    incidents,
    shelving,
    flood,
    panelWork,
    views,
    approvals,
    outages,
    dailyCheck,
    storage,
    drill,
    sound,
  })
}
