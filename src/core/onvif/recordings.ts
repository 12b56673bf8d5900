import type { CallOptions, OnvifDevice } from './device.ts'
import { OnvifError } from './errors.ts'
import type { RecordedStretch, Recording, RecordingSummary, RecordingTrack } from './model.ts'
import { onReachedHost } from './services.ts'
import { attribute, child, children, dateTime, escapeXml, number, text, type XmlNode } from './xml.ts'

/** A search on a device is kept by it so long after the last question. */
const keepAlive = '<t:KeepAliveTime>PT30S</t:KeepAliveTime>'
/** The device may hold an answer back so long while it searches; our own wait is longer. */
const waitSeconds = 5
const answerWithinMs = 15_000
/** 64 channels, or the events of 30 days with a break every ten minutes. */
const mostResults = 20_000
const longestSearchMs = 60_000

/** What all recordings of the device together span. @throws OnvifError */
export async function recordingSummary(device: OnvifDevice, options: CallOptions): Promise<RecordingSummary> {
  const summary = child(await device.call('search', '<t:GetRecordingSummary/>', options), 'Summary')
  return {
    fromMs: dateTime(text(summary, 'DataFrom')),
    untilMs: dateTime(text(summary, 'DataUntil')),
    recordings: number(text(summary, 'NumberRecordings')) ?? 0,
  }
}

/** All recordings of the device (FindRecordings, then its results until the search is completed). @throws OnvifError */
export async function findRecordings(device: OnvifDevice, options: CallOptions): Promise<Recording[]> {
  const find = `<t:FindRecordings><t:Scope/>${keepAlive}</t:FindRecordings>`
  const lists = await searchResults(device, find, 'GetRecordingSearchResults', options)
  const nodes = lists.flatMap(list => children(list, 'RecordingInformation'))
  return nodes.flatMap(recordingOf)
}

/**
 * When a recording really has data in a span, by the events that the device kept (`RecordingHistory/Recording/State`
 * and `RecordingHistory/Track/State`, ONVIF Recording Search §5.21).
 * @returns null when the device tells no such events: then nobody knows about holes
 * @throws OnvifError
 */
export async function recordedStretches(
  device: OnvifDevice,
  recordingToken: string,
  span: RecordedStretch,
  options: CallOptions,
): Promise<RecordedStretch[] | null> {
  const iso = (ms: number) => new Date(ms).toISOString()
  const find =
    `<t:FindEvents><t:StartPoint>${iso(span.fromMs)}</t:StartPoint><t:EndPoint>${iso(span.toMs)}</t:EndPoint>` +
    `<t:Scope><tt:IncludedRecordings>${escapeXml(recordingToken)}</tt:IncludedRecordings></t:Scope>` +
    `<t:SearchFilter/><t:IncludeStartState>true</t:IncludeStartState>${keepAlive}</t:FindEvents>`
  try {
    const lists = await searchResults(device, find, 'GetEventSearchResults', options)
    const results = lists.flatMap(list => children(list, 'Result'))
    const mine = results.filter(
      result => (text(result, 'RecordingToken') ?? recordingToken) === recordingToken,
    )
    return stretchesFrom(mine.flatMap(stateOf), span)
  } catch (error) {
    if (error instanceof OnvifError && (error.kind === 'not-supported' || error.kind === 'fault')) return null
    throw error
  }
}

/** Where a recording can be played (RTSP), its host the one that was reached. @throws OnvifError */
export async function replayUri(
  device: OnvifDevice,
  recordingToken: string,
  options: CallOptions,
): Promise<string> {
  const body =
    '<t:GetReplayUri><t:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream><tt:Transport><tt:Protocol>RTSP</tt:Protocol>' +
    `</tt:Transport></t:StreamSetup><t:RecordingToken>${escapeXml(recordingToken)}</t:RecordingToken></t:GetReplayUri>`
  const address = text(await device.call('replay', body, options), 'Uri')
  const url = address === null ? null : onReachedHost(address, device.address)
  if (url === null) throw new OnvifError('fault', 'the device gave no address to play from')
  return url.href
}

/** Starts a search and takes its results until the device says that it is completed, or nothing more comes. */
async function searchResults(
  device: OnvifDevice,
  find: string,
  resultsAction: 'GetRecordingSearchResults' | 'GetEventSearchResults',
  options: CallOptions,
): Promise<XmlNode[]> {
  const token = text(await device.call('search', find, options), 'SearchToken')
  if (token === null) throw new OnvifError('fault', 'the device gave no token for the search')
  const search = `<t:SearchToken>${escapeXml(token)}</t:SearchToken>`
  const ask =
    `<t:${resultsAction}>${search}<t:MinResults>1</t:MinResults><t:MaxResults>200</t:MaxResults>` +
    `<t:WaitTime>PT${waitSeconds}S</t:WaitTime></t:${resultsAction}>`
  const lists: XmlNode[] = []
  const untilMs = device.clock.monotonic() + longestSearchMs
  let count = 0
  for (;;) {
    const list = child(
      await device.call('search', ask, { ...options, timeoutMs: answerWithinMs }),
      'ResultList',
    )
    lists.push(list)
    const before = count
    count += children(list, 'RecordingInformation').length + children(list, 'Result').length
    if (text(list, 'SearchState') === 'Completed' && count === before) break
    if (text(list, 'SearchState') === 'Completed' && count - before < 200) break
    if (count > mostResults || device.clock.monotonic() > untilMs || options.signal.aborted) {
      await device.call('search', `<t:EndSearch>${search}</t:EndSearch>`, options).catch(() => {})
      throw new OnvifError('fault', 'the search did not come to an end')
    }
    // A device that answers at once instead of waiting must not be asked without a pause.
    if (count === before) await device.clock.sleep(200, options.signal)
  }
  return lists
}

function recordingOf(node: XmlNode): Recording[] {
  const token = text(node, 'RecordingToken')
  if (token === null) return []
  const tracks = children(node, 'Track').flatMap(trackOf)
  const times = (pick: (track: RecordingTrack) => number | null) =>
    tracks.flatMap(track => (track.kind === 'video' ? (pick(track) ?? []) : []))
  const [froms, tos] = [times(track => track.fromMs), times(track => track.toMs)]
  return [
    {
      token,
      sourceId: text(node, 'Source', 'SourceId') ?? '',
      sourceName: text(node, 'Source', 'Name') ?? '',
      earliestMs: dateTime(text(node, 'EarliestRecording')) ?? (froms.length > 0 ? Math.min(...froms) : null),
      latestMs: dateTime(text(node, 'LatestRecording')) ?? (tos.length > 0 ? Math.max(...tos) : null),
      isRecording: text(node, 'RecordingStatus') === 'Recording',
      tracks,
    },
  ]
}

function trackOf(node: XmlNode): RecordingTrack[] {
  const token = text(node, 'TrackToken')
  if (token === null) return []
  const type = text(node, 'TrackType')?.toLowerCase()
  const kind = type === 'video' || type === 'audio' || type === 'metadata' ? type : 'other'
  return [{ token, kind, fromMs: dateTime(text(node, 'DataFrom')), toMs: dateTime(text(node, 'DataTo')) }]
}

interface State {
  readonly atMs: number
  readonly hasData: boolean
}

/** Of one event: whether there is data from then on. Events of other kinds say nothing. */
function stateOf(result: XmlNode): State[] {
  const message = child(result, 'Event', 'Message', 'Message')
  const topic = text(result, 'Event', 'Topic') ?? ''
  if (!/RecordingHistory\/(?:Recording|Track)\/State$/.test(topic)) return []
  const item = children(child(message, 'Data'), 'SimpleItem').find(node =>
    ['IsRecording', 'IsDataPresent'].includes(attribute(node, 'Name') ?? ''),
  )
  const atMs = dateTime(text(result, 'Time')) ?? dateTime(attribute(message, 'UtcTime'))
  const value = item === undefined ? null : attribute(item, 'Value')
  return atMs === null || value === null ? [] : [{ atMs, hasData: value === 'true' || value === '1' }]
}

/** Null when no event says anything: a device without history must not look like one that recorded nothing. */
function stretchesFrom(states: readonly State[], span: RecordedStretch): RecordedStretch[] | null {
  if (states.length === 0) return null
  const stretches: RecordedStretch[] = []
  let fromMs: number | null = null
  for (const { atMs, hasData } of states.toSorted((a, b) => a.atMs - b.atMs)) {
    const clippedMs = Math.min(Math.max(atMs, span.fromMs), span.toMs)
    if (hasData) fromMs ??= clippedMs
    else if (fromMs !== null) {
      if (clippedMs > fromMs) stretches.push({ fromMs, toMs: clippedMs })
      fromMs = null
    }
  }
  if (fromMs !== null && span.toMs > fromMs) stretches.push({ fromMs, toMs: span.toMs })
  return stretches
}
