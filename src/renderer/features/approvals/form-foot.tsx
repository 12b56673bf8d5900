import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'

/** The end of every form: what was refused, submit, keep as a draft, and what is missing. */
export function FormFoot(props: {
  error: unknown
  /** Words of the fields that are not filled in. */
  missing: readonly string[]
  isBusy: boolean
  onDraft: () => void
}): JSX.Element {
  const t = useText()
  const isDisabled = props.missing.length > 0 || props.isBusy
  return (
    <>
      {props.error !== null && (
        <p className="request-error" role="alert" data-testid="request-error">
          {t.refusal(props.error)}
        </p>
      )}
      <div className="request-buttons">
        <Button type="submit" kind="primary" size="big" disabled={isDisabled} testId="request-submit">
          {t('approvals.submit')}
        </Button>
        <Button size="big" disabled={isDisabled} testId="request-save" onClick={props.onDraft}>
          {t('approvals.save-draft')}
        </Button>
        {props.missing.length > 0 && (
          <span className="purpose-hint">{t('approvals.missing', { fields: props.missing.join('、') })}</span>
        )}
      </div>
    </>
  )
}
