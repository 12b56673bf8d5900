import type { JSX, ReactNode } from 'react'
import './ui.css'

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }): JSX.Element {
  return <kbd className="kbd">{children}</kbd>
}
