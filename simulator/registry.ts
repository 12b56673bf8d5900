import type { SimulatedDevice } from './device.ts'

/** An order nobody can carry out: wrong word, wrong device. The message is for the person who typed it. */
export class UnknownCommand extends Error {}

/** Every device of the school by its id, and what it can be told. */
export class DeviceRegistry {
  readonly #devices = new Map<string, SimulatedDevice['commands']>()

  /** @throws Error when the id is taken: two devices of the school would answer to one name */
  registerDevice(id: string, commands: SimulatedDevice['commands']): void {
    if (this.#devices.has(id)) throw new Error(`device ${id} is registered twice`)
    this.#devices.set(id, commands)
  }

  /** Commands by device. */
  list(): Record<string, string[]> {
    return Object.fromEntries([...this.#devices].map(([id, commands]) => [id, Object.keys(commands)]))
  }

  /** @returns what happened. @throws UnknownCommand */
  async run(command: string, id: string): Promise<string> {
    const commands = this.#devices.get(id)
    if (!commands)
      throw new UnknownCommand(
        `There is no device "${id}". Devices: ${[...this.#devices.keys()].join(', ')}.`,
      )
    const run = Object.hasOwn(commands, command) ? commands[command] : undefined
    if (!run)
      throw new UnknownCommand(`${id} cannot "${command}". It can: ${Object.keys(commands).join(', ')}.`)
    return await run()
  }
}
