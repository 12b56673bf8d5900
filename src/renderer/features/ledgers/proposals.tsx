import { Modal } from 'antd'
import { useCallback, useEffect, useState, type JSX } from 'react'
import type { InspectionProposal } from '../../../shared/domain/inspection.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { Empty, Failed, Loading } from '../../ui/page-states.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useMay } from '../duty/index.ts'
import { BookDialog } from './book-dialog.tsx'

type Read =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'ready'; readonly proposals: readonly InspectionProposal[] }

/** 附表1: opens what the station's own checks found, to be confirmed or changed line by line. */
export function ProposalsButton(): JSX.Element {
  const t = useText()
  const [isOpen, setIsOpen] = useState(false)
  const mayWrite = useMay('books.write')
  const connected = useKnown(state => state.connected)
  return (
    <>
      <Button
        size="small"
        disabled={!mayWrite || !connected}
        testId="inspection-propose"
        onClick={() => setIsOpen(true)}
      >
        {t('inspection.open')}
      </Button>
      {isOpen && <Proposals onClose={() => setIsOpen(false)} />}
    </>
  )
}

function Proposals({ onClose }: { onClose: () => void }): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const [read, setRead] = useState<Read>({ kind: 'loading' })
  const [taken, setTaken] = useState<InspectionProposal | null>(null)
  const [done, setDone] = useState<ReadonlySet<string>>(new Set())
  useHotkeyBarrier('dialog', true)
  const ask = useCallback(() => {
    call('inspection.propose', { locale }).then(
      proposals => setRead({ kind: 'ready', proposals }),
      (error: unknown) => setRead({ kind: 'failed', error }),
    )
  }, [locale])
  useEffect(ask, [ask])
  return (
    <>
      <Modal
        open={taken === null}
        mask={{ closable: false }}
        centered
        width={860}
        footer={null}
        title={t('inspection.title')}
        onCancel={onClose}
      >
        <p>{t('inspection.hint')}</p>
        {read.kind === 'loading' && <Loading />}
        {read.kind === 'failed' && <Failed message={t.refusal(read.error)} retry={ask} />}
        {read.kind === 'ready' && read.proposals.length === 0 && <Empty>{t('inspection.nothing')}</Empty>}
        {read.kind === 'ready' && (
          <ul className="proposals" data-testid="proposals">
            {read.proposals
              .filter(({ id }) => !done.has(id))
              .map(proposal => (
                <li key={proposal.id} data-item={proposal.item}>
                  <StateIcon tone={proposal.isFine ? 'ok' : 'fault'} size={22} />
                  <div>
                    <b>{t(`book.system.${proposal.item}`)}</b>{' '}
                    <small>{t(proposal.isFine ? 'inspection.fine' : 'inspection.attention')}</small>
                    <p>{proposal.finding}</p>
                  </div>
                  <Button
                    size="small"
                    testId={`proposal-take-${proposal.item}`}
                    onClick={() => setTaken(proposal)}
                  >
                    {t('inspection.take')}
                  </Button>
                </li>
              ))}
          </ul>
        )}
      </Modal>
      {taken !== null && (
        <BookDialog
          book="inspection"
          line={null}
          proposal={taken}
          onClose={isWritten => {
            if (isWritten) setDone(new Set([...done, taken.id]))
            setTaken(null)
          }}
        />
      )}
    </>
  )
}
