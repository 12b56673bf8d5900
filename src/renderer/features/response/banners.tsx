import type { JSX } from 'react'
import { isEscalated } from '../../../shared/domain/incident.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatMinutes } from '../../ui/time.ts'
import { useMay } from '../duty/index.ts'
import { byUrgency, openIncident } from '../incidents/index.ts'
import { useSending } from '../../link/use-answer.ts'
import './response.css'

/** 演练: on every page of every window for as long as it lasts. */
export function DrillBanner(): JSX.Element | null {
  const t = useText()
  const drill = useKnown(state => state.drill)
  const mayEnd = useMay('drill.run')
  const { send, isSending } = useSending()
  if (drill === null) return null
  return (
    <div className="banner banner-drill" role="status" data-testid="drill-banner">
      <span className="drill-mark">{t('drill.mark')}</span>
      <b>{t('drill.banner')}</b>
      <span>
        {t('drill.banner.detail', {
          reason: drill.reason,
          count: drill.zoneIds.length,
          time: formatMinutes(drill.endsAtMs),
          name: drill.by.name,
        })}
      </span>
      {mayEnd && (
        <Button
          size="small"
          testId="drill-end"
          disabled={isSending}
          onClick={() => send(async () => void (await call('drill.end', {})))}
        >
          {t('drill.end')}
        </Button>
      )}
    </div>
  )
}

/** What nobody took up in time, with the phones to call: on both windows. */
export function EscalationBanner(): JSX.Element | null {
  const t = useText()
  const incidents = useKnown(state => state.incidents)
  const contacts = useKnown(state => state.site?.contacts) ?? []
  const escalated = byUrgency((incidents ?? []).filter(isEscalated))
  const [worst] = escalated
  if (worst === undefined) return null
  return (
    <div
      className="banner banner-escalated"
      role="alert"
      data-testid="escalation"
      data-count={escalated.length}
    >
      <StateIcon tone="alarm" size={22} />
      <b>{t('escalation.title')}</b>
      <span>
        {escalated
          .slice(0, 3)
          .map(({ placeName, kind }) =>
            t('incidents.headline', { place: placeName, kind: t(`incident.kind.${kind}`) }),
          )
          .join('、')}
      </span>
      {contacts.length > 0 && (
        <span className="escalation-phones numbers" data-testid="escalation-phones">
          <Icon name="phone" size={16} /> {t('escalation.call')}：
          {contacts.map(({ role, name, phone }) => `${role} ${name} ${phone}`).join(' · ')}
        </span>
      )}
      <Button size="small" kind="danger" testId="escalation-open" onClick={() => openIncident(worst.id)}>
        {t('escalation.open')}
      </Button>
    </div>
  )
}

/** 听到了吗? once a shift, and whenever alarms cannot be heard. */
export function SoundBanner(): JSX.Element | null {
  const t = useText()
  const sound = useKnown(state => state.sound)
  const mayAnswer = useMay('duty.stand-watch')
  const { send, isSending, refusal } = useSending()
  if (sound === null) return null
  const answer = (isHeard: boolean) => send(async () => void (await call('sound.answer', { isHeard })))
  return (
    <>
      {sound.audio === 'lost' && (
        <div className="banner banner-unmanned" role="alert" data-testid="sound-lost">
          <StateIcon tone="fault" size={20} />
          <b>{t('sound.lost')}</b>
          <span>{t('sound.lost.detail')}</span>
        </div>
      )}
      {sound.testDue && mayAnswer && (
        <div className="banner banner-test" role="status" data-testid="sound-test">
          <Icon name="sound" size={20} />
          <b>{t('sound.test')}</b>
          <span>{refusal === null ? t('sound.test.ask') : t.refusal(refusal)}</span>
          <span className="banner-buttons">
            <Button
              size="small"
              kind="primary"
              testId="sound-test-play"
              onClick={() => send(async () => void (await call('sound.test', {})))}
            >
              {t('sound.test.play')}
            </Button>
            <Button size="small" testId="sound-test-heard" disabled={isSending} onClick={() => answer(true)}>
              {t('sound.test.heard')}
            </Button>
            <Button
              size="small"
              kind="ghost"
              testId="sound-test-not-heard"
              disabled={isSending}
              onClick={() => answer(false)}
            >
              {t('sound.test.not-heard')}
            </Button>
          </span>
        </div>
      )}
    </>
  )
}
