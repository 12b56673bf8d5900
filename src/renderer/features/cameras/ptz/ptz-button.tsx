import { useEffect, type JSX } from 'react'
import { useKnown } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Icon } from '../../../ui/icon.tsx'
import { closePtz, lookAt, openPtz, usePtz } from './ptz-store.ts'

/** 云台 on the enlarged picture, for those who may and where the camera turns, or did not answer whether it does. */
export function PtzButton({ cameraId }: { cameraId: string }): JSX.Element | null {
  const t = useText()
  const may = useKnown(known => known.duty?.session?.permissions.includes('cameras.ptz') ?? false)
  const connected = useKnown(known => known.connected)
  const isOffered = useKnown(known =>
    (known.ptz ?? []).some(
      report =>
        report.cameraId === cameraId &&
        (report.ability === 'ready' ||
          (report.ability === 'unknown' && report.isExpected && report.failure !== null)),
    ),
  )
  const isOpen = usePtz(state => state.openFor === cameraId)
  useEffect(() => {
    if (may && connected) lookAt(cameraId)
  }, [may, connected, cameraId])
  if (!may || !isOffered) return null
  return (
    <button
      type="button"
      className="tile-tool ptz-button"
      title={t('ptz.open')}
      aria-pressed={isOpen}
      data-testid="tile-ptz"
      onClick={() => (isOpen ? closePtz(cameraId) : openPtz(cameraId))}
      onDoubleClick={event => event.stopPropagation()}
    >
      <Icon name="ptz" size={18} />
      {t('ptz.title')}
    </button>
  )
}

/** On every tile whose camera somebody turns: who. */
export function PtzSign({ cameraId }: { cameraId: string }): JSX.Element | null {
  const t = useText()
  const owner = useKnown(
    known => known.ptz?.find(report => report.cameraId === cameraId)?.owner?.name ?? null,
  )
  if (owner === null) return null
  return <span data-testid="ptz-sign">{t('ptz.held.sign', { name: owner })}</span>
}
