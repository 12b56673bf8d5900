import { useState, type JSX } from 'react'
import type { ChecklistItem } from '../../../shared/domain/checklist.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'

interface CheckItemsProps {
  partitionId: string
  items: readonly ChecklistItem[]
  ticked: ReadonlySet<ChecklistItem>
  isFrozen: boolean
  onToggle: (item: ChecklistItem) => void
}

/** Every item is looked at and ticked by itself; there is no way to tick them all at once. */
export function CheckItems({ partitionId, items, ticked, isFrozen, onToggle }: CheckItemsProps): JSX.Element {
  const t = useText()
  return (
    <fieldset className="check-items" disabled={isFrozen}>
      <legend>{t('intrusion.checklist')}</legend>
      {items.map(item => (
        <label key={item} className="check-item" data-testid={`check-${item}`}>
          <input type="checkbox" checked={ticked.has(item)} onChange={() => onToggle(item)} />
          <span>
            {t(`checklist.${item}`)}
            {item === 'panel-light' && <small>{t('intrusion.panel-light.why')}</small>}
          </span>
        </label>
      ))}
      {items.includes('panel-light') && (
        // Its place stays: nothing below may move under a hand that is about to press.
        <div className={ticked.has('panel-light') ? 'unseen' : ''}>
          <LightDark partitionId={partitionId} />
        </div>
      )}
    </fieldset>
  )
}

/** The red light does not blink: the panel may have no power, which is a fault to be dealt with now (A-N3.5.c). */
function LightDark({ partitionId }: { partitionId: string }): JSX.Element {
  const t = useText()
  const [told, setTold] = useState<'no' | 'yes' | { readonly error: unknown }>('no')
  if (told === 'yes') return <p role="status">{t('arming.light.told')}</p>
  return (
    <>
      {told !== 'no' && <p role="alert">{t.refusal(told.error)}</p>}
      <Button
        kind="ghost"
        testId="light-dark"
        onClick={() =>
          void call('arming.light-dark', { partitionId }).then(
            () => setTold('yes'),
            (error: unknown) => setTold({ error }),
          )
        }
      >
        {t('arming.light.dark')}
      </Button>
    </>
  )
}
