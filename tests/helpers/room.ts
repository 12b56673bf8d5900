import { join } from 'node:path'
import { startAlarmSchool, type AlarmSchool } from './alarm-school.ts'
import { startCore, type CoreProcess } from './core-process.ts'
import { dataFolder } from './data-folder.ts'
import type { Desk } from './desk.ts'

/** A guard room: the demo school's alarms, the station as a process, and one desk on its link. */
export interface Room extends AsyncDisposable {
  readonly dataDir: string
  readonly school: AlarmSchool
  readonly core: CoreProcess
  readonly desk: Desk
  /** Starts the station again on the same data, as the shell does, and opens a desk on it. */
  restart(): Promise<{ core: CoreProcess; desk: Desk }>
}

export const nightGuard = { userId: 'wang-jianguo', pin: '246810', secrecyAccepted: true } as const

/** @param guard who signs on at once; nobody when absent */
export async function startRoom(guard?: typeof nightGuard): Promise<Room> {
  await using starting = new AsyncDisposableStack()
  const folder = starting.use(dataFolder())
  const dataDir = join(folder.path, 'data')
  const school = starting.use(await startAlarmSchool(folder.path))
  const start = async (): Promise<{ core: CoreProcess; desk: Desk }> => {
    const core = owned.use(await startCore(dataDir, school.siteFile))
    return { core, desk: owned.use(await core.desk()) }
  }
  const owned = starting.use(new AsyncDisposableStack())
  const { core, desk } = await start()
  if (guard !== undefined) await desk.call('duty.sign-on', guard)
  const kept = starting.move()
  return { dataDir, school, core, desk, restart: start, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
