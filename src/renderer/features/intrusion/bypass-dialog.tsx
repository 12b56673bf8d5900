import { Modal } from 'antd'
import { useState, type JSX } from 'react'
import { stationNowMs } from '../../app/station-clock.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { EndChoice } from './end-choice.tsx'
import { ReasonField } from './reason-field.tsx'
import { closeBypass, useIntrusion } from './store.ts'
import './intrusion.css'
import './arming.css'

const reasons = ['false-alarms', 'repair', 'occupied', 'broken'] as const
const bypassMinutes = [30, 60, 120, 480, 720] as const

/** Asks why and until when, before a zone is taken out of service. */
export function BypassDialog(): JSX.Element {
  const t = useText()
  const zoneId = useIntrusion(state => state.bypass)
  const zone = useKnown(state => state.site?.zones.find(({ id }) => id === zoneId))
  const isOpen = zone !== undefined
  useHotkeyBarrier('dialog', isOpen)
  return (
    <Modal
      open={isOpen}
      title={isOpen ? t('arming.bypass.title', { zone: zone.name }) : ''}
      footer={null}
      width={720}
      centered
      destroyOnHidden
      mask={{ closable: false }}
      onCancel={closeBypass}
      data-testid="bypass-dialog"
    >
      {isOpen && <BypassForm zoneId={zone.id} />}
    </Modal>
  )
}

function BypassForm({ zoneId }: { zoneId: string }): JSX.Element {
  const t = useText()
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState<number | null>(null)
  const [isWaiting, setWaiting] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const missing =
    reason.trim() === '' ? t('arming.need.reason') : minutes === null ? t('arming.need.end') : null
  const send = async () => {
    if (minutes === null) return
    setWaiting(true)
    try {
      await call('arming.bypass', { zoneId, reason, endsAtMs: stationNowMs() + minutes * 60_000 })
      closeBypass()
    } catch (refused) {
      setError(refused)
      setWaiting(false)
    }
  }
  return (
    <div className="arming">
      <p className="disarm-norm">{t('arming.bypass.what')}</p>
      <ReasonField
        label={t('arming.reason')}
        picks={reasons.map(key => ({ key, words: t(`arming.reason.${key}`) }))}
        reason={reason}
        onReason={setReason}
        testId="bypass"
      />
      <EndChoice
        label={t('arming.bypass.until')}
        choices={bypassMinutes}
        minutes={minutes}
        onMinutes={setMinutes}
        testId="bypass-until"
      />
      <div className="command-foot">
        <p role="status" className={`command-words command-${error === null ? 'warn' : 'alarm'}`}>
          {isWaiting ? t('arming.waiting') : error === null ? missing : t.refusal(error)}
        </p>
        <Button size="big" kind="ghost" onClick={closeBypass}>
          {t('app.cancel')}
        </Button>
        <Button
          size="big"
          kind="primary"
          testId="bypass-send"
          disabled={missing !== null || isWaiting}
          onClick={() => void send()}
        >
          {t('arming.bypass.send')}
        </Button>
      </div>
    </div>
  )
}
