import type { Nvr, NvrChannel } from '../nvr/nvr.ts'
import type { Action, ActionContext } from './action.ts'
import { child, escapeXml, SoapFault, text } from './soap.ts'

/** A search with its results, handed out in two parts so that clients must ask until it is completed. */
interface Search {
  readonly kind: 'recordings' | 'events'
  readonly results: string[]
  readonly startedMs: number
}

/** Searches by device and token; a real recorder forgets them after their keep-alive time. */
const searches = new WeakMap<Nvr, Map<string, Search>>()
const searchLifeMs = 60_000

/** Recording search of Profile G. */
export const searchActions: Readonly<Record<string, Action>> = {
  GetRecordingSummary: context => {
    const spans = nvrOf(context).channels.map(({ whole }) => whole)
    const fromMs = Math.min(...spans.map(span => span.fromMs))
    const toMs = Math.max(...spans.map(span => span.toMs))
    return (
      `<tse:GetRecordingSummaryResponse><tse:Summary><tt:DataFrom>${iso(fromMs)}</tt:DataFrom><tt:DataUntil>${iso(toMs)}</tt:DataUntil>` +
      `<tt:NumberRecordings>${spans.length}</tt:NumberRecordings></tse:Summary></tse:GetRecordingSummaryResponse>`
    )
  },
  FindRecordings: context => {
    const token = begin(nvrOf(context), 'recordings', nvrOf(context).channels.map(recordingInformation))
    return `<tse:FindRecordingsResponse><tse:SearchToken>${token}</tse:SearchToken></tse:FindRecordingsResponse>`
  },
  GetRecordingSearchResults: context => {
    const list = resultList(context, 'recordings')
    return `<tse:GetRecordingSearchResultsResponse><tse:ResultList>${list}</tse:ResultList></tse:GetRecordingSearchResultsResponse>`
  },
  FindEvents: context => {
    const nvr = nvrOf(context)
    if (nvr.spec.tellsEvents === false)
      throw new SoapFault('Receiver', 'ActionNotSupported', 'FindEvents is not supported')
    const [fromMs, toMs] = [time(context, 'StartPoint'), time(context, 'EndPoint')]
    const included = text(child(context.parameters, 'Scope'), 'IncludedRecordings')
    const channels = nvr.channels.filter(
      ({ recordingToken }) => included === undefined || included === recordingToken,
    )
    const token = begin(
      nvr,
      'events',
      channels.flatMap(channel => eventsOf(channel, fromMs, toMs)),
    )
    return `<tse:FindEventsResponse><tse:SearchToken>${token}</tse:SearchToken></tse:FindEventsResponse>`
  },
  GetEventSearchResults: context => {
    const list = resultList(context, 'events')
    return `<tse:GetEventSearchResultsResponse><tse:ResultList>${list}</tse:ResultList></tse:GetEventSearchResultsResponse>`
  },
  EndSearch: context => {
    searches.get(nvrOf(context))?.delete(text(context.parameters, 'SearchToken') ?? '')
    return `<tse:EndSearchResponse><tse:Endpoint>${iso(context.camera.wallClockMs())}</tse:Endpoint></tse:EndSearchResponse>`
  },
}

/** Where recordings are played. */
export const replayActions: Readonly<Record<string, Action>> = {
  GetReplayUri: context => {
    const token = text(context.parameters, 'RecordingToken')
    const channel = nvrOf(context).channels.find(({ recordingToken }) => recordingToken === token)
    if (!channel) throw new SoapFault('Sender', 'InvalidArgVal', 'The requested recording does not exist')
    return `<trp:GetReplayUriResponse><trp:Uri>${escapeXml(`${context.rtspBase}/replay/${channel.number}`)}</trp:Uri></trp:GetReplayUriResponse>`
  },
}

function nvrOf({ nvr }: ActionContext): Nvr {
  if (!nvr) throw new SoapFault('Receiver', 'ActionNotSupported', 'This device records nothing')
  return nvr
}

function begin(nvr: Nvr, kind: Search['kind'], results: string[]): string {
  const own = searches.get(nvr) ?? new Map<string, Search>()
  searches.set(nvr, own)
  const nowMs = performance.now()
  for (const [token, { startedMs }] of own) if (nowMs - startedMs > searchLifeMs) own.delete(token)
  const token = `search_${kind}_${Math.round(nowMs * 1_000)}`
  own.set(token, { kind, results, startedMs: nowMs })
  return token
}

function resultList(context: ActionContext, kind: Search['kind']): string {
  const search = searches.get(nvrOf(context))?.get(text(context.parameters, 'SearchToken') ?? '')
  if (search?.kind !== kind) throw new SoapFault('Sender', 'InvalidToken', 'No such search')
  const part = search.results.splice(0, Math.max(1, Math.ceil(search.results.length / 2)))
  const state = search.results.length > 0 ? 'Searching' : 'Completed'
  return `<tt:SearchState>${state}</tt:SearchState>${part.join('')}`
}

function recordingInformation(channel: NvrChannel): string {
  const { fromMs, toMs } = channel.whole
  return (
    `<tt:RecordingInformation><tt:RecordingToken>${channel.recordingToken}</tt:RecordingToken>` +
    `<tt:Source><tt:SourceId>${channel.sourceToken}</tt:SourceId><tt:Name>${escapeXml(channel.camera.spec.name)}</tt:Name>` +
    `<tt:Location/><tt:Description/><tt:Address/></tt:Source>` +
    `<tt:EarliestRecording>${iso(fromMs)}</tt:EarliestRecording><tt:LatestRecording>${iso(toMs)}</tt:LatestRecording><tt:Content/>` +
    `<tt:Track><tt:TrackToken>video</tt:TrackToken><tt:TrackType>Video</tt:TrackType><tt:Description/>` +
    `<tt:DataFrom>${iso(fromMs)}</tt:DataFrom><tt:DataTo>${iso(toMs)}</tt:DataTo></tt:Track>` +
    `<tt:RecordingStatus>Recording</tt:RecordingStatus></tt:RecordingInformation>`
  )
}

/** The state at the beginning of the span, and each change in it. */
function eventsOf(channel: NvrChannel, fromMs: number, toMs: number): string[] {
  const { stretches } = channel
  const isRecordedAt = (atMs: number) => stretches.some(span => span.fromMs <= atMs && atMs < span.toMs)
  const last = stretches.at(-1)
  const changes = stretches.flatMap(span => [
    { atMs: span.fromMs, isRecording: true },
    ...(span === last ? [] : [{ atMs: span.toMs, isRecording: false }]),
  ])
  const within = changes.filter(({ atMs }) => atMs > fromMs && atMs <= toMs)
  const start = { atMs: fromMs, isRecording: isRecordedAt(fromMs) }
  return [start, ...within].map((change, index) => event(channel, change, index === 0))
}

function event(
  { recordingToken }: NvrChannel,
  { atMs, isRecording }: { atMs: number; isRecording: boolean },
  isStart: boolean,
): string {
  return (
    `<tt:Result><tt:RecordingToken>${recordingToken}</tt:RecordingToken><tt:TrackToken/><tt:Time>${iso(atMs)}</tt:Time>` +
    `<tt:Event><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">tns1:RecordingHistory/Recording/State</wsnt:Topic>` +
    `<wsnt:Message><tt:Message UtcTime="${iso(atMs)}"><tt:Source><tt:SimpleItem Name="RecordingToken" Value="${recordingToken}"/></tt:Source>` +
    `<tt:Data><tt:SimpleItem Name="IsRecording" Value="${isRecording}"/></tt:Data></tt:Message></wsnt:Message></tt:Event>` +
    `<tt:StartStateEvent>${isStart}</tt:StartStateEvent></tt:Result>`
  )
}

function time(context: ActionContext, name: string): number {
  const atMs = Date.parse(text(context.parameters, name) ?? '')
  if (Number.isNaN(atMs)) throw new SoapFault('Sender', 'InvalidArgVal', `${name} is no time`)
  return atMs
}

const iso = (ms: number) => new Date(ms).toISOString()
