import { Component, type ErrorInfo, type JSX, type ReactNode } from 'react'
import { useText } from '../link/use-text.ts'
import { Button } from '../ui/button.tsx'
import { StateIcon } from '../ui/state-icon.tsx'

function Crashed({ error, again }: { error: Error; again: () => void }): JSX.Element {
  const t = useText()
  return (
    <div className="page-state" role="alert" data-testid="crashed">
      <StateIcon tone="fault" size={32} />
      <p>
        <b>{t('app.crashed.title')}</b>
      </p>
      <p className="page-state-detail">{t('app.crashed.detail', { reason: error.message })}</p>
      <Button onClick={again}>{t('app.crashed.reload')}</Button>
    </div>
  )
}

interface BoundaryState {
  readonly error: Error | null
}

/** Keeps a bug in one part from taking the screen: that part says so, the rest goes on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { error: null }

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // Loud in the shell's log and in tests, without stopping the watch.
    reportError(
      new Error(`a part of the screen failed: ${error.message}${info.componentStack ?? ''}`, {
        cause: error,
      }),
    )
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === null ? (
      this.props.children
    ) : (
      <Crashed error={error} again={() => this.setState({ error: null })} />
    )
  }
}
