import type { JSX, ReactNode } from 'react'

/** A question and its number, as one says it at the desk: "the third one". */
export function QuestionTitle({ number, children }: { number: number; children: ReactNode }): JSX.Element {
  return (
    <span className="inspector-question">
      <i aria-hidden>{number}</i>
      {children}
    </span>
  )
}
