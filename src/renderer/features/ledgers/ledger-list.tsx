import { useEffect, useRef, useState, type JSX, type KeyboardEvent } from 'react'
import type { LedgerId } from '../../../shared/domain/ledger.ts'
import { useText } from '../../link/use-text.ts'
import { showArchives, useArchives } from '../archives/index.ts'
import { isMeant, ledgerGroups, ledgersIn, type LedgerGroup } from './ledger-groups.ts'
import { choose, useLedgers } from './store.ts'
import './ledger-list.css'

/**
 * Every ledger by its group, found by a part of its name too: the arrows go through the list, Enter in the field opens
 * the first that is left.
 */
export function LedgerList(): JSX.Element {
  const t = useText()
  const [typed, setTyped] = useState('')
  const list = useRef<HTMLElement>(null)
  const ledger = useLedgers(state => state.choice.ledger)
  const isArchives = useArchives(state => state.isShown)
  // What another page brings up may stand further down.
  const shown = isArchives ? 'to-archives' : `ledger-${ledger}`
  useEffect(() => {
    list.current?.querySelector(`[data-testid="${shown}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [shown])
  const names = (id: LedgerId) => [t.dynamic(`ledger.${id}.short`), t.dynamic(`ledger.${id}.title`)]
  const groups = ledgerGroups
    .map(group => ({ group, ids: ledgersIn(group).filter(id => isMeant(typed, names(id))) }))
    .filter(({ ids }) => ids.length > 0)
  const open = (id: LedgerId) => {
    setTyped('')
    choose({ ledger: id, text: '' })
  }
  const hasTerms = isMeant(typed, [t('archives.title')])
  const first = groups[0]?.ids[0]
  return (
    <nav ref={list} className="ledger-list" aria-label={t('ledger-list.title')} onKeyDown={moveByArrows}>
      <input
        type="search"
        value={typed}
        placeholder={t('ledger-list.find')}
        aria-label={t('ledger-list.find')}
        maxLength={40}
        data-testid="ledgers-find"
        onChange={event => setTyped(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') setTyped('')
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && first !== undefined) open(first)
        }}
      />
      <div className="ledger-list-groups">
        {groups.map(({ group, ids }) => (
          <Group key={group} group={group} ids={ids} current={isArchives ? null : ledger} open={open} />
        ))}
        {hasTerms && (
          <button
            type="button"
            aria-current={isArchives ? 'page' : undefined}
            data-testid="to-archives"
            onClick={() => showArchives(true)}
          >
            {t('archives.title')}
          </button>
        )}
        {groups.length === 0 && !hasTerms && <p role="status">{t('ledger-list.none')}</p>}
      </div>
    </nav>
  )
}

function Group(props: {
  group: LedgerGroup
  ids: readonly LedgerId[]
  current: LedgerId | null
  open: (id: LedgerId) => void
}): JSX.Element {
  const { group, ids, current, open } = props
  const t = useText()
  return (
    <section aria-label={t(`ledger-list.group.${group}`)}>
      <h3>{t(`ledger-list.group.${group}`)}</h3>
      {ids.map(id => (
        <button
          key={id}
          type="button"
          title={t.dynamic(`ledger.${id}.title`)}
          aria-current={id === current ? 'page' : undefined}
          data-testid={`ledger-${id}`}
          onClick={() => open(id)}
        >
          {t.dynamic(`ledger.${id}.short`)}
        </button>
      ))}
    </section>
  )
}

/** Up and down go from the field through the ledgers and back. */
function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button')]
  const at = stops.findIndex(stop => stop === document.activeElement)
  stops[at + step]?.focus()
  event.preventDefault()
}
