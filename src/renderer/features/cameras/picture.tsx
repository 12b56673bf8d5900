import { useEffect, useState, type JSX } from 'react'
import type { IncidentPicture } from '../../../shared/domain/snapshot.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Icon } from '../../ui/icon.tsx'
import { formatDateTime, formatTime } from '../../ui/time.ts'
import './snapshot.css'

interface Shown {
  readonly source: string | null
  readonly refusal: unknown
}

const nothing: Shown = { source: null, refusal: null }

/** A picture that was taken, as core gives it to the person at the desk; whoever sits down next asks for himself. */
export function Picture({ sha256, label }: { sha256: string; label: string }): JSX.Element {
  const person = useKnown(known => known.duty?.session?.person.id ?? '')
  return <PictureFor key={`${sha256} ${person}`} sha256={sha256} label={label} />
}

function PictureFor({ sha256, label }: { sha256: string; label: string }): JSX.Element {
  const t = useText()
  const [shown, setShown] = useState<Shown>(nothing)
  useEffect(() => {
    let isWanted = true
    call('cameras.picture', { sha256 }).then(
      ({ jpegBase64 }) =>
        isWanted && setShown({ source: `data:image/jpeg;base64,${jpegBase64}`, refusal: null }),
      (refusal: unknown) => isWanted && setShown({ source: null, refusal }),
    )
    return () => {
      isWanted = false
    }
  }, [sha256])
  const { source, refusal } = shown
  if (refusal !== null)
    return (
      <p className="snapshot-error" role="alert">
        {t.refusal(refusal)}
      </p>
    )
  if (source === null) return <p role="status">{t('snapshot.loading')}</p>
  return <img className="picture" src={source} alt={label} draggable={false} data-testid="picture" />
}

/** 当时画面: the pictures of an incident; a press makes one large, another press small again. */
export function IncidentPictures({ pictures }: { pictures: readonly IncidentPicture[] }): JSX.Element | null {
  const t = useText()
  const cameras = useKnown(known => known.site?.cameras)
  const [large, setLarge] = useState<string | null>(null)
  if (pictures.length === 0) return null
  return (
    <div
      className="pictures"
      data-testid="incident-pictures"
      role="group"
      aria-label={t('snapshot.of-incident')}
    >
      {pictures.map(({ sha256, number, cameraId, takenAtMs }) => {
        const camera = cameras?.find(({ id }) => id === cameraId)?.name ?? cameraId
        const label = t('snapshot.of-incident.number', { number, camera, time: formatDateTime(takenAtMs) })
        const isLarge = large === sha256
        return (
          <button
            key={`${sha256} ${number}`}
            type="button"
            className={`picture-button${isLarge ? ' picture-large' : ''}`}
            aria-expanded={isLarge}
            title={label}
            onClick={() => setLarge(isLarge ? null : sha256)}
          >
            <Picture sha256={sha256} label={label} />
            <span className="picture-caption">
              <Icon name={isLarge ? 'shrink' : 'snapshot'} size={16} />
              {t('snapshot.of-incident')} {formatTime(takenAtMs)}
            </span>
          </button>
        )
      })}
    </div>
  )
}
