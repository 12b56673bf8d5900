import type { cameras as zh } from '../zh-cn/cameras.ts'

export const cameras: Record<keyof typeof zh, string> = {
  'cameras.wall': 'Live',
  'cameras.wall.count': '{shown} shown · {live} running',
  'cameras.wall.layout': 'Tiles',
  'cameras.wall.page': 'Screen {page} of {pages}',
  'cameras.wall.previous': 'Previous screen',
  'cameras.wall.next': 'Next screen',
  'cameras.wall.none': 'No camera is set up',
  'cameras.tile': '{name}, {state}',
  'cameras.observe': 'Observed incident',
  'cameras.enlarge': 'Enlarge (double click or its number)',
  'cameras.shrink': 'Back',
  'cameras.enlarged': 'Enlarged · main stream',
  'cameras.waiting-main': 'Main stream connecting · sub-stream shown',
  'cameras.main-failed': 'Sub-stream shown · main stream: {why}',
  'cameras.age.past': '{duration} ago',
  'cameras.since': 'since {time}',
  'cameras.attempts': 'reconnecting, attempt {count}',
  'cameras.transcoded': 'transcoded',
  'cameras.never': 'No picture yet',
  'cameras.hint.stalled': 'The picture stands still: not live',
  'cameras.hint.unauthorised':
    'The camera refuses the password; no further attempts. The equipment officer must renew it',
  'cameras.hint.unsupported': 'This PC cannot decode it: {reason}',
  'cameras.hint.off': 'Not in use',
  'cameras.gone': 'No such camera',
}
