/** Tells listeners; whoever subscribes gets the means to stop in the same expression. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>()

  on(listener: (value: T) => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }

  emit(value: T): void {
    for (const listener of this.#listeners) listener(value)
  }
}
