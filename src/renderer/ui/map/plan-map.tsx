import { useEffect, useRef, useState, type JSX } from 'react'
import type { Plan } from '../../../shared/site.ts'
import type { PlanPoint } from './geometry.ts'
import type { MapMark } from './mark.ts'
import { createPlanView, type PlanView } from './plan-view.ts'

/** A wish to show a place: a new object is a new wish, even for the same place. */
export interface PlaceWish {
  readonly planId: string
  readonly at: PlanPoint
}

interface PlanMapProps {
  plan: Plan
  marks: readonly MapMark[]
  selectedId?: string | null
  /** Where the map shall go; null leaves it where it is. */
  wish?: PlaceWish | null
  /** Without it the map is a picture that cannot be moved. */
  onSelect?: (id: string) => void
  /** Told the point of the plan that was clicked. */
  onPick?: (at: PlanPoint) => void
  label: string
  /** The view, for zoom buttons beside the map. */
  viewRef?: { current: PlanView | null }
}

/** A plan with its marks. Draws on an element of its own; React only hands over what is to be seen. */
export function PlanMap(props: PlanMapProps): JSX.Element {
  const { plan, marks, selectedId = null, wish = null, onSelect, onPick, label, viewRef } = props
  const container = useRef<HTMLDivElement>(null)
  const view = useRef<PlanView | null>(null)
  const select = useRef(onSelect)
  const granted = useRef<PlaceWish | null>(null)
  const pick = useRef(onPick)
  const [isInteractive] = useState(onSelect !== undefined || onPick !== undefined)

  useEffect(() => {
    select.current = onSelect
    pick.current = onPick
  })
  useEffect(() => {
    if (container.current === null) return
    const created = createPlanView(container.current, {
      interactive: isInteractive,
      onSelect: isInteractive ? id => select.current?.(id) : null,
      onPick: at => pick.current?.(at),
    })
    view.current = created
    if (viewRef !== undefined) viewRef.current = created
    return () => {
      view.current = null
      granted.current = null
      if (viewRef !== undefined) viewRef.current = null
      created[Symbol.dispose]()
    }
  }, [isInteractive, viewRef])
  useEffect(() => view.current?.showPlan(plan), [plan])
  useEffect(() => view.current?.setMarks(marks), [marks])
  useEffect(() => view.current?.select(selectedId), [selectedId])
  useEffect(() => {
    // Once: a guard who then looks at another plan is not sent back.
    if (wish === null || wish.planId !== plan.id || granted.current === wish) return
    granted.current = wish
    view.current?.goTo(wish.at)
  }, [wish, plan])

  return (
    <div ref={container} className="plan-map" role="application" aria-label={label} data-plan={plan.id} />
  )
}
