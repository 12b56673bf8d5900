import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { ListenButton } from './listen-button.tsx'
import { PtzButton } from './ptz/ptz-button.tsx'
import { RelayButtons } from './relays/relay-buttons.tsx'
import { requestSnapshot } from './snapshot-store.ts'
import { putCamera, resize, toggleEnlarged } from './wall-store.ts'

function Tool(props: { icon: IconName; label: string; onPress: () => void; testId?: string }): JSX.Element {
  return (
    <button
      type="button"
      className="tile-tool"
      title={props.label}
      aria-label={props.label}
      data-testid={props.testId}
      onClick={props.onPress}
      // Two presses on a button are no double click on the picture.
      onDoubleClick={event => event.stopPropagation()}
    >
      <Icon name={props.icon} size={18} />
    </button>
  )
}

interface TileToolsProps {
  cameraId: string
  index: number
  isEnlarged: boolean
  /** The wall has more than this tile. */
  canEnlarge: boolean
  /** The wall is being put together: the tile's size and place can be changed. */
  isArranging: boolean
  onObserve?: ((cameraId: string) => void) | undefined
  onWhoWatched?: ((cameraId: string) => void) | undefined
}

/** What can be done with a picture on the wall. */
export function TileTools(props: TileToolsProps): JSX.Element {
  const { cameraId, index, isEnlarged, canEnlarge, isArranging, onObserve, onWhoWatched } = props
  const t = useText()
  return (
    <>
      {onObserve !== undefined && (
        <Tool
          icon="incident"
          label={t('cameras.observe')}
          testId="tile-observe"
          onPress={() => onObserve(cameraId)}
        />
      )}
      <Tool
        icon="snapshot"
        label={t('wall.tile.snapshot')}
        testId="tile-snapshot"
        onPress={() => requestSnapshot(cameraId)}
      />
      {(isEnlarged || !canEnlarge) && <PtzButton cameraId={cameraId} />}
      {(isEnlarged || !canEnlarge) && <RelayButtons cameraId={cameraId} />}
      {isEnlarged && <ListenButton cameraId={cameraId} />}
      {(isEnlarged || !canEnlarge) && onWhoWatched !== undefined && (
        <Tool
          icon="ledger"
          label={t('inspector.who-watched.hint')}
          testId="tile-who-watched"
          onPress={() => onWhoWatched(cameraId)}
        />
      )}
      {canEnlarge && (
        <Tool
          icon={isEnlarged ? 'shrink' : 'enlarge'}
          label={t(isEnlarged ? 'cameras.shrink' : 'cameras.enlarge')}
          testId="tile-enlarge"
          onPress={() => toggleEnlarged(cameraId)}
        />
      )}
      {isArranging && !isEnlarged && (
        <>
          <Tool
            icon="larger"
            label={t('wall.tile.larger')}
            testId="tile-larger"
            onPress={() => resize(index, 1)}
          />
          <Tool
            icon="smaller"
            label={t('wall.tile.smaller')}
            testId="tile-smaller"
            onPress={() => resize(index, -1)}
          />
          <Tool
            icon="take-off"
            label={t('wall.tile.remove')}
            testId="tile-remove"
            onPress={() => putCamera(null, index)}
          />
        </>
      )}
    </>
  )
}
