import { useEffect, useRef, useState, type JSX } from 'react'
import type { Plan } from '../../../shared/site.ts'
import { isCalling } from './cluster.ts'
import { edgeArrow } from './edge.ts'
import type { PlanPoint } from './geometry.ts'
import type { GroundSource } from './ground.ts'
import type { MapMark } from './mark.ts'
import type { Overlay } from './overlay.ts'
import { createPlanView, type PlanView } from './plan-view.ts'

/** A wish to show a place: a new object is a new wish, even for the same place. */
export interface PlaceWish {
  readonly planId: string
  readonly at: PlanPoint
}

interface PlanMapProps {
  plan: Plan
  marks: readonly MapMark[]
  overlays?: readonly Overlay[]
  selectedId?: string | null
  /** Where the map shall go; null leaves it where it is. */
  wish?: PlaceWish | null
  /** Without it the map is a picture that cannot be moved. */
  onSelect?: (id: string) => void
  /** Told the point of the plan that was clicked. */
  onPick?: (at: PlanPoint) => void
  label: string
  ground: GroundSource
  /** The view, for zoom buttons beside the map. */
  viewRef?: { current: PlanView | null }
}

const noOverlays: readonly Overlay[] = []

/** A plan with its marks. Draws on an element of its own; React only hands over what is to be seen. */
export function PlanMap(props: PlanMapProps): JSX.Element {
  const { plan, marks, selectedId = null, wish = null, onSelect, onPick, label, viewRef, ground } = props
  const { overlays = noOverlays } = props
  const container = useRef<HTMLDivElement>(null)
  const view = useRef<PlanView | null>(null)
  const select = useRef(onSelect)
  const granted = useRef<PlaceWish | null>(null)
  const pick = useRef(onPick)
  const [isInteractive] = useState(onSelect !== undefined || onPick !== undefined)
  const [looked, setLooked] = useState<PlanView | null>(null)
  const [, setLooks] = useState(0)

  useEffect(() => {
    select.current = onSelect
    pick.current = onPick
  })
  useEffect(() => {
    if (container.current === null) return
    let frame = 0
    const created = createPlanView(container.current, {
      interactive: isInteractive,
      onSelect: isInteractive ? id => select.current?.(id) : null,
      onPick: at => pick.current?.(at),
      ground,
      onView: () => {
        cancelAnimationFrame(frame)
        frame = requestAnimationFrame(() => setLooks(looks => looks + 1))
      },
    })
    view.current = created
    setLooked(created)
    if (viewRef !== undefined) viewRef.current = created
    return () => {
      cancelAnimationFrame(frame)
      view.current = null
      setLooked(null)
      granted.current = null
      if (viewRef !== undefined) viewRef.current = null
      created[Symbol.dispose]()
    }
  }, [isInteractive, viewRef, ground])
  useEffect(() => view.current?.showPlan(plan), [plan])
  useEffect(() => view.current?.setMarks(marks), [marks])
  useEffect(() => view.current?.setOverlays(overlays), [overlays])
  useEffect(() => view.current?.select(selectedId), [selectedId])
  useEffect(() => {
    // Once: a guard who then looks at another plan is not sent back.
    if (wish === null || wish.planId !== plan.id || granted.current === wish) return
    granted.current = wish
    view.current?.goTo(wish.at)
  }, [wish, plan])

  return (
    <>
      <div ref={container} className="plan-map" role="application" aria-label={label} data-plan={plan.id} />
      {isInteractive && onSelect !== undefined && (
        <EdgeArrows marks={marks} view={looked} onSelect={onSelect} />
      )}
    </>
  )
}

interface EdgeArrowsProps {
  marks: readonly MapMark[]
  view: PlanView | null
  onSelect: (id: string) => void
}

/** How far the arrows stand from the edge, pixels; of more than so many nobody can choose. */
const edgeMarginPixels = 34
const mostArrows = 12

/** What alarms out of sight is pointed at from the edge; a press goes there. */
function EdgeArrows({ marks, view, onSelect }: EdgeArrowsProps): JSX.Element | null {
  if (view === null) return null
  const arrows = marks
    .filter(isCalling)
    .flatMap(mark => {
      const arrow = edgeArrow(view.onScreen(mark.at), view.size(), edgeMarginPixels)
      return arrow === null ? [] : [{ mark, arrow }]
    })
    .slice(0, mostArrows)
  return (
    <>
      {arrows.map(({ mark, arrow }) => (
        <button
          key={mark.id}
          type="button"
          className={`map-edge map-tone-${mark.tone}${mark.blinking ? ' map-blinking' : ''}`}
          style={{ left: arrow.x, top: arrow.y }}
          aria-label={`${mark.name} ${mark.word}`}
          title={`${mark.name} ${mark.word}`}
          data-testid={`map-edge-${mark.id}`}
          onClick={() => {
            view.goTo(mark.at)
            onSelect(mark.id)
          }}
        >
          <span style={{ transform: `rotate(${arrow.degrees}deg)` }}>▲</span>
        </button>
      ))}
    </>
  )
}
