import { Modal } from 'antd'
import { useEffect, useState, type JSX } from 'react'
import type { ExportOffer } from '../../../shared/contract/exports.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { useHotkey, useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { ExportCopies } from './export-copies.tsx'
import { ExportForm } from './export-form.tsx'
import { closeExport, useExports, type ExportWish } from './store.ts'
import { useRinging } from './use-ringing.ts'
import './exports.css'

/** The dialog that orders copies of recordings; mounted where a request or its playback is in view. */
export function ExportDialog(): JSX.Element {
  const t = useText()
  const wish = useExports(state => state.wish)
  const isRinging = useRinging()
  const isShown = wish !== null && !isRinging
  useHotkeyBarrier('dialog', isShown)
  useHotkey('Escape', 'dialog', closeExport, isShown)
  useEffect(() => closeExport, [])
  return (
    <Modal
      open={isShown}
      title={t('exports.title')}
      width={860}
      footer={null}
      maskClosable={false}
      onCancel={closeExport}
    >
      {wish !== null && <Offer key={wish.requestNumber} wish={wish} />}
    </Modal>
  )
}

type Known =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'known'; readonly offer: ExportOffer }

function Offer({ wish }: { wish: ExportWish }): JSX.Element {
  const t = useText()
  const [known, setKnown] = useState<Known>({ kind: 'loading' })
  const [isOrdered, setOrdered] = useState(false)
  const { requestNumber } = wish
  useEffect(() => {
    let isCurrent = true
    call('exports.offer', { requestNumber }).then(
      offer => isCurrent && setKnown({ kind: 'known', offer }),
      (error: unknown) => isCurrent && setKnown({ kind: 'failed', error }),
    )
    return () => {
      isCurrent = false
    }
  }, [requestNumber])
  if (known.kind === 'loading') return <Loading />
  if (known.kind === 'failed') return <Failed message={t.refusal(known.error)} retry={closeExport} />
  if (isOrdered && wish.showsCopies) return <ExportCopies requestNumber={requestNumber} mayOrder={false} />
  return (
    <ExportForm
      offer={known.offer}
      marked={wish.span}
      onOrdered={() => (wish.showsCopies ? setOrdered(true) : closeExport())}
    />
  )
}
