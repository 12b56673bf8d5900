import type { JSX } from 'react'
import { useKnown } from '../link/stores.ts'
import { useText } from '../link/use-text.ts'
import { useDailyDue } from '../features/recordings/index.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { openPage, pages, useNavigation, type PageId } from './navigation.ts'
import './left-rail.css'

const iconOf: Readonly<Record<PageId, IconName>> = {
  watch: 'watch',
  map: 'map',
  incidents: 'incident',
  intrusion: 'shield',
  response: 'list',
  playback: 'playback',
  approvals: 'check',
  roster: 'calendar',
  inspector: 'inspect',
  ledgers: 'ledger',
  search: 'search',
  storage: 'disk',
  records: 'lock',
  people: 'person',
  setup: 'camera',
}

/** The pages; the one in view is marked by a bar, not by colour alone. */
export function LeftRail(): JSX.Element {
  const t = useText()
  const page = useNavigation(state => state.page)
  const open = useKnown(state => state.incidents?.length ?? 0)
  const maySetUp = useKnown(state => state.duty?.session?.permissions.includes('cameras.read-setup') ?? false)
  const mayVerify = useKnown(state => state.duty?.session?.permissions.includes('journal.verify') ?? false)
  const maySeePeople = useKnown(state => state.duty?.session?.permissions.includes('people.read') ?? false)
  const isDailyDue = useDailyDue()
  const waiting = useKnown(state => state.approvals?.waiting ?? 0)
  return (
    <nav className="rail" aria-label={t('app.rail')}>
      {pages
        .filter(
          id =>
            (id !== 'setup' || maySetUp) &&
            ((id !== 'records' && id !== 'inspector') || mayVerify) &&
            (id !== 'people' || maySeePeople),
        )
        .map(id => (
          <button
            key={id}
            type="button"
            className="rail-page"
            aria-current={id === page ? 'page' : undefined}
            data-testid={`page-${id}`}
            onClick={() => openPage(id)}
          >
            <Icon name={iconOf[id]} size={26} />
            {t(`app.page.${id}`)}
            {id === 'incidents' && open > 0 && (
              <em aria-label={t('app.rail.open', { count: open })} data-testid="open-count">
                {open}
              </em>
            )}
            {id === 'playback' && isDailyDue && (
              <em
                className="rail-due"
                title={t('daily.due')}
                aria-label={t('daily.due')}
                data-testid="daily-due"
              >
                !
              </em>
            )}
            {id === 'approvals' && waiting > 0 && (
              <em aria-label={t('approvals.rail.waiting', { count: waiting })} data-testid="waiting-count">
                {waiting}
              </em>
            )}
          </button>
        ))}
    </nav>
  )
}
