import type { JSX, ReactNode } from 'react'
import type { PartitionView } from '../../../shared/site-view.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import type { Tone } from '../../ui/tone.ts'
import { hindranceOf, type Act } from './readiness.ts'
import { closeArming } from './store.ts'
import type { CommandState } from './use-command.ts'

interface CommandFootProps {
  act: Act
  partition: PartitionView
  command: CommandState
  /** What is still to be done in the form; null when all is there. */
  missing: string | null
  onSend: () => void
}

/** The button of a command, what it waits for, and what came of it. */
export function CommandFoot({ act, partition, command, missing, onSend }: CommandFootProps): JSX.Element {
  const t = useText()
  const report = useKnown(state => state.intrusion?.partitions.find(({ id }) => id === partition.id))
  const session = useKnown(state => state.duty?.session ?? null)
  const connected = useKnown(state => state.connected)
  const hindrance = hindranceOf(act, partition, report, session)
  if (command.kind === 'confirmed')
    return (
      <Foot tone="ok" words={t(`intrusion.${act}.done`, { partition: partition.name })}>
        <Button kind="primary" size="big" testId="arming-finish" autoFocus onClick={closeArming}>
          {t('app.close')}
        </Button>
      </Foot>
    )
  if (command.kind === 'waiting')
    return (
      <Foot tone="busy" words={t(`intrusion.${act}.waiting`)}>
        <Button size="big" kind="ghost" onClick={closeArming}>
          {t('app.close')}
        </Button>
        <Button size="big" disabled>
          {t(`intrusion.${act}.send`)}
        </Button>
      </Foot>
    )
  const words = hindrance !== null ? t(`intrusion.hindrance.${hindrance}`) : missing
  const isRefused = command.kind === 'refused' && words === null
  return (
    <Foot
      tone={isRefused ? 'alarm' : words === null ? null : 'warn'}
      words={isRefused ? t.refusal(command.error) : (words ?? '')}
    >
      <Button size="big" kind="ghost" onClick={closeArming}>
        {t('app.cancel')}
      </Button>
      <Button
        kind="primary"
        size="big"
        testId="arming-send"
        disabled={!connected || words !== null}
        onClick={onSend}
      >
        {t(`intrusion.${act}.send`)}
      </Button>
    </Foot>
  )
}

function Foot({
  tone,
  words,
  children,
}: {
  tone: Tone | null
  words: string
  children: ReactNode
}): JSX.Element {
  return (
    <div className="command-foot">
      <p
        role={tone === 'alarm' ? 'alert' : 'status'}
        className={`command-words command-${tone ?? 'none'}`}
        data-testid="arming-note"
      >
        {tone !== null && <StateIcon tone={tone} size={20} />}
        {words}
      </p>
      {children}
    </div>
  )
}
