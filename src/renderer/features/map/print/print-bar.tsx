import { useState, type JSX } from 'react'
import { call } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { formatDateTime } from '../../../ui/time.ts'
import type { Device } from '../devices.ts'
import { layerOf, shownDevices } from '../layers.ts'
import { useMapState } from '../store.ts'
import { groundPicture } from './ground-picture.ts'
import { zoneMapSheet, type SheetWords } from './sheet.ts'

interface PrintBarProps {
  planId: string
  devices: readonly Device[]
  onClose: () => void
}

/** Prints the zone map of the plan in view, with the layers that are shown. What for is asked before, and written down. */
export function PrintBar({ planId, devices, onClose }: PrintBarProps): JSX.Element {
  const t = useText()
  const hidden = useMapState(state => state.hidden)
  const [purpose, setPurpose] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [outcome, setOutcome] = useState<{ number: string } | { error: unknown } | null>(null)
  const run = async (send: (form: { html: string; fileName: string }) => Promise<boolean>) => {
    setIsBusy(true)
    setOutcome(null)
    try {
      const plan = await call('site.plan', { id: planId })
      const ground = await groundPicture(plan)
      // The number is taken before anything is on paper.
      const facts = await call('map.print', { planId, purpose })
      const words: SheetWords = {
        title: t('map.print.title'),
        secret: t('map.print.secret'),
        plan: t('map.print.plan'),
        number: t('map.print.number'),
        by: t('map.print.by'),
        at: t('map.print.at'),
        purpose: t('map.print.purpose'),
        device: t('map.print.device'),
        kind: t('map.print.kind'),
      }
      const shown = shownDevices(devices, hidden)
        .filter(device => device.planId === planId)
        .map(device => ({ mark: device.mark, kind: t(`map.layer.${layerOf(device)}`) }))
      const html = zoneMapSheet(plan, shown, facts, formatDateTime(facts.atMs), words, ground)
      await send({ html, fileName: `${facts.number}.pdf` })
      setOutcome({ number: facts.number })
    } catch (error) {
      setOutcome({ error })
    } finally {
      setIsBusy(false)
    }
  }
  const isReady = purpose.trim() !== '' && !isBusy
  return (
    <div className="map-history" data-testid="map-print">
      <input
        className="map-editor-input"
        value={purpose}
        maxLength={100}
        aria-label={t('map.print.purpose')}
        placeholder={t('map.print.purpose-hint')}
        data-testid="map-print-purpose"
        onChange={event => setPurpose(event.target.value)}
      />
      <Button
        size="small"
        kind="primary"
        disabled={!isReady}
        testId="map-print-go"
        onClick={() => void run(({ html }) => window.zhishou.print({ html }))}
      >
        {t('map.print.go')}
      </Button>
      <Button
        size="small"
        disabled={!isReady}
        testId="map-print-pdf"
        onClick={() => void run(form => window.zhishou.savePdf(form))}
      >
        {t('map.print.pdf')}
      </Button>
      <Button size="small" onClick={onClose}>
        {t('app.close')}
      </Button>
      <small>{t('map.print.note')}</small>
      {outcome !== null && (
        <span role="status" data-testid="map-print-outcome">
          {'number' in outcome ? t('map.print.done', { number: outcome.number }) : t.refusal(outcome.error)}
        </span>
      )}
    </div>
  )
}
