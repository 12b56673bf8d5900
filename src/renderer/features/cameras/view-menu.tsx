import { useState, type FormEvent, type JSX } from 'react'
import type { CallInput } from '../../../shared/contract.ts'
import type { WallView } from '../../../shared/domain/wall.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { nameOfGroup, type CameraGroup } from './wall-groups.ts'
import type { Screen } from './wall-screens.ts'
import { callUpView, hangGroup, siteGroups, useWall } from './wall-store.ts'

const groupKinds = ['department', 'building', 'place'] as const

/** Saved views, groups of the school, and what hangs there saved under a name. */
export function ViewMenu({ screen, onDone }: { screen: Screen; onDone: () => void }): JSX.Element {
  const t = useText()
  const site = useKnown(known => known.site)
  const views = useKnown(known => known.views) ?? []
  const groups = siteGroups(site)
  const hung = screen.arrangement.content.kind === 'group' ? screen.arrangement.content.group : null
  const pick = (id: string) => {
    hangGroup(id)
    onDone()
  }
  return (
    <div className="wall-popover wall-views" data-testid="view-menu">
      <div className="wall-column">
        <Views title={t('wall.views.shared')} views={views.filter(view => view.isShared)} onDone={onDone} />
        <Views title={t('wall.views.own')} views={views.filter(view => !view.isShared)} onDone={onDone} />
        {views.length === 0 && <p className="wall-note">{t('wall.views.none')}</p>}
        <SaveView screen={screen} />
      </div>
      <div className="wall-column">
        <GroupButton group={groups.find(({ id }) => id === 'all')} hung={hung} onPick={pick} />
        {groupKinds.map(kind => {
          const ofKind = groups.filter(group => group.kind === kind)
          return (
            ofKind.length > 0 && (
              <section key={kind}>
                <h3>{t(`wall.group.kinds.${kind}`)}</h3>
                {ofKind.map(group => (
                  <GroupButton key={group.id} group={group} hung={hung} onPick={pick} />
                ))}
              </section>
            )
          )
        })}
      </div>
    </div>
  )
}

interface GroupButtonProps {
  group: CameraGroup | undefined
  hung: string | null
  onPick: (id: string) => void
}

function GroupButton({ group, hung, onPick }: GroupButtonProps): JSX.Element | null {
  const t = useText()
  if (group === undefined) return null
  return (
    <button
      type="button"
      className="wall-pick"
      aria-pressed={group.id === hung}
      data-testid={`group-${group.id}`}
      onClick={() => onPick(group.id)}
    >
      {nameOfGroup(group.id, t)}
      <span className="numbers">{group.cameraIds.length}</span>
    </button>
  )
}

function Views(props: { title: string; views: readonly WallView[]; onDone: () => void }): JSX.Element | null {
  const { title, views, onDone } = props
  const t = useText()
  const hung = useWall(state => state.viewId)
  const [refusal, setRefusal] = useState<unknown>(null)
  // A question of the browser would hold the page, and with it an alarm: the button itself asks.
  const [asked, setAsked] = useState<number | null>(null)
  const remove = ({ id }: WallView) => {
    if (asked !== id) {
      setAsked(id)
      return
    }
    setAsked(null)
    call('views.remove', { id }).then(() => setRefusal(null), setRefusal)
  }
  if (views.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      {views.map(view => (
        <div key={view.id} className="wall-pick-line">
          <button
            type="button"
            className="wall-pick"
            aria-pressed={view.id === hung}
            data-testid={`view-${view.name}`}
            onClick={() => {
              callUpView(view)
              onDone()
            }}
          >
            {view.name}
            <span>{view.owner.name}</span>
          </button>
          <Button
            size="small"
            kind={asked === view.id ? 'danger' : 'ghost'}
            title={t('wall.view.remove')}
            aria-label={
              asked === view.id ? t('wall.view.remove.sure', { name: view.name }) : t('wall.view.remove')
            }
            testId={`view-remove-${view.name}`}
            onBlur={() => setAsked(null)}
            onClick={() => remove(view)}
          >
            {asked === view.id ? t('wall.view.remove') : <Icon name="close" size={16} />}
          </Button>
        </div>
      ))}
      {refusal !== null && <p className="wall-refusal">{t.refusal(refusal)}</p>}
    </section>
  )
}

/** What hangs there under a name: of one's own, or everybody's where one may. */
function SaveView({ screen }: { screen: Screen }): JSX.Element {
  const t = useText()
  const session = useKnown(known => known.duty?.session ?? null)
  const mayShare = session?.permissions.includes('views.share') ?? false
  const views = useKnown(known => known.views) ?? []
  const [name, setName] = useState('')
  const [isShared, setIsShared] = useState(false)
  const [outcome, setOutcome] = useState<{ saved: string } | { refusal: unknown } | null>(null)
  if (session === null) return <p className="wall-note">{t('wall.view.sign-on')}</p>
  const save = (event: FormEvent) => {
    event.preventDefault()
    const same = views.find(view => view.name === name.trim() && view.isShared === isShared)
    void keepView({ id: same?.id ?? null, name, isShared, arrangement: screen.arrangement })
  }
  const keepView = async (view: CallInput<'views.save'>) => {
    try {
      const saved = await call('views.save', view)
      useWall.setState({ viewId: saved.id })
      setOutcome({ saved: saved.name })
      setName('')
    } catch (refusal) {
      setOutcome({ refusal })
    }
  }
  return (
    <form className="wall-save" onSubmit={save}>
      <h3>{t('wall.view.save')}</h3>
      <input
        className="wall-input"
        aria-label={t('wall.view.name')}
        placeholder={t('wall.view.name')}
        maxLength={30}
        value={name}
        data-testid="view-name"
        onChange={event => setName(event.target.value)}
      />
      <label className="wall-check" title={mayShare ? undefined : t('wall.view.share.denied')}>
        <input
          type="checkbox"
          checked={isShared}
          disabled={!mayShare}
          data-testid="view-share"
          onChange={event => setIsShared(event.target.checked)}
        />
        {t('wall.view.share')}
      </label>
      {!mayShare && <p className="wall-note">{t('wall.view.share.denied')}</p>}
      <Button type="submit" disabled={name.trim() === ''} testId="view-save">
        {t('wall.view.save')}
      </Button>
      {outcome !== null && 'saved' in outcome && (
        <p role="status" data-testid="view-saved">
          {t('wall.view.saved', { name: outcome.saved })}
        </p>
      )}
      {outcome !== null && 'refusal' in outcome && (
        <p className="wall-refusal" role="alert">
          {t.refusal(outcome.refusal)}
        </p>
      )}
    </form>
  )
}
