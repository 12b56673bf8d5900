import { Modal } from 'antd'
import { useEffect, type JSX } from 'react'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkey, useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { formatMinutes } from '../../ui/time.ts'
import { useSignedOn } from './selectors.ts'

/** A hand at the console is told this often at most, ms: core asks after minutes, not seconds. */
const tellEveryMs = 30_000

/** A refusal says that nobody is signed on any more: then nobody is asked either. */
const tellPresent = (isAnswer: boolean): void => void call('duty.present', { isAnswer }).catch(() => {})
const answer = (): void => tellPresent(true)

/** Keys and clicks of who is signed on tell core that he is there, so that only the quiet desk is asked. */
function usePresenceSigns(isSignedOn: boolean): void {
  useEffect(() => {
    if (!isSignedOn) return
    let toldMs = 0
    const sign = (event: Event): void => {
      // What a program does is no sign of a person.
      if (!event.isTrusted || Date.now() - toldMs < tellEveryMs) return
      toldMs = Date.now()
      tellPresent(false)
    }
    const signs = ['pointerdown', 'keydown', 'wheel'] as const
    for (const name of signs) window.addEventListener(name, sign, { capture: true, passive: true })
    return () => {
      for (const name of signs) window.removeEventListener(name, sign, { capture: true })
    }
  }, [isSignedOn])
}

/** The question at night (A-10.b); one key answers it, over whatever stands on the screen. */
export function PresencePrompt(): JSX.Element | null {
  const isSignedOn = useSignedOn()
  const question = useKnown(state => state.presence)
  usePresenceSigns(isSignedOn)
  return question === null || !isSignedOn ? null : <Question untilMs={question.untilMs} />
}

function Question({ untilMs }: { untilMs: number }): JSX.Element {
  const t = useText()
  useHotkeyBarrier('dialog', true)
  useHotkey(' ', 'dialog', answer)
  useHotkey('Enter', 'dialog', answer)
  return (
    <Modal open centered closable={false} footer={null} width={560} zIndex={2000}>
      <div className="presence" role="alertdialog" data-testid="presence">
        <h2>{t('duty.presence.title')}</h2>
        <p>{t('duty.presence.text', { time: formatMinutes(untilMs) })}</p>
        <Button kind="primary" size="big" hint="空格" testId="presence-here" onClick={answer}>
          {t('duty.presence.here')}
        </Button>
      </div>
    </Modal>
  )
}
