import type { TimelineTrack } from '../../../shared/domain/timeline.ts'
import type { Translate } from '../../link/use-text.ts'
import { formatDateTime, formatTime } from '../../ui/time.ts'

/** What a track has at a moment, in words; `nearMs` is what a pixel stands for, so that thin marks can be met. */
export function wordsAt(
  t: Translate,
  track: TimelineTrack | undefined,
  atMs: number,
  nearMs: number,
): string {
  if (track === undefined) return t('timeline.unknown')
  const holds = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
    atMs >= fromMs - nearMs && atMs <= toMs + nearMs
  const isIn = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => atMs >= fromMs && atMs < toMs
  const stretch = track.recorded.find(isIn)
  // Drawn with a least width, a thin gap is met beside its time as well.
  const gap = track.gaps.find(isIn) ?? track.gaps.find(holds)
  const marks = track.marks
    .filter(holds)
    .map(({ kind, text }) => [t(`timeline.mark.${kind}`), text].filter(word => word !== '').join(' '))
  const isBusy = track.activity.some((fromMs, index, all) => {
    const toMs = all[index + 1] ?? fromMs
    return index % 2 === 0 && holds({ fromMs, toMs })
  })
  const what = [
    ...(stretch === undefined || (gap !== undefined && isIn(gap))
      ? []
      : [t(`timeline.recorded.${stretch.source}`)]),
    ...(gap === undefined ? [] : [gapWords(t, gap), ...recorderWords(t, track)]),
  ]
  if (what.length === 0) what.push(t('timeline.unknown'))
  return [...what, ...new Set(marks), ...(isBusy ? [t('timeline.activity')] : [])].join(' · ')
}

/** Where the station has nothing, whether the recorder of the school could help. */
function recorderWords(t: Translate, { recorder }: TimelineTrack): string[] {
  return recorder === null || recorder === 'known' ? [] : [t(`timeline.recorder.${recorder}`)]
}

function gapWords(t: Translate, { fromMs, toMs, cause, count }: TimelineTrack['gaps'][number]): string {
  const isLong = toMs - fromMs > 20 * 3_600_000
  const [from, to] = [fromMs, toMs].map(isLong ? formatDateTime : formatTime)
  const words = { cause: t(`gap.${cause}`), from: from ?? '', to: to ?? '' }
  return count === 1 ? t('timeline.nothing', words) : t('timeline.nothing.several', { ...words, count })
}
