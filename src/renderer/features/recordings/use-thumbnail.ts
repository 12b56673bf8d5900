import { useEffect, useRef, useState } from 'react'
import { call } from '../../link/stores.ts'

export interface Thumbnail {
  readonly cameraId: string
  /** When it was taken, ms UTC. */
  readonly atMs: number
  readonly source: string
}

/** A picture that stood this long was looked at; one that flew by was not, ms. */
const seenAfterMs = 250

/**
 * A picture of about the moment that is pointed at. One question at a time: while one is asked, only the newest of
 * those that come waits. What stood long enough to be seen is reported as watched.
 */
export function useThumbnail(
  grantId: string | null,
  at: { readonly cameraId: string; readonly atMs: number } | null,
): Thumbnail | null {
  const [shown, setShown] = useState<Thumbnail | null>(null)
  const wanted = useRef(at)
  const isAsking = useRef(false)
  const cameraId = at?.cameraId ?? null
  const atMs = at?.atMs ?? null
  useEffect(() => {
    wanted.current = cameraId === null || atMs === null ? null : { cameraId, atMs }
    if (grantId === null || isAsking.current) return
    const ask = async (): Promise<void> => {
      isAsking.current = true
      try {
        for (let asked = wanted.current; asked !== null;) {
          const made = await call('recordings.thumbnail', { grantId, ...asked }).catch(() => null)
          setShown(
            made === null
              ? null
              : {
                  cameraId: asked.cameraId,
                  atMs: made.fromMs,
                  source: `data:image/jpeg;base64,${made.jpeg}`,
                },
          )
          const next = wanted.current
          if (next === asked) return
          asked = next
        }
      } finally {
        isAsking.current = false
      }
    }
    void ask()
  }, [grantId, cameraId, atMs])
  const shownAtMs = shown?.atMs ?? null
  const shownCamera = shown?.cameraId ?? null
  const isPointing = at !== null
  useEffect(() => {
    if (grantId === null || shownAtMs === null || shownCamera === null || !isPointing) return
    const timer = setTimeout(() => {
      const stretch = { cameraId: shownCamera, fromMs: shownAtMs, toMs: shownAtMs + 40 }
      call('recordings.watched', { grantId, ...stretch }).catch(() => {})
    }, seenAfterMs)
    return () => clearTimeout(timer)
  }, [grantId, shownAtMs, shownCamera, isPointing])
  return at === null ? null : shown
}
