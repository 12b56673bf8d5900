import { useEffect, useRef, type JSX } from 'react'
import type { MarkShape } from '../../ui/map/mark.ts'
import { drawSign } from '../../ui/map/sign.ts'
import type { Tone } from '../../ui/tone.ts'
import '../../ui/map/map.css'

interface DeviceSignProps {
  shape: MarkShape
  tone: Tone
  isBlinking?: boolean
}

/** The same sign as on the map, for list, legend and card. */
export function DeviceSign({ shape, tone, isBlinking = false }: DeviceSignProps): JSX.Element {
  const holder = useRef<HTMLSpanElement>(null)
  useEffect(() => holder.current?.replaceChildren(drawSign(shape, tone)), [shape, tone])
  return (
    <span
      ref={holder}
      className={`device-sign map-mark-flat map-tone-${tone}${isBlinking ? ' map-mark map-blinking' : ''}`}
    />
  )
}
