import type { ButtonHTMLAttributes, JSX, ReactNode } from 'react'
import { Kbd } from './kbd.tsx'
import './ui.css'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary`: the one thing to do next. `danger`: cannot be taken back. `ghost`: beside the way. */
  kind?: 'primary' | 'plain' | 'danger' | 'ghost'
  /** `big` for what is pressed under stress, `small` inside heads and lines. */
  size?: 'small' | 'normal' | 'big'
  /** The key that does the same, shown on the button. */
  hint?: ReactNode
  testId?: string
}

/** A button of the console; antd's are used inside forms and tables. */
export function Button({
  kind = 'plain',
  size = 'normal',
  hint,
  testId,
  children,
  className,
  ...rest
}: ButtonProps): JSX.Element {
  const classes = `button button-${kind} button-${size}${className === undefined ? '' : ` ${className}`}`
  return (
    <button type="button" className={classes} data-testid={testId} {...rest}>
      {children}
      {hint !== undefined && <Kbd>{hint}</Kbd>}
    </button>
  )
}
