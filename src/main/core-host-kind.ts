/** Where core runs: in a process of Electron's own kind, or in the Node that the project pins. */
export type HostKind = 'utilityProcess' | 'child'

/** better-sqlite3 13 needs this version of Node-API. */
const neededNodeApi = 10

/** Electron's own process when its Node-API is new enough, else the Node that the project pins (decision 003). */
export function hostKindFor(nodeApiVersion: string | undefined): HostKind {
  return Number(nodeApiVersion ?? 0) >= neededNodeApi ? 'utilityProcess' : 'child'
}
