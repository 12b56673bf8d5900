import { useState, type FormEvent, type JSX } from 'react'
import type { PtzReport } from '../../../../shared/domain/ptz.ts'
import { useKnown } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { Icon, type IconName } from '../../../ui/icon.tsx'
import { go, removePreset, savePreset, setGuard } from './ptz-store.ts'

interface PtzPresetsProps {
  report: PtzReport
  disabled: boolean
}

/** Views that the camera finds by itself; the leader and the equipment officer also store and remove them. */
export function PtzPresets({ report, disabled }: PtzPresetsProps): JSX.Element {
  const t = useText()
  const mayEdit = useKnown(known => known.duty?.session?.permissions.includes('cameras.ptz-presets') ?? false)
  const [isEditing, setIsEditing] = useState(false)
  const { cameraId, presets, guard } = report
  const isOpen = isEditing && mayEdit && !disabled
  return (
    <section className="ptz-presets">
      <header>
        <h4>{t('ptz.presets')}</h4>
        {mayEdit && (
          <Button
            size="small"
            kind="ghost"
            disabled={disabled}
            testId="ptz-edit"
            onClick={() => setIsEditing(!isOpen)}
          >
            {t(isOpen ? 'ptz.preset.edit-done' : 'ptz.preset.edit')}
          </Button>
        )}
      </header>
      {presets.length === 0 && <p className="ptz-note">{t('ptz.presets.none')}</p>}
      <ul data-editing={isOpen}>
        {presets.map(({ token, name }) => (
          <li key={token}>
            <button
              type="button"
              className="ptz-preset"
              disabled={disabled}
              data-testid={`ptz-preset-${token}`}
              title={name}
              onClick={() => go(cameraId, { kind: 'preset', token })}
            >
              <span>{name}</span>
              {guard?.kind === 'preset' && guard.token === token && (
                <em title={t('ptz.preset.guard')} role="img" aria-label={t('ptz.preset.guard')}>
                  <Icon name="shield" size={15} />
                </em>
              )}
            </button>
            {isOpen && <PresetTools report={report} token={token} name={name} />}
          </li>
        ))}
        {isOpen && report.hasHome && guard?.kind !== 'home' && (
          <li>
            <button
              type="button"
              className="ptz-preset"
              data-testid="ptz-guard-home"
              onClick={() => setGuard(cameraId, { kind: 'home' })}
            >
              <span>{t('ptz.home.make-guard')}</span>
            </button>
          </li>
        )}
      </ul>
      {isOpen && <NewPreset cameraId={cameraId} />}
    </section>
  )
}

function PresetTools(props: { report: PtzReport; token: string; name: string }): JSX.Element {
  const { token, name } = props
  const { cameraId, guard } = props.report
  const t = useText()
  const isGuard = guard?.kind === 'preset' && guard.token === token
  const tool = (icon: IconName, label: string, testId: string, onPress: () => void) => (
    <button
      type="button"
      className="ptz-tool"
      title={label}
      aria-label={`${name}: ${label}`}
      disabled={isGuard && testId !== 'ptz-over'}
      data-testid={`${testId}-${token}`}
      onClick={onPress}
    >
      <Icon name={icon} size={16} />
    </button>
  )
  return (
    <>
      {tool('shield', t('ptz.preset.make-guard'), 'ptz-guard', () =>
        setGuard(cameraId, { kind: 'preset', token }),
      )}
      {tool('snapshot', t('ptz.preset.over'), 'ptz-over', () => void savePreset({ cameraId, name, token }))}
      {tool('close', t('ptz.preset.remove'), 'ptz-remove', () => removePreset(cameraId, token))}
    </>
  )
}

function NewPreset({ cameraId }: { cameraId: string }): JSX.Element {
  const t = useText()
  const [name, setName] = useState('')
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (await savePreset({ cameraId, name, token: null })) setName('')
  }
  return (
    <form className="ptz-new" onSubmit={event => void save(event)}>
      <input
        className="wall-input"
        value={name}
        maxLength={20}
        placeholder={t('ptz.preset.new')}
        aria-label={t('ptz.preset.new')}
        data-testid="ptz-new-name"
        onChange={event => setName(event.target.value)}
      />
      <Button size="small" type="submit" disabled={name.trim() === ''} testId="ptz-save">
        {t('ptz.preset.save')}
      </Button>
    </form>
  )
}
