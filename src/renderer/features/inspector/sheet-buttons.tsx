import { useState, type JSX } from 'react'
import { call, useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useMay } from '../duty/index.ts'

/** 技防检查情况表 on paper or as PDF. */
export function SheetButtons(): JSX.Element {
  const t = useText()
  const mayTake = useMay('ledgers.export')
  const connected = useKnown(state => state.connected)
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const take = async (use: 'print' | 'savePdf') => {
    setIsBusy(true)
    setError(null)
    try {
      const sheet = await call('inspector.sheet', { locale: useLocale.getState().locale })
      await window.zhishou[use](sheet)
    } catch (refused) {
      setError(refused)
    } finally {
      setIsBusy(false)
    }
  }
  const disabled = !mayTake || !connected || isBusy
  return (
    <>
      {error !== null && <span role="alert">{t.refusal(error)}</span>}
      <Button
        size="small"
        disabled={disabled}
        testId="inspector-sheet-print"
        onClick={() => void take('print')}
      >
        <Icon name="print" size={18} />
        {t('inspector.sheet.print')}
      </Button>
      <Button
        size="small"
        disabled={disabled}
        testId="inspector-sheet-pdf"
        onClick={() => void take('savePdf')}
      >
        <Icon name="download" size={18} />
        {t('inspector.sheet.pdf')}
      </Button>
    </>
  )
}
