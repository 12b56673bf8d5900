import { Select } from 'antd'
import type { JSX } from 'react'
import type { LinkageRule } from '../../../shared/site/response.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'

interface DeviceRowsProps {
  draft: LinkageRule
  cameras: { value: string; label: string }[]
  edit: (part: Partial<LinkageRule>) => void
}

/** What a rule does with devices: cameras to a preset, outputs for a while. */
export function DeviceRows({ draft, cameras, edit }: DeviceRowsProps): JSX.Element {
  const t = useText()
  const [first] = cameras
  const replace = <T,>(rows: readonly T[], at: number, row: T): T[] =>
    rows.map((other, index) => (index === at ? row : other))
  const without = <T,>(rows: readonly T[], at: number): T[] => rows.filter((_, index) => index !== at)
  return (
    <>
      <fieldset className="field">
        <legend>{t('linkage.presets')}</legend>
        {draft.presets.map((preset, at) => (
          // Rows have no identity of their own, and are never reordered.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={at} className="device-row">
            <Select
              value={preset.camera}
              options={cameras}
              onChange={camera => edit({ presets: replace(draft.presets, at, { ...preset, camera }) })}
            />
            <input
              className="line-input"
              aria-label={t('linkage.preset.token')}
              placeholder={t('linkage.preset.token')}
              value={preset.to.kind === 'home' ? 'home' : preset.to.token}
              onChange={({ target: { value } }) =>
                edit({
                  presets: replace(draft.presets, at, {
                    ...preset,
                    to: value === 'home' ? { kind: 'home' } : { kind: 'preset', token: value },
                  }),
                })
              }
            />
            <Button size="small" kind="ghost" onClick={() => edit({ presets: without(draft.presets, at) })}>
              {t('linkage.remove')}
            </Button>
          </div>
        ))}
        <Button
          size="small"
          disabled={first === undefined || draft.presets.length >= 8}
          onClick={() =>
            first !== undefined &&
            edit({ presets: [...draft.presets, { camera: first.value, to: { kind: 'home' } }] })
          }
        >
          +
        </Button>
      </fieldset>
      <fieldset className="field">
        <legend>{t('linkage.relays')}</legend>
        {draft.relays.map((relay, at) => (
          // oxlint-disable-next-line react/no-array-index-key
          <div key={at} className="device-row">
            <Select
              value={relay.camera}
              options={cameras}
              onChange={camera => edit({ relays: replace(draft.relays, at, { ...relay, camera }) })}
            />
            <input
              className="line-input"
              aria-label={t('linkage.relay.output')}
              placeholder={t('linkage.relay.output')}
              value={relay.output}
              onChange={({ target }) =>
                edit({ relays: replace(draft.relays, at, { ...relay, output: target.value }) })
              }
            />
            <label className="limit">
              {t('linkage.relay.seconds')}
              <input
                type="number"
                className="line-input"
                min={5}
                max={3_600}
                value={relay.seconds}
                onChange={({ target }) =>
                  edit({ relays: replace(draft.relays, at, { ...relay, seconds: Number(target.value) }) })
                }
              />
            </label>
            <Button size="small" kind="ghost" onClick={() => edit({ relays: without(draft.relays, at) })}>
              {t('linkage.remove')}
            </Button>
          </div>
        ))}
        <Button
          size="small"
          disabled={first === undefined || draft.relays.length >= 8}
          onClick={() =>
            first !== undefined &&
            edit({ relays: [...draft.relays, { camera: first.value, output: '', seconds: 60 }] })
          }
        >
          +
        </Button>
      </fieldset>
    </>
  )
}
