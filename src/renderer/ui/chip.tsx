import type { JSX, ReactNode } from 'react'
import { StateIcon } from './state-icon.tsx'
import type { Tone } from './tone.ts'
import './ui.css'

interface ChipProps {
  /** Shape and colour; without it the chip is a plain label. */
  tone?: Tone
  children: ReactNode
  /** Dim words behind the main ones, e.g. a period. */
  detail?: ReactNode
  title?: string
  onClick?: () => void
  testId?: string
  /** Machine-readable state for tests, `data-state`. */
  state?: string
}

/** A thing and its state in one line, as in the top strip: `● 教学楼 已布防`. A button when it can be pressed. */
export function Chip({ tone, children, detail, title, onClick, testId, state }: ChipProps): JSX.Element {
  const content = (
    <>
      {tone !== undefined && <StateIcon tone={tone} />}
      <span className="chip-text">{children}</span>
      {detail !== undefined && <span className="chip-detail">{detail}</span>}
    </>
  )
  const className = `chip${tone === undefined ? '' : ` chip-${tone}`}`
  return onClick === undefined ? (
    <span className={className} title={title} data-testid={testId} data-state={state}>
      {content}
    </span>
  ) : (
    <button
      type="button"
      className={`${className} chip-button`}
      title={title}
      data-testid={testId}
      data-state={state}
      onClick={onClick}
    >
      {content}
    </button>
  )
}

/** A small outlined word, as at the end of a line of the queue: `待确认`. */
export function Tag({ tone, children }: { tone: Tone; children: ReactNode }): JSX.Element {
  return <span className={`tag tag-${tone}`}>{children}</span>
}
