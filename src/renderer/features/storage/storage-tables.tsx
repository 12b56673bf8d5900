import { Table, type TableColumnsType } from 'antd'
import { useMemo, type JSX } from 'react'
import type { CameraKeeping, VolumeReport } from '../../../shared/domain/storage.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDateTime, formatDay, formatTimeNear } from '../../ui/time.ts'
import { formatBytes, formatLength, formatShare, toneOfKeeping, toneOfVolume } from './words.ts'

/** Days kept against days promised, one line a camera; what is short stands first. */
export function CameraTable({ cameras }: { cameras: readonly CameraKeeping[] }): JSX.Element {
  const t = useText()
  const rank = ({ state, silentSinceMs }: CameraKeeping) =>
    state === 'short' ? 0 : silentSinceMs !== null || state === 'nothing' ? 1 : state === 'off' ? 3 : 2
  const columns = useMemo<TableColumnsType<CameraKeeping>>(
    () => [
      {
        title: t('storage.column.camera'),
        width: 190,
        render: (_: unknown, { name, placeName, isKeyArea }) => (
          <span className="storage-camera">
            <b>{name}</b>
            <small>
              {placeName}
              {isKeyArea && ` · ${t('storage.key-area')}`}
            </small>
          </span>
        ),
      },
      {
        title: t('storage.column.days'),
        width: 110,
        render: (_: unknown, { keptDays, promisedDays }) => (
          <span className="numbers">
            <b>{keptDays}</b> / {promisedDays}
          </span>
        ),
      },
      {
        title: t('storage.column.state'),
        width: 130,
        render: (_: unknown, { state, silentSinceMs }) => (
          <span className="storage-state" data-state={state}>
            <StateIcon tone={toneOfKeeping[state]} size={16} />
            {t(`storage.kept.${state}`)}
            {silentSinceMs !== null && (
              <small className="storage-silent">
                {t('storage.silent', { time: formatTimeNear(silentSinceMs, Date.now()) })}
              </small>
            )}
          </span>
        ),
      },
      {
        title: t('storage.column.oldest'),
        width: 116,
        render: (_: unknown, { firstFrameMs }) => (
          <span className="numbers" title={firstFrameMs === null ? '' : formatDateTime(firstFrameMs)}>
            {firstFrameMs === null ? '—' : formatDay(firstFrameMs)}
          </span>
        ),
      },
      {
        title: t('storage.column.coverage'),
        width: 90,
        render: (_: unknown, { coveredShare, firstFrameMs }) => (
          <span className="numbers">{firstFrameMs === null ? '—' : formatShare(coveredShare)}</span>
        ),
      },
      {
        title: t('storage.column.gaps'),
        width: 170,
        render: (_: unknown, { gapCount, longestGap }) =>
          longestGap === null ? (
            '—'
          ) : (
            <span className="numbers" title={formatDateTime(longestGap.fromMs)}>
              {t('storage.gaps', {
                count: gapCount,
                longest: formatLength(longestGap.toMs - longestGap.fromMs),
              })}
            </span>
          ),
      },
      {
        title: t('storage.column.rate'),
        width: 96,
        render: (_: unknown, { bytesPerDay }) => <span className="numbers">{formatBytes(bytesPerDay)}</span>,
      },
    ],
    [t],
  )
  return (
    <Table
      columns={columns}
      dataSource={cameras.toSorted((a, b) => rank(a) - rank(b))}
      rowKey="cameraId"
      size="small"
      pagination={false}
      scroll={{ x: 900 }}
      data-testid="storage-cameras"
    />
  )
}

/** The disks: state, how full, how fast. */
export function VolumeTable({ volumes }: { volumes: readonly VolumeReport[] }): JSX.Element {
  const t = useText()
  return (
    <ul className="storage-volumes" data-testid="storage-volumes">
      {volumes.map(volume => {
        const { id, path, state, reason, usedBytes, capacityBytes, freeBytes, bytesPerSecond, latencyMs } =
          volume
        const share = capacityBytes === null || capacityBytes === 0 ? 0 : usedBytes / capacityBytes
        const speed = { rate: formatBytes(bytesPerSecond), latency: Math.round(latencyMs) }
        return (
          <li key={id} data-state={state}>
            <div className="storage-volume-head">
              <StateIcon tone={toneOfVolume[state]} size={18} />
              <b>{id}</b>
              <span>{t(`storage.volume.state.${state}`)}</span>
              <span className="numbers">{formatShare(Math.min(1, share))}</span>
            </div>
            <div className="storage-bar" aria-hidden>
              <i style={{ width: `${Math.min(100, share * 100)}%` }} />
            </div>
            <small>
              {t('storage.volume.column.used')} {formatBytes(usedBytes)} /{' '}
              {capacityBytes === null ? '—' : formatBytes(capacityBytes)}
              {' · '}
              {t('storage.volume.column.free')} {freeBytes === null ? '—' : formatBytes(freeBytes)}
            </small>
            <small>
              {t('storage.volume.column.speed')} {t('storage.volume.speed', speed)}
            </small>
            <small className="storage-path">{reason === '' ? path : `${path}：${reason}`}</small>
          </li>
        )
      })}
    </ul>
  )
}
