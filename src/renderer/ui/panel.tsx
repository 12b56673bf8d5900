import type { JSX, ReactNode } from 'react'
import './ui.css'

interface PanelProps {
  title?: ReactNode
  /** Dim words behind the title. */
  subtitle?: ReactNode
  /** At the right end of the head: choices, buttons. */
  actions?: ReactNode
  children: ReactNode
  className?: string
  testId?: string
}

/** A framed part of a page with a head. The body fills what is left and scrolls by itself. */
export function Panel({ title, subtitle, actions, children, className, testId }: PanelProps): JSX.Element {
  return (
    <section className={`panel${className === undefined ? '' : ` ${className}`}`} data-testid={testId}>
      {title !== undefined && (
        <header className="panel-head">
          <h2>{title}</h2>
          {subtitle !== undefined && <span className="panel-subtitle">{subtitle}</span>}
          {actions !== undefined && <div className="panel-actions">{actions}</div>}
        </header>
      )}
      <div className="panel-body">{children}</div>
    </section>
  )
}
