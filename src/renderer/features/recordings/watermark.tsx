import type { JSX } from 'react'
import { formatDateTime } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'

/** Places of the words, per cent; they move, so that they cannot be cut out of a photograph of the screen. */
const places = [
  [28, 18],
  [52, 30],
  [34, 48],
  [56, 66],
  [26, 80],
] as const

/** Who looks and when, over every recorded picture (A-16.5, A-N6.2). */
export function Watermark({ viewer }: { viewer: string }): JSX.Element {
  const nowMs = useNow()
  const turn = Math.floor(nowMs / 5_000)
  return (
    <div className="watermark" aria-hidden data-testid="watermark">
      {[0, 2].map(offset => {
        const [left, top] = places[(turn + offset) % places.length] ?? [0, 0]
        return (
          <span key={offset} style={{ left: `${left}%`, top: `${top}%` }}>
            {viewer} {formatDateTime(nowMs)}
          </span>
        )
      })}
    </div>
  )
}
