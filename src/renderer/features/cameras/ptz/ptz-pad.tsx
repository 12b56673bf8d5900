import type { JSX, ReactNode } from 'react'
import { useText } from '../../../link/use-text.ts'
import { Choice } from '../../../ui/choice.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { drive, go, halt, usePtz } from './ptz-store.ts'
import { velocityOf } from './use-ptz-input.ts'

interface HoldProps {
  cameraId: string
  label: string
  towards: readonly [pan: number, tilt: number, zoom: number]
  disabled: boolean
  testId: string
  children: ReactNode
}

/** Moves while it is held down, whatever becomes of the pointer. The keyboard has the arrows for it. */
function Hold({ cameraId, label, towards, disabled, testId, children }: HoldProps): JSX.Element {
  return (
    <button
      type="button"
      className="ptz-key"
      title={label}
      aria-label={label}
      disabled={disabled}
      tabIndex={-1}
      data-testid={testId}
      onPointerDown={event => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        drive(cameraId, velocityOf(...towards))
      }}
      onPointerUp={halt}
      onPointerCancel={halt}
      onLostPointerCapture={halt}
      onContextMenu={event => event.preventDefault()}
    >
      {children}
    </button>
  )
}

const directions = [
  ['left-up', -1, 1, -45],
  ['up', 0, 1, 0],
  ['right-up', 1, 1, 45],
  ['left', -1, 0, -90],
  null,
  ['right', 1, 0, 90],
  ['left-down', -1, -1, -135],
  ['down', 0, -1, 180],
  ['right-down', 1, -1, 135],
] as const

interface PtzPadProps {
  cameraId: string
  hasHome: boolean
  disabled: boolean
}

/** Eight directions around the way home, zoom beside them, and how fast. */
export function PtzPad({ cameraId, hasHome, disabled }: PtzPadProps): JSX.Element {
  const t = useText()
  const speed = usePtz(state => state.speed)
  return (
    <div className="ptz-drive">
      <div className="ptz-pad" role="group" aria-label={t('ptz.pad')}>
        {directions.map(direction =>
          direction === null ? (
            <button
              key="home"
              type="button"
              className="ptz-key ptz-home"
              disabled={disabled || !hasHome}
              data-testid="ptz-home"
              onClick={() => go(cameraId, { kind: 'home' })}
            >
              {t('ptz.home')}
            </button>
          ) : (
            <Hold
              key={direction[0]}
              cameraId={cameraId}
              label={t(`ptz.${direction[0]}`)}
              towards={[direction[1], direction[2], 0]}
              disabled={disabled}
              testId={`ptz-${direction[0]}`}
            >
              <span className="ptz-arrow" style={{ transform: `rotate(${direction[3]}deg)` }}>
                <Icon name="arrow-up" size={20} />
              </span>
            </Hold>
          ),
        )}
      </div>
      <div className="ptz-side">
        <div className="ptz-zoom" role="group" aria-label={t('ptz.zoom')}>
          <Hold {...{ cameraId, disabled }} label={t('ptz.zoom-in')} towards={[0, 0, 1]} testId="ptz-zoom-in">
            <Icon name="larger" size={20} />
          </Hold>
          <span>{t('ptz.zoom')}</span>
          <Hold
            {...{ cameraId, disabled }}
            label={t('ptz.zoom-out')}
            towards={[0, 0, -1]}
            testId="ptz-zoom-out"
          >
            <Icon name="smaller" size={20} />
          </Hold>
        </div>
        <Choice
          label={t('ptz.speed')}
          testId="ptz-speed"
          value={speed}
          options={(['slow', 'middle', 'fast'] as const).map(value => ({
            value,
            label: t(`ptz.speed.${value}`),
          }))}
          onChange={value => usePtz.setState({ speed: value })}
        />
      </div>
    </div>
  )
}
