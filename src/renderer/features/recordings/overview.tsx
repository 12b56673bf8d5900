import { useMemo, useState, type JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { Button } from '../../ui/button.tsx'
import { Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { batchesOf } from './batches.ts'
import { wantViewing } from './store.ts'
import type { Range } from './timeline-props.ts'
import { Timeline } from './timeline.tsx'

/** The shortest time that recordings are kept, days. */
const days = 30
const rowPixels = 20
const noCameras: readonly { id: string; name: string; hasRecordings: boolean }[] = []

/** All cameras over the last month: what is there, what is missing and why. No pictures. */
export function Overview({ switcher }: { switcher: JSX.Element }): JSX.Element {
  const t = useText()
  const site = useKnown(state => state.site)
  const [group, setGroup] = useState(0)
  const groups = useMemo(
    () => batchesOf((site?.cameras ?? noCameras).filter(({ hasRecordings }) => hasRecordings)),
    [site],
  )
  const cameras = groups[group] ?? groups[0] ?? noCameras
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
        <>
          {groups.length > 1 && (
            <Choice
              label={t('recordings.cameras')}
              testId="overview-group"
              value={group}
              options={groups.map((_, value) => ({ value, label: wordsOf(groups, value) }))}
              onChange={value => {
                setGroup(value)
                setChosen('')
              }}
            />
          )}
          <Button
            kind="primary"
            size="small"
            testId="overview-take"
            disabled={span === null}
            onClick={() => span !== null && wantViewing([chosen === '' ? first : chosen], span)}
          >
            {t('recordings.overview.take')}
          </Button>
        </>
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

/** Which cameras a group has, counted through all: `65–128`. */
function wordsOf(groups: readonly (readonly unknown[])[], index: number): string {
  const before = groups.slice(0, index).reduce((sum, { length }) => sum + length, 0)
  return `${before + 1}–${before + (groups[index]?.length ?? 0)}`
}
