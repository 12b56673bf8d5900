/** A question about recordings, and a grant, name no more cameras. */
const mostCamerasAtOnce = 64

/** All of them in their order, so many at a time. */
export function batchesOf<T>(all: readonly T[], most: number = mostCamerasAtOnce): T[][] {
  const count = Math.ceil(all.length / most)
  return Array.from({ length: count }, (_, index) => all.slice(index * most, (index + 1) * most))
}
