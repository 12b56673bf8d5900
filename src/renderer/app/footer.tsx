import type { JSX } from 'react'
import { useKnown } from '../link/stores.ts'
import { useText } from '../link/use-text.ts'
import { Kbd } from '../ui/kbd.tsx'
import { StateIcon } from '../ui/state-icon.tsx'
import type { Tone } from '../ui/tone.ts'
import './footer.css'

const toneOfJournal = { whole: 'ok', checking: 'busy', broken: 'alarm' } as const satisfies Record<
  string,
  Tone
>
const wordOfJournal = {
  whole: 'app.journal.whole',
  checking: 'app.journal.checking',
  broken: 'app.journal.broken.short',
} as const

function JournalState(): JSX.Element | null {
  const t = useText()
  const journal = useKnown(state => state.station?.journal ?? null)
  if (journal === null) return null
  const hash = `${journal.headHash.slice(0, 4)}…${journal.headHash.slice(-4)}`
  return (
    <span
      className="footer-journal"
      title={t('app.journal.entries', { count: journal.entries })}
      data-testid="journal-state"
      data-state={journal.state}
    >
      <StateIcon tone={toneOfJournal[journal.state]} size={12} />
      {t(wordOfJournal[journal.state])} · {t('app.journal.head', { hash })}
    </span>
  )
}

/** What the keys do, and whether the record verifies. */
export function Footer(): JSX.Element {
  const t = useText()
  return (
    <footer className="footer">
      <span>
        <Kbd>{t('app.key.space')}</Kbd> {t('app.key.acknowledge')}
      </span>
      <span>
        <Kbd>F1</Kbd> {t('app.key.watch')}
      </span>
      <span>
        <Kbd>M</Kbd> {t('app.key.map')}
      </span>
      <span>
        <Kbd>F2</Kbd> {t('app.key.intrusion')}
      </span>
      <span>
        <Kbd>F3</Kbd> {t('app.key.observe')}
      </span>
      <span>
        <Kbd>F4</Kbd> {t('app.key.playback')}
      </span>
      <span>
        <Kbd>1–9</Kbd> {t('app.key.enlarge')}
      </span>
      <JournalState />
    </footer>
  )
}
