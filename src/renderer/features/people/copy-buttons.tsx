import { useState, type JSX } from 'react'
import type { PeopleList } from '../../../shared/domain/people.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import type { Tone } from '../../ui/tone.ts'

type Copy = 'print' | 'pdf' | 'xlsx'
const copies: readonly Copy[] = ['print', 'pdf', 'xlsx']

type Outcome = 'none' | 'busy' | 'printed' | 'saved' | 'cancelled' | { readonly error: unknown }

const toneOf = { busy: 'busy', printed: 'ok', saved: 'ok', cancelled: 'off' } as const satisfies Record<
  string,
  Tone
>

/** A list on paper, as PDF or for Excel, and what came of it. */
export function CopyButtons({ list }: { list: PeopleList }): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const connected = useKnown(state => state.connected)
  const [outcome, setOutcome] = useState<Outcome>('none')
  const take = async (copy: Copy) => {
    setOutcome('busy')
    try {
      const isTaken = await copyOut(copy, list, locale)
      setOutcome(!isTaken ? 'cancelled' : copy === 'print' ? 'printed' : 'saved')
    } catch (error) {
      setOutcome({ error })
    }
  }
  return (
    <>
      {outcome !== 'none' && (
        <span className="people-outcome" role="status" data-testid="people-outcome">
          <StateIcon tone={typeof outcome === 'string' ? toneOf[outcome] : 'fault'} size={16} />
          {typeof outcome === 'string' ? t(`people.${outcome}`) : t.refusal(outcome.error)}
        </span>
      )}
      {list === 'certificates' && <span className="people-outcome">{t('people.list.certificates')}</span>}
      {copies.map(copy => (
        <Button
          key={copy}
          size="small"
          disabled={!connected || outcome === 'busy'}
          testId={`people-${copy}`}
          onClick={() => void take(copy)}
        >
          <Icon name={copy === 'print' ? 'print' : 'download'} size={18} />
          {t(`people.${copy}`)}
        </Button>
      ))}
    </>
  )
}

/** False when the person cancelled. */
async function copyOut(copy: Copy, list: PeopleList, locale: 'zh-CN' | 'en'): Promise<boolean> {
  if (copy === 'xlsx')
    return window.zhishou.saveExport((await call('people.export', { list, locale })).fileName)
  const form = await call('people.form', { list, locale })
  return copy === 'pdf' ? window.zhishou.savePdf(form) : window.zhishou.print({ html: form.html })
}
