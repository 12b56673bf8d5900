import type { JSX } from 'react'
import type { MapDraft } from '../../../../shared/domain/map-draft.ts'
import type { SiteView } from '../../../../shared/site-view.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import type { PlanPoint } from '../../../ui/map/geometry.ts'
import { EditField, NumberInput } from './edit-fields.tsx'
import { canRemove, withCamera, withGeometry, withPlan, without, type Geometry, type Item } from './items.ts'
import { edit } from './store.ts'

interface ItemFieldsProps {
  item: Item
  draft: MapDraft
  site: SiteView
}

/** Everything about the chosen thing in figures: what a mouse can do, a keyboard can. */
export function ItemFields({ item, draft, site }: ItemFieldsProps): JSX.Element {
  const t = useText()
  const { ref, geometry, camera } = item
  const change = (next: Geometry) => edit(before => withGeometry(before, site, ref, next))
  return (
    <section className="map-editor-fields" data-testid="map-item-fields">
      <h3>{item.name === '' ? t('map.edit.unnamed') : item.name}</h3>
      <NameField item={item} draft={draft} />
      {camera !== undefined && ref.kind === 'camera' && (
        <div className="map-editor-row">
          {(
            [
              ['directionDegrees', 0, 360, 'setup.position.direction'],
              ['fieldOfViewDegrees', 1, 360, 'setup.position.fov'],
              ['rangeUnits', 1, 5_000, 'setup.position.range'],
            ] as const
          ).map(([field, least, most, label]) => (
            <EditField key={field} label={t(label)}>
              <NumberInput
                value={camera[field]}
                least={least}
                most={most}
                testId={`map-${field}`}
                onChange={value => edit(before => withCamera(before, ref.id, { ...camera, [field]: value }))}
              />
            </EditField>
          ))}
        </div>
      )}
      <Points geometry={geometry} onChange={change} />
      {canRemove(draft, site, ref) && (
        <Button
          size="small"
          kind="danger"
          testId="map-remove-item"
          onClick={() => edit(before => without(before, site, ref), '')}
        >
          {t('map.edit.remove')}
        </Button>
      )}
    </section>
  )
}

function NameField({ item: { ref, name }, draft }: { item: Item; draft: MapDraft }): JSX.Element | null {
  const t = useText()
  const shape = ref.kind === 'shape' ? draft.plan.shapes[ref.index] : undefined
  if (ref.kind !== 'feature' && (shape === undefined || !('label' in shape))) return null
  const rename = (label: string) =>
    edit(before =>
      ref.kind === 'feature'
        ? withPlan(before, {
            features: before.plan.features.map(feature =>
              feature.id === ref.id ? { ...feature, label } : feature,
            ),
          })
        : withPlan(before, {
            shapes: before.plan.shapes.map((candidate, index) =>
              ref.kind === 'shape' && index === ref.index && 'label' in candidate
                ? { ...candidate, label }
                : candidate,
            ),
          }),
    )
  return (
    <EditField label={t('map.edit.name')}>
      <input
        className="map-editor-input"
        defaultValue={name}
        maxLength={40}
        data-testid="map-item-name"
        onBlur={event => {
          if (event.target.value !== name) rename(event.target.value)
        }}
      />
    </EditField>
  )
}

function Points({
  geometry,
  onChange,
}: {
  geometry: Geometry
  onChange: (next: Geometry) => void
}): JSX.Element {
  const t = useText()
  const points = geometry.type === 'point' ? [geometry.at] : geometry.points
  const least = geometry.type === 'area' ? 3 : geometry.type === 'line' ? 2 : 1
  const put = (next: readonly PlanPoint[]) => {
    const [first] = next
    if (geometry.type !== 'point') onChange({ type: geometry.type, points: next })
    else if (first !== undefined) onChange({ type: 'point', at: first })
  }
  return (
    <ol className="map-editor-points" aria-label={t('map.edit.points')}>
      {points.map((point, index) => (
        // Points have no name but their place in the row.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          {([0, 1] as const).map(axis => (
            <NumberInput
              key={axis}
              value={point[axis]}
              least={-100_000}
              most={10_000_000}
              label={axis === 0 ? 'x' : 'y'}
              testId={`map-point-${index}-${axis === 0 ? 'x' : 'y'}`}
              onChange={value => put(points.with(index, axis === 0 ? [value, point[1]] : [point[0], value]))}
            />
          ))}
          {geometry.type !== 'point' && (
            <>
              <Button
                size="small"
                aria-label={t('map.edit.add-point')}
                onClick={() =>
                  put(points.toSpliced(index + 1, 0, between(point, points[index + 1] ?? points[0] ?? point)))
                }
              >
                +
              </Button>
              <Button
                size="small"
                aria-label={t('map.edit.remove-point')}
                disabled={points.length <= least}
                onClick={() => put(points.toSpliced(index, 1))}
              >
                −
              </Button>
            </>
          )}
        </li>
      ))}
    </ol>
  )
}

const between = (one: PlanPoint, other: PlanPoint): PlanPoint => [
  Math.round((one[0] + other[0]) / 2),
  Math.round((one[1] + other[1]) / 2),
]
