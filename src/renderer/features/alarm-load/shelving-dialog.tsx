import { Input, Modal, Select } from 'antd'
import { useState, type JSX } from 'react'
import { isShelvableZone } from '../../../shared/domain/shelving.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { ShelvedList } from './shelved-list.tsx'
import { closeShelving, nowOfStation, useAlarmLoad } from './store.ts'
import './alarm-load.css'

const lengthsInHours = [1, 2, 4, 8, 12, 24] as const
const hourMs = 3_600_000

function useMay(permission: 'incidents.shelve' | 'incidents.handle'): boolean {
  return useKnown(state => state.duty?.session?.permissions.includes(permission) ?? false)
}

/** 报警搁置: what is shelved, and shelving one more zone. The pop-up of an alarm comes in front of it. */
export function ShelvingDialog(): JSX.Element {
  const t = useText()
  const dialog = useAlarmLoad(state => state.dialog)
  const mayShelve = useMay('incidents.shelve')
  const mayLift = useMay('incidents.handle')
  useHotkeyBarrier('dialog', dialog !== null)
  return (
    <Modal
      open={dialog !== null}
      centered
      width={680}
      title={t('shelving.title')}
      footer={null}
      destroyOnHidden
      onCancel={closeShelving}
    >
      <div className="shelving" data-testid="shelving-dialog">
        <p>{t('shelving.explain')}</p>
        <ShelvedList mayLift={mayLift} />
        {mayShelve ? (
          <ShelveForm key={dialog?.zoneId ?? ''} zoneId={dialog?.zoneId ?? null} />
        ) : (
          <p className="shelved-none">{t('shelving.forbidden')}</p>
        )}
      </div>
    </Modal>
  )
}

function ShelveForm({ zoneId: chosen }: { zoneId: string | null }): JSX.Element {
  const t = useText()
  const zones = useZones()
  const nowMs = useNow(10_000)
  const [zoneId, setZoneId] = useState(chosen)
  const [reason, setReason] = useState('')
  const [hours, setHours] = useState<number>(2)
  const [error, setError] = useState<unknown>(null)
  const isReady = zoneId !== null && reason.trim() !== ''
  const shelve = async () => {
    if (zoneId === null) return
    try {
      // A second less, so that a day is no more than a day when core looks.
      await call('shelving.shelve', { zoneId, reason, untilMs: nowOfStation() + hours * hourMs - 1_000 })
      setZoneId(null)
      setReason('')
      setError(null)
    } catch (refused) {
      setError(refused)
    }
  }
  return (
    <form
      className="shelving-form"
      onSubmit={event => {
        event.preventDefault()
        void shelve()
      }}
    >
      <h3>{t('shelving.new')}</h3>
      <label>
        {t('shelving.zone')}
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          value={zoneId}
          options={zones}
          placeholder={t('shelving.zone.choose')}
          data-testid="shelving-zone"
          onChange={setZoneId}
        />
      </label>
      <label>
        {t('shelving.reason')}
        <Input
          value={reason}
          maxLength={200}
          placeholder={t('shelving.reason.placeholder')}
          data-testid="shelving-reason"
          onChange={event => setReason(event.target.value)}
        />
      </label>
      <div className="shelving-length">
        <Choice
          label={t('shelving.length')}
          options={lengthsInHours.map(value => ({ value, label: t('shelving.hours', { hours: value }) }))}
          value={hours}
          onChange={setHours}
        />
        <span>{t('shelving.end', { time: formatTimeNear(nowMs + hours * hourMs, nowMs) })}</span>
      </div>
      {error !== null && <p role="alert">{t.refusal(error)}</p>}
      <Button kind="primary" type="submit" disabled={!isReady} testId="shelving-do">
        {t('shelving.do')}
      </Button>
    </form>
  )
}

/** Zones that may be shelved and are not, by name. */
function useZones(): { value: string; label: string }[] {
  const zones = useKnown(state => state.site?.zones)
  const shelved = useKnown(state => state.shelving)
  return (zones ?? [])
    .filter(({ id, kind }) => isShelvableZone(kind) && !shelved?.some(({ zoneId }) => zoneId === id))
    .map(({ id, name }) => ({ value: id, label: name }))
}
