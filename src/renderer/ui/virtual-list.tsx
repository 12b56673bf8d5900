import { useEffect, useRef, useState, type JSX, type Key } from 'react'
import './virtual-list.css'

interface VirtualListProps<T> {
  items: readonly T[]
  /** Every row has this height, px. */
  rowHeight: number
  keyOf: (item: T) => Key
  children: (item: T) => JSX.Element
  className?: string
}

/** Rows above and below the visible ones that are there already when the list is pushed. */
const spareRows = 6
/** Lists up to this length are simply there. */
const wholeUpTo = 40

/** A list of which only the rows in sight exist: two hundred alarms cost as much as twenty. Children are `<li>`. */
export function VirtualList<T>({
  items,
  rowHeight,
  keyOf,
  children,
  className,
}: VirtualListProps<T>): JSX.Element {
  const list = useRef<HTMLUListElement>(null)
  const sight = useSight(list, rowHeight)
  const isWhole = items.length <= wholeUpTo
  const first = isWhole ? 0 : Math.max(0, Math.min(sight.first, items.length - 1) - spareRows)
  const end = isWhole ? items.length : Math.min(items.length, sight.first + sight.count + spareRows)
  return (
    <ul
      ref={list}
      className={`virtual-list${className === undefined ? '' : ` ${className}`}`}
      style={{ paddingTop: first * rowHeight, paddingBottom: (items.length - end) * rowHeight }}
    >
      {items.slice(first, end).map(item => (
        <VirtualRow key={keyOf(item)} rowHeight={rowHeight}>
          {children(item)}
        </VirtualRow>
      ))}
    </ul>
  )
}

function VirtualRow({ rowHeight, children }: { rowHeight: number; children: JSX.Element }): JSX.Element {
  return <li style={{ height: rowHeight }}>{children}</li>
}

/** Which rows the scrolling frame around the list shows. */
function useSight(
  list: { current: HTMLElement | null },
  rowHeight: number,
): { first: number; count: number } {
  const [sight, setSight] = useState({ first: 0, count: 30 })
  useEffect(() => {
    const frame = scrollFrameOf(list.current)
    if (frame === null) return
    const look = () => {
      const first = Math.floor(frame.scrollTop / rowHeight)
      const count = Math.ceil(frame.clientHeight / rowHeight) + 1
      setSight(before => (before.first === first && before.count === count ? before : { first, count }))
    }
    look()
    const sizes = new ResizeObserver(look)
    sizes.observe(frame)
    frame.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      frame.removeEventListener('scroll', look)
    }
  }, [list, rowHeight])
  return sight
}

function scrollFrameOf(element: HTMLElement | null): HTMLElement | null {
  for (let frame = element?.parentElement ?? null; frame !== null; frame = frame.parentElement)
    if (/auto|scroll/.test(getComputedStyle(frame).overflowY)) return frame
  return null
}
