/** One thing of the simulated school that can be told what shall happen to it: `sim -- trip pir-archive`. */
export interface SimulatedDevice {
  readonly id: string
  /** By word, e.g. `trip`; each resolves with what happened, in plain words. */
  readonly commands: Readonly<Record<string, () => Promise<string>>>
}

/** @param words commands by word, each answering in plain words what happened */
export function simulatedDevice(id: string, words: Readonly<Record<string, () => string>>): SimulatedDevice {
  const commands = Object.fromEntries(Object.entries(words).map(([word, run]) => [word, async () => run()]))
  return { id, commands }
}

/** @throws Error when there is no such device, or it knows no such word */
export async function runCommand(
  devices: readonly SimulatedDevice[],
  deviceId: string,
  word: string,
): Promise<string> {
  const commands = devices.find(device => device.id === deviceId)?.commands
  const run = commands !== undefined && Object.hasOwn(commands, word) ? commands[word] : undefined
  if (run === undefined) throw new Error(`no command ${word} for ${deviceId}`)
  return run()
}
