/** Counts who wants a thing: the first to want it starts it, the last to go ends it. */
export class Demand {
  readonly #events: { readonly first: () => void; readonly last: () => void }
  #count = 0

  constructor(events: { readonly first: () => void; readonly last: () => void }) {
    this.#events = events
  }

  get isWanted(): boolean {
    return this.#count > 0
  }

  /** Wants it until the handle is disposed; disposing twice counts once. */
  add(): Disposable {
    if (++this.#count === 1) this.#events.first()
    let isOpen = true
    return {
      [Symbol.dispose]: () => {
        if (!isOpen) return
        isOpen = false
        if (--this.#count === 0) this.#events.last()
      },
    }
  }
}

/** Wants the stream of a hub for as long as the handle lives: started before the sink is attached, ended after it left. */
export function attachWanting(demand: Demand, attach: () => Disposable): Disposable {
  const wanting = demand.add()
  const attached = attach()
  return {
    [Symbol.dispose]: () => {
      attached[Symbol.dispose]()
      wanting[Symbol.dispose]()
    },
  }
}
