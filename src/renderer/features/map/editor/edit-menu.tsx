import { useEffect, useState, type JSX } from 'react'
import { call, useKnown } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { openEditor, openNewPlan } from './store.ts'

/** Edits the plan in view, begins another, goes on with one that was never published, or takes an empty one away. */
export function EditMenu({ planId }: { planId: string }): JSX.Element {
  const t = useText()
  const plans = useKnown(state => state.site?.plans ?? null)
  const [drafts, setDrafts] = useState<readonly { id: string; name: string }[]>([])
  const [error, setError] = useState<unknown>(null)
  const isEmpty = useKnown(
    ({ site }) =>
      site !== null &&
      site.plans.length > 1 &&
      ![...site.cameras, ...site.zones].some(({ plan }) => plan === planId) &&
      !site.panels.some(({ position }) => position?.plan === planId),
  )
  useEffect(() => {
    let isOver = false
    const read = async () => {
      try {
        const found = await call('map.drafts', {})
        if (!isOver) setDrafts(found)
      } catch (refused) {
        if (!isOver) setError(refused)
      }
    }
    void read()
    return () => {
      isOver = true
    }
  }, [])
  const unpublished = drafts.filter(draft => plans?.some(({ id }) => id === draft.id) === false)
  const newId = () => {
    const taken = new Set([...(plans ?? []), ...drafts].map(({ id }) => id))
    let number = 1
    while (taken.has(`plan-${number}`)) number++
    return `plan-${number}`
  }
  const remove = async () => {
    try {
      await call('map.remove-plan', { planId })
    } catch (refused) {
      setError(refused)
    }
  }
  return (
    <>
      <Button size="small" kind="primary" testId="map-edit-open" onClick={() => void openEditor(planId)}>
        {t('map.edit')}
      </Button>
      <Button size="small" testId="map-edit-new" onClick={() => openNewPlan(newId(), t('map.edit.new-name'))}>
        {t('map.edit.new')}
      </Button>
      {unpublished.map(draft => (
        <Button key={draft.id} size="small" onClick={() => void openEditor(draft.id)}>
          {t('map.edit.draft', { name: draft.name })}
        </Button>
      ))}
      {isEmpty && (
        <Button size="small" kind="danger" testId="map-remove-plan" onClick={() => void remove()}>
          {t('map.remove-plan')}
        </Button>
      )}
      {error !== null && <span role="alert">{t.refusal(error)}</span>}
    </>
  )
}
