import { useEffect, useState, type JSX } from 'react'
import type { UnknownAccount } from '../../../shared/domain/intrusion.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { openPage } from '../../app/navigation.ts'
import { useMay } from '../duty/index.ts'
import { showView } from '../setup/index.ts'

/** How often the list is read again while the page is open, ms. */
const readEveryMs = 10_000

/** Whose messages the alarm receiver could not use, and why; for those who set panels up. Nothing while there are none. */
export function UnknownAccounts(): JSX.Element | null {
  const mayRead = useMay('intrusion.read-setup')
  return mayRead ? <Accounts /> : null
}

function Accounts(): JSX.Element | null {
  const t = useText()
  const { accounts, failure } = useAccounts()
  if (failure !== null)
    return (
      <Panel title={t('intrusion.strangers')} testId="unknown-accounts">
        <p className="stranger-failed">{t.refusal(failure)}</p>
      </Panel>
    )
  if (accounts.length === 0) return null
  return (
    <Panel title={t('intrusion.strangers')} testId="unknown-accounts">
      <p className="stranger-why">{t('intrusion.strangers.why')}</p>
      <ul className="panels">
        {accounts.map(account => (
          <Account key={`${account.account} ${account.why}`} account={account} />
        ))}
      </ul>
    </Panel>
  )
}

interface Known {
  readonly accounts: readonly UnknownAccount[]
  readonly failure: unknown
}

function useAccounts(): Known {
  const connected = useKnown(state => state.connected)
  const [known, setKnown] = useState<Known>({ accounts: [], failure: null })
  useEffect(() => {
    if (!connected) return
    let isGone = false
    const read = async (): Promise<void> => {
      const next = await call('intrusion.unknown-accounts', {}).then(
        accounts => ({ accounts, failure: null }),
        (failure: unknown) => ({ accounts: [], failure }),
      )
      if (!isGone) setKnown(next)
    }
    void read()
    const timer = setInterval(() => void read(), readEveryMs)
    return () => {
      isGone = true
      clearInterval(timer)
    }
  }, [connected])
  return known
}

function Account({ account }: { account: UnknownAccount }): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const nowMs = useNow(readEveryMs)
  const mayAdd = useMay('intrusion.configure')
  const name = account.codeName?.[locale === 'en' ? 'en' : 'zh'] ?? ''
  const said = [
    account.code,
    name,
    account.partitionNumber === null
      ? ''
      : t('intrusion.stranger.partition', { number: account.partitionNumber }),
    account.number === null ? '' : t('intrusion.stranger.number', { number: account.number }),
  ].filter(word => word !== '')
  return (
    <li data-testid={`unknown-account-${account.account}`}>
      <b>
        <StateIcon tone="warn" size={16} />{' '}
        {account.account === ''
          ? t('intrusion.stranger.none')
          : t('intrusion.stranger', { account: account.account })}
      </b>
      <span>{t(`intrusion.stranger.${account.why}`)}</span>
      {said.length > 0 && <span className="stranger-said">{said.join(' · ')}</span>}
      <small className="numbers">
        {t('intrusion.stranger.seen', {
          count: account.count,
          first: formatTimeNear(account.firstAtMs, nowMs),
          last: formatTimeNear(account.lastAtMs, nowMs),
        })}
      </small>
      <small>{account.source}</small>
      {mayAdd && account.why === 'account-unknown' && (
        <Button
          size="small"
          testId={`unknown-account-add-${account.account}`}
          onClick={() => {
            showView({ kind: 'panel-add', account: account.account.toUpperCase() })
            openPage('setup')
          }}
        >
          {t('intrusion.stranger.add')}
        </Button>
      )}
    </li>
  )
}
