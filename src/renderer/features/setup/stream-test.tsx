import { useState, type JSX } from 'react'
import type { CameraNetwork, GivenCredentials } from '../../../shared/contract/setup.ts'
import type { StreamFacts } from '../../../shared/domain/setup.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useMay } from '../duty/index.ts'
import { isRtsp } from './draft.ts'
import { useTask } from './use-task.ts'

interface StreamTestProps {
  url: string
  transport: CameraNetwork['transport']
  credentials: GivenCredentials | null
}

/** Dials a stream exactly as the station will; a picture only for those who may see one. */
export function StreamTest({ url, transport, credentials }: StreamTestProps): JSX.Element {
  const t = useText()
  const mayLook = useMay('cameras.test-picture')
  const [facts, runFacts] = useTask<StreamFacts>()
  const [picture, runPicture] = useTask<{ jpegBase64: string }>()
  const [of, setOf] = useState('')
  const key = JSON.stringify([url, transport, credentials])
  const isReady = isRtsp(url) && credentials !== null
  const isBusy = facts.kind === 'busy' || picture.kind === 'busy'
  // The result of other settings says nothing about these.
  const isOfThese = of === key
  const start = (work: (stream: StreamTestProps & { credentials: GivenCredentials }) => unknown): void => {
    if (credentials === null) return
    setOf(key)
    work({ url, transport, credentials })
  }
  return (
    <div className="setup-test">
      <Button
        size="small"
        disabled={!isReady || isBusy}
        testId="setup-test-stream"
        onClick={() => start(stream => void runFacts(() => call('setup.test-stream', stream)))}
      >
        {t('setup.test.stream')}
      </Button>
      {mayLook && (
        <Button
          size="small"
          disabled={!isReady || isBusy}
          testId="setup-test-picture"
          onClick={() => start(stream => void runPicture(() => call('setup.test-picture', stream)))}
        >
          {t('setup.test.picture')}
        </Button>
      )}
      {isBusy && (
        <p className="setup-line" role="status">
          <StateIcon tone="busy" size={18} />
          {t('setup.testing')}
        </p>
      )}
      {isOfThese && facts.kind === 'done' && (
        <p className="setup-line" data-testid="setup-test-facts">
          <StateIcon tone="ok" size={18} />
          {t('setup.test.ok', { facts: wordsOf(facts.value, t) })}
        </p>
      )}
      {isOfThese && facts.kind === 'done' && facts.value.known.length > 0 && (
        <p className="setup-line setup-warn" data-testid="setup-test-known">
          <StateIcon tone="warn" size={18} />
          {t('setup.known', { names: facts.value.known.map(({ name }) => name).join('、') })}
        </p>
      )}
      {isOfThese &&
        [facts, picture].map(
          (task, index) =>
            task.kind === 'failed' && (
              <p key={String(index)} className="setup-line setup-warn" role="alert">
                <StateIcon tone="fault" size={18} />
                {t.refusal(task.error)}
              </p>
            ),
        )}
      {isOfThese && picture.kind === 'done' && (
        <img
          className="setup-picture"
          alt={t('setup.test.picture')}
          src={`data:image/jpeg;base64,${picture.value.jpegBase64}`}
          data-testid="setup-picture"
        />
      )}
    </div>
  )
}

function wordsOf({ codec, width, height, fps }: StreamFacts, t: ReturnType<typeof useText>): string {
  const name = codec.startsWith('avc') ? 'H.264' : /^h(?:vc|ev)1/.test(codec) ? 'H.265' : codec
  const facts = t('setup.stream.facts', { codec: name, width, height })
  return fps === null ? facts : `${facts} · ${t('setup.stream.fps', { fps })}`
}
