import { useEffect, useRef, useState } from 'react'

/** Where no frames come (nobody sees the window), what waits for one goes on after so long, ms. */
const framelessMs = 1_000
/** Least time between two pictures of what is not in front, ms. */
const leastGapMs = 250

/**
 * Calls back once, when what is in the page now has had two frames to be painted and so long has passed; gives the means
 * to call it off.
 */
function afterPaint(callback: () => void, delayMs = 0): () => void {
  let isOver = false
  const finish = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    isOver = true
  }
  const run = () => {
    if (isOver) return
    finish()
    callback()
  }
  const timer = setTimeout(run, Math.max(framelessMs, delayMs))
  // Not in the frame itself: whoever tells in it that something was painted comes first.
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => setTimeout(run, delayMs))
  })
  return finish
}

/**
 * The value, but not before what hangs on it elsewhere was painted: for what lies behind the pop-up of an alarm, so that
 * it does not stand in its way. In a flood of news the newest one comes four times a second.
 */
export function useLater<T>(value: T): T {
  const [shown, setShown] = useState({ value })
  const newest = useRef(value)
  const shownAtMs = useRef(Number.NEGATIVE_INFINITY)
  const callOff = useRef<(() => void) | null>(null)
  useEffect(() => {
    newest.current = value
    callOff.current ??= afterPaint(
      () => {
        callOff.current = null
        shownAtMs.current = performance.now()
        setShown(before => (before.value === newest.current ? before : { value: newest.current }))
      },
      Math.max(0, shownAtMs.current + leastGapMs - performance.now()),
    )
  }, [value])
  useEffect(
    () => () => {
      callOff.current?.()
      callOff.current = null
    },
    [],
  )
  return shown.value
}

/** False until the part it is called in has been painted once: for what may come a moment after the words. */
export function useIsPainted(): boolean {
  const [isPainted, setIsPainted] = useState(false)
  useEffect(() => afterPaint(() => setIsPainted(true)), [])
  return isPainted
}
