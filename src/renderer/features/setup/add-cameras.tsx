import { useState, type JSX } from 'react'
import type { SetupOverview } from '../../../shared/contract/setup.ts'
import { useText } from '../../link/use-text.ts'
import { ChooseStep } from './choose-step.tsx'
import { DescribeStep } from './describe-step.tsx'
import type { CameraDraft } from './draft.ts'
import { FindStep, type Found } from './find-step.tsx'

const steps = ['find', 'choose', 'describe'] as const
type Step = (typeof steps)[number]

/** From a device on the network to cameras on the wall, in three steps. */
export function AddCameras({ overview }: { overview: SetupOverview }): JSX.Element {
  const t = useText()
  const [step, setStep] = useState<Step>('find')
  const [found, setFound] = useState<Found | null>(null)
  const change = (cameras: readonly CameraDraft[]): void =>
    setFound(before => (before === null ? null : { ...before, cameras }))
  return (
    <div className="setup-add" data-testid="setup-add" data-step={step}>
      <ol className="setup-steps">
        {steps.map(id => (
          <li key={id} aria-current={id === step ? 'step' : undefined}>
            {t(`setup.step.${id}`)}
          </li>
        ))}
      </ol>
      {/* Kept while one looks further: going back must not cost typing it all again. */}
      <div hidden={step !== 'find'}>
        <FindStep
          overview={overview}
          onFound={next => {
            setFound(next)
            setStep('choose')
          }}
        />
      </div>
      {step === 'choose' && found !== null && (
        <ChooseStep
          found={found}
          onChange={change}
          onBack={() => setStep('find')}
          onNext={() => setStep('describe')}
        />
      )}
      {step === 'describe' && found !== null && (
        <DescribeStep found={found} overview={overview} onChange={change} onBack={() => setStep('choose')} />
      )}
    </div>
  )
}
