import { Input, Modal } from 'antd'
import { useEffect, useState, type JSX } from 'react'
import type { ClosingState, OpenDay } from '../../../shared/contract/books.ts'
import { rightsOf } from '../../../shared/domain/rights.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { PersonPin } from './person-pin.tsx'
import { choose, readLedger, useLedgers } from './store.ts'

/** So many open days are named; the others are counted. */
const namedDays = 5

function readState(tell: (state: ClosingState | null) => void): void {
  call('closings.state', {}).then(tell, () => tell(null))
}

/** What the paper of the guard room still owes: days nobody closed, the inspection of the week (A-N3.7.a, A-T1.n1). */
export function ClosingBar(): JSX.Element | null {
  const t = useText()
  const [state, setState] = useState<ClosingState | null>(null)
  const [day, setDay] = useState<OpenDay | null>(null)
  const connected = useKnown(known => known.connected)
  const loaded = useLedgers(ledgers => ledgers.loaded)
  // What was written on this page may be what was owed.
  useEffect(() => {
    if (connected && loaded.kind === 'ready') readState(setState)
  }, [connected, loaded])
  if (state === null) return null
  const { openDays, oldest, inspection } = state
  const shown = openDays.slice(0, namedDays).map(open => open.slice(5))
  const days = `${shown.join('、')}${openDays.length > namedDays ? ' …' : ''}`
  return (
    <>
      {!inspection.isDone && (
        <p className="ledger-owed" data-testid="inspection-owed">
          <StateIcon tone="fault" size={18} />
          <span>{t('closings.inspection')}</span>
          <Button
            size="small"
            testId="inspection-write"
            onClick={() => choose({ ledger: 'inspection', text: '' })}
          >
            {t('closings.inspection.write')}
          </Button>
        </p>
      )}
      {oldest !== null && (
        <p className="ledger-owed" data-testid="days-open" data-count={openDays.length}>
          <StateIcon tone="fault" size={18} />
          <span>{t('closings.open', { count: openDays.length, days })}</span>
          <Button size="small" testId="day-close" onClick={() => setDay(oldest)}>
            {t('closings.close')} {oldest.day.slice(5)}
          </Button>
        </p>
      )}
      {day !== null && (
        <CloseDialog
          day={day}
          onClose={() => {
            setDay(null)
            readState(setState)
          }}
        />
      )}
    </>
  )
}

function CloseDialog({ day, onClose }: { day: OpenDay; onClose: () => void }): JSX.Element {
  const t = useText()
  const [note, setNote] = useState('')
  const [error, setError] = useState<unknown>(null)
  useHotkeyBarrier('dialog', true)
  const close = async (userId: string, pin: string) => {
    try {
      await call('closings.close', { day: day.day, userId, pin, note })
      // The page says of the day that it is closed.
      await readLedger()
      onClose()
    } catch (refused) {
      setError(refused)
    }
  }
  return (
    <Modal
      open
      mask={{ closable: false }}
      centered
      width={560}
      footer={null}
      title={`${t('closings.title')} ${day.day}`}
      onCancel={onClose}
    >
      <p>{t('closings.hint')}</p>
      <dl className="closing-rows" data-testid="closing-rows">
        {day.ledgers.map(({ ledger, rows }) => (
          <div key={ledger}>
            <dt>{t.dynamic(`ledger.${ledger}.title`)}</dt>
            <dd>{t('closings.rows', { count: rows })}</dd>
          </div>
        ))}
      </dl>
      <Input
        value={note}
        maxLength={500}
        placeholder={t('closings.note')}
        data-testid="closing-note"
        onChange={event => setNote(event.target.value)}
      />
      <PersonPin
        label={t('closings.leader')}
        isOffered={person => rightsOf(person.roles).has('ledgers.close')}
        submit={t('closings.submit')}
        onSubmit={close}
      />
      {error !== null && <p role="alert">{t.refusal(error)}</p>}
    </Modal>
  )
}
