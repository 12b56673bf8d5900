import { useRef, type JSX, type PointerEvent } from 'react'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'

/** Points of one stroke, in 1/1000 of the field's width. */
export type Stroke = [number, number][]

interface SignaturePadProps {
  strokes: readonly Stroke[]
  onChange: (strokes: Stroke[]) => void
}

/** How high the field is, of its width. */
const heightShare = 0.32
const mostPoints = 400

/** A field that is signed with mouse, pen or finger. */
export function SignaturePad({ strokes, onChange }: SignaturePadProps): JSX.Element {
  const t = useText()
  const field = useRef<SVGSVGElement>(null)
  const at = (event: PointerEvent): [number, number] => {
    const box = field.current?.getBoundingClientRect()
    if (box === undefined) return [0, 0]
    const clamp = (value: number) => Math.min(1_000, Math.max(0, Math.round(value)))
    return [
      clamp(((event.clientX - box.left) / box.width) * 1_000),
      clamp(((event.clientY - box.top) / box.width) * 1_000),
    ]
  }
  const begin = (event: PointerEvent) => {
    field.current?.setPointerCapture(event.pointerId)
    const point = at(event)
    onChange([...strokes, [point, point]])
  }
  const draw = (event: PointerEvent) => {
    const last = strokes.at(-1)
    if (event.buttons === 0 || last === undefined || last.length >= mostPoints) return
    onChange([...strokes.slice(0, -1), [...last, at(event)]])
  }
  return (
    <div className="signature-pad">
      <svg
        ref={field}
        viewBox={`0 0 1000 ${1_000 * heightShare}`}
        role="img"
        aria-label={t('books.sign.drawn')}
        data-testid="signature-pad"
        onPointerDown={begin}
        onPointerMove={draw}
      >
        {strokes.map((stroke, index) => (
          // A stroke has no name but its turn, and none is ever put before another.
          // oxlint-disable-next-line react/no-array-index-key
          <polyline key={index} points={stroke.map(point => point.join(',')).join(' ')} />
        ))}
      </svg>
      <Button size="small" onClick={() => onChange([])}>
        {t('books.sign.clear')}
      </Button>
    </div>
  )
}
