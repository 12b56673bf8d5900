import type { JSX } from 'react'
import { toneColour, type Tone } from './tone.ts'
import './ui.css'

function shape(tone: Tone): JSX.Element {
  switch (tone) {
    case 'ok':
      return <circle cx="8" cy="8" r="6" fill="currentColor" />
    case 'info':
      return <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="3" />
    case 'warn':
      return <path d="M8 1 15 8 8 15 1 8z" fill="currentColor" />
    case 'alarm':
      return <path d="M8 1 15.5 14.5H.5z" fill="currentColor" />
    case 'panic':
      return <rect x="2" y="2" width="12" height="12" rx="2" fill="currentColor" />
    case 'fault':
      return <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />
    case 'unknown':
      return (
        <circle
          cx="8"
          cy="8"
          r="6"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeDasharray="3.2 3"
        />
      )
    case 'off':
      return <path d="M2.5 8h11" stroke="currentColor" strokeWidth="3" />
    case 'busy':
      return <path d="M8 2a6 6 0 1 1-6 6" fill="none" stroke="currentColor" strokeWidth="2.5" />
  }
}

/** The shape of a tone, 16 × 16 by default. Decorative: the word beside it says the same. */
export function StateIcon({ tone, size = 14 }: { tone: Tone; size?: number }): JSX.Element {
  return (
    <svg
      className={`state-icon state-icon-${tone}`}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      style={{ color: toneColour[tone] }}
      aria-hidden
    >
      {shape(tone)}
    </svg>
  )
}
