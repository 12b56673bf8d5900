import { Popover } from 'antd'
import { useState, type JSX } from 'react'
import { sizeOf, wallSizes, type WallSize } from '../../../shared/domain/wall.ts'
import { useKnown } from '../../link/stores.ts'
import { thisWindow } from '../../link/this-window.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { TourMenu } from './tour-menu.tsx'
import { TourStatus } from './tour-status.tsx'
import { nameOfGroup } from './wall-groups.ts'
import type { Screen } from './wall-screens.ts'
import { setSize, toggleFigures, toggleList, turnPage, useWall } from './wall-store.ts'
import { ViewMenu } from './view-menu.tsx'

const sizeOptions: readonly { value: WallSize | 0; label: number }[] = wallSizes.map(size => ({
  value: size,
  label: size,
}))

interface WallHeadProps {
  screen: Screen
  shown: readonly (string | null)[]
  pages: number
}

/** What hangs there and how: view or group, tour, figures, list, layout, pages. */
export function WallHead({ screen, shown, pages }: WallHeadProps): JSX.Element {
  const t = useText()
  const isTouring = useWall(state => state.phase.kind !== 'off')
  return (
    <header className="wall-head">
      <h2>{t('cameras.wall')}</h2>
      {isTouring ? <TourStatus /> : <Count shown={shown} />}
      <div className="wall-actions">
        <Menu label={<ViewName screen={screen} />} testId="wall-views" title={t('wall.views')}>
          {close => <ViewMenu screen={screen} onDone={close} />}
        </Menu>
        <Menu label={t('wall.tour')} icon="tour" testId="wall-tour" title={t('wall.tour.settings')}>
          {close => <TourMenu onDone={close} />}
        </Menu>
        <Toggle
          icon="info"
          label={t('wall.figures')}
          isOn={useWall(state => state.hasFigures)}
          onPress={toggleFigures}
          testId="wall-figures"
        />
        <Toggle
          icon="list"
          label={t('wall.list')}
          isOn={useWall(state => state.hasList)}
          onPress={toggleList}
          testId="wall-list-toggle"
        />
        {thisWindow === 'main' && <SecondScreen />}
        <LayoutChoice screen={screen} />
        {pages > 1 && <Pages page={screen.page} pages={pages} />}
      </div>
    </header>
  )
}

function Count({ shown }: { shown: readonly (string | null)[] }): JSX.Element {
  const t = useText()
  const live = useKnown(
    known =>
      known.cameras?.filter(
        ({ id, sub, main }) => shown.includes(id) && (sub.state === 'live' || main.state === 'live'),
      ).length ?? 0,
  )
  const cameras = shown.filter(id => id !== null).length
  return <span className="panel-subtitle">{t('cameras.wall.count', { shown: cameras, live })}</span>
}

/** The saved view, or the group, or that it was changed by hand. */
function ViewName({ screen }: { screen: Screen }): JSX.Element {
  const t = useText()
  const view = useKnown(known => known.views?.find(({ id }) => id === screen.viewId) ?? null)
  const { content } = screen.arrangement
  if (view !== null) return <>{view.name}</>
  return <>{content.kind === 'group' ? nameOfGroup(content.group, t) : t('wall.custom')}</>
}

interface MenuProps {
  label: JSX.Element | string
  title: string
  icon?: IconName
  testId: string
  children: (close: () => void) => JSX.Element
}

function Menu({ label, title, icon, testId, children }: MenuProps): JSX.Element {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={isOpen}
      onOpenChange={setIsOpen}
      destroyOnHidden
      content={children(() => setIsOpen(false))}
    >
      <Button
        size="small"
        kind="ghost"
        className={`wall-menu${icon === undefined ? '' : ' wall-menu-icon'}`}
        title={title}
        testId={testId}
      >
        {icon !== undefined && <Icon name={icon} size={18} />}
        <span>{label}</span>
        <Icon name="forward" size={14} />
      </Button>
    </Popover>
  )
}

interface ToggleProps {
  icon: IconName
  label: string
  isOn: boolean
  onPress: () => void
  testId: string
}

function Toggle({ icon, label, isOn, onPress, testId }: ToggleProps): JSX.Element {
  return (
    <Button
      size="small"
      kind="ghost"
      className="wall-toggle"
      title={label}
      aria-label={label}
      aria-pressed={isOn}
      testId={testId}
      onClick={onPress}
    >
      <Icon name={icon} size={20} />
    </Button>
  )
}

function SecondScreen(): JSX.Element {
  const t = useText()
  const [failure, setFailure] = useState('')
  const open = () => {
    window.zhishou.openSecondWindow().then(
      () => setFailure(''),
      (error: unknown) => setFailure(String(error)),
    )
  }
  const title = failure === '' ? t('wall.second.open') : t('wall.second.failed', { reason: failure })
  return (
    <Button size="small" kind="ghost" className="wall-menu" title={title} testId="open-second" onClick={open}>
      <Icon name="second-screen" size={20} />
      <span className="wall-wide-only">{t('wall.second')}</span>
    </Button>
  )
}

function LayoutChoice({ screen }: { screen: Screen }): JSX.Element {
  const t = useText()
  const size = sizeOf(screen.arrangement.layout)
  const own = { value: 0 as const, label: t('wall.custom'), title: t('wall.custom.hint') }
  return (
    <Choice<WallSize | 0>
      label={t('cameras.wall.layout')}
      options={size === null ? [...sizeOptions, own] : sizeOptions}
      value={size ?? 0}
      onChange={chosen => chosen !== 0 && setSize(chosen)}
      testId="wall-layout"
    />
  )
}

function Pages({ page, pages }: { page: number; pages: number }): JSX.Element {
  const t = useText()
  return (
    <span className="wall-pages">
      <Button
        size="small"
        kind="ghost"
        aria-label={t('cameras.wall.previous')}
        onClick={() => turnPage(-1, pages)}
      >
        <Icon name="back" size={18} />
      </Button>
      <span
        className="numbers"
        title={t('cameras.wall.page', { page: page + 1, pages })}
        data-testid="wall-page"
      >
        {page + 1} / {pages}
      </span>
      <Button
        size="small"
        kind="ghost"
        aria-label={t('cameras.wall.next')}
        testId="wall-next"
        onClick={() => turnPage(1, pages)}
      >
        <Icon name="forward" size={18} />
      </Button>
    </span>
  )
}
