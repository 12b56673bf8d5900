import { useState, type JSX } from 'react'
import type { SiteView } from '../../../../shared/site-view.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { PlanFields } from './plan-fields.tsx'
import { ItemFields } from './item-fields.tsx'
import { itemsOf, type Item } from './items.ts'
import { closeEditor, discard, openEditor, publish, select, type Editing } from './store.ts'
import { showPlan } from '../store.ts'

interface SideProps {
  editing: Editing
  site: SiteView
}

/** What was chosen, everything there is as a list, the plan itself, and the publication. */
export function EditorSide({ editing, site }: SideProps): JSX.Element {
  const t = useText()
  const draft = editing.history.present
  const items = itemsOf(draft, site)
  const nameOf = ({ name, ref }: Item): string => {
    const shape = ref.kind === 'shape' ? draft.plan.shapes[ref.index] : undefined
    if (name !== '') return name
    return shape === undefined ? t('map.edit.unnamed') : t(`map.edit.shape.${shape.kind}`)
  }
  const chosen = items.find(({ key }) => key === editing.selectedKey)
  return (
    <aside className="map-editor-side">
      <Publication editing={editing} />
      {editing.isOutdated && (
        <p className="map-editor-warn" role="alert">
          {t('map.edit.outdated')}
        </p>
      )}
      {chosen === undefined ? (
        <PlanFields editing={editing} />
      ) : (
        <ItemFields key={chosen.key} item={chosen} draft={draft} site={site} />
      )}
      <ul className="map-editor-items" aria-label={t('map.edit.items')} data-testid="map-items">
        {items.map(item => (
          <li key={item.key}>
            <button
              type="button"
              aria-pressed={item.key === editing.selectedKey}
              data-testid={`map-item-${item.key}`}
              onClick={() => select(item.key === editing.selectedKey ? null : item.key)}
            >
              {nameOf(item)}
              <small>{t(`map.edit.form.${item.geometry.type}`)}</small>
            </button>
          </li>
        ))}
      </ul>
    </aside>
  )
}

function Publication({ editing }: { editing: Editing }): JSX.Element {
  const t = useText()
  const [summary, setSummary] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const planId = editing.history.present.plan.id
  const run = async (work: () => Promise<unknown>, after: () => void) => {
    setIsBusy(true)
    setError(null)
    try {
      await work()
      after()
    } catch (refused) {
      setError(refused)
    } finally {
      setIsBusy(false)
    }
  }
  const saving = editing.saving.kind
  return (
    <section className="map-editor-publish">
      <p role="status" data-testid="map-draft-state" data-state={saving}>
        {editing.saving.kind === 'failed'
          ? t.refusal(editing.saving.error)
          : t(editing.hasDraft ? `map.edit.saving.${saving}` : 'map.edit.saving.none')}
      </p>
      <input
        className="map-editor-input"
        value={summary}
        maxLength={200}
        placeholder={t('map.edit.summary')}
        aria-label={t('map.edit.summary')}
        data-testid="map-summary"
        onChange={event => setSummary(event.target.value)}
      />
      <div className="map-editor-row">
        <Button
          size="small"
          kind="primary"
          testId="map-publish"
          disabled={isBusy || summary.trim() === '' || !editing.hasDraft || editing.isOutdated}
          onClick={() =>
            void run(
              () => publish(summary),
              () => {
                showPlan(planId)
                closeEditor()
              },
            )
          }
        >
          {t('map.edit.publish')}
        </Button>
        <Button size="small" testId="map-editor-close" onClick={closeEditor}>
          {t('map.edit.close')}
        </Button>
        {editing.hasDraft && (
          <Button
            size="small"
            kind="danger"
            disabled={isBusy}
            testId="map-discard"
            onClick={() => {
              if (isBusy) return
              void run(discard, () => {})
            }}
          >
            {t('map.edit.discard')}
          </Button>
        )}
        {saving === 'failed' && (
          <Button size="small" onClick={() => void openEditor(planId)}>
            {t('app.retry')}
          </Button>
        )}
      </div>
      {error !== null && (
        <p className="map-editor-warn" role="alert">
          {t.refusal(error)}
        </p>
      )}
    </section>
  )
}
