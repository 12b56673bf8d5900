import { useMemo, useState, type JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { wantViewing } from './store.ts'
import type { Range } from './timeline-props.ts'
import { Timeline } from './timeline.tsx'

/** The shortest time that recordings are kept, days. */
const days = 30
const mostCameras = 64
const rowPixels = 20
const noCameras: readonly { id: string; name: string; recorded: boolean }[] = []

/** All cameras over the last month: what is there, what is missing and why. No pictures. */
export function Overview({ switcher }: { switcher: JSX.Element }): JSX.Element {
  const t = useText()
  const site = useKnown(state => state.site)
  const cameras = useMemo(
    () => (site?.cameras ?? noCameras).filter(({ recorded }) => recorded).slice(0, mostCameras),
    [site],
  )
  const cameraIds = useMemo(() => cameras.map(({ id }) => id), [cameras])
  const names = useMemo(() => new Map(cameras.map(({ id, name }) => [id, name])), [cameras])
  const [whole] = useState(() => {
    const toMs = Math.ceil((Date.now() + 300_000) / 60_000) * 60_000
    return { fromMs: toMs - days * 86_400_000, toMs }
  })
  const [chosen, setChosen] = useState('')
  const [atMs, setAtMs] = useState<number | null>(null)
  const [range, setRange] = useState<Range>({})
  const [first = ''] = cameraIds
  const { fromMs, toMs } = range
  const span = fromMs === undefined || toMs === undefined ? null : { fromMs, toMs }
  if (site === null) return <Loading />
  return (
    <Panel
      className="overview"
      testId="overview"
      title={switcher}
      subtitle={t('recordings.overview.hint', { days })}
      actions={
        <Button
          kind="primary"
          size="small"
          testId="overview-take"
          disabled={span === null}
          onClick={() => span !== null && wantViewing([chosen === '' ? first : chosen], span)}
        >
          {t('recordings.overview.take')}
        </Button>
      }
    >
      {cameraIds.length > 0 && (
        <Timeline
          whole={whole}
          cameraIds={cameraIds}
          names={names}
          rowPixels={rowPixels}
          chosen={chosen === '' ? first : chosen}
          onChoose={setChosen}
          positionMs={atMs}
          onSeek={(at, id) => {
            setAtMs(at)
            if (id !== null) setChosen(id)
          }}
          grantId={null}
          viewer=""
          range={range}
          onRange={setRange}
        />
      )}
    </Panel>
  )
}
