import { attribute, child, children, dateTime, text, type XmlNode } from '../xml.ts'

/** Of the topics that ONVIF itself names. */
export const onvifTopics = 'http://www.onvif.org/ver10/topics'

/** One message of a device, as it is. */
export interface Notification {
  /** Without prefixes: `RuleEngine/CellMotionDetector/Motion`. */
  readonly topic: string
  /** Name space of its first step; null where the device declared none for the prefix it used. */
  readonly namespace: string | null
  /**
   * `Initialized`: how it is, told at the beginning or on demand; `Changed`; `Deleted`: what it was about is gone. Null
   * for what has no state, such as a crossed line.
   */
  readonly operation: 'Initialized' | 'Changed' | 'Deleted' | null
  /** By the device's clock, ms UTC; null when it told none that can be (some say year 0). */
  readonly atMs: number | null
  readonly source: ReadonlyMap<string, string>
  readonly data: ReadonlyMap<string, string>
  /** The whole message for the record. */
  readonly raw: string
}

/** Before this no device that is in use was made: such a time is no time. */
const earliestMs = Date.UTC(2000, 0, 1)
/** A device that tells more of one event than any real one is cut. */
const mostItems = 64
const operations = ['Initialized', 'Changed', 'Deleted'] as const

/**
 * The messages of a PullMessagesResponse, in their order. What is no message, or has no topic, is left out: one odd
 * message does not cost the others.
 * @param xml the whole answer, for the name spaces that prefixes in topics stand for
 */
export function notificationsOf(answer: XmlNode, xml: string): Notification[] {
  const spaces = prefixesOf(xml)
  return children(answer, 'NotificationMessage').flatMap(node => {
    const topic = topicOf(text(node, 'Topic'), spaces)
    if (topic === null) return []
    const message = child(node, 'Message', 'Message')
    const atMs = dateTime(attribute(message, 'UtcTime'))
    return [
      {
        ...topic,
        operation: operations.find(known => known === attribute(message, 'PropertyOperation')) ?? null,
        atMs: atMs === null || atMs < earliestMs ? null : atMs,
        source: new Map([...itemsOf(child(message, 'Source')), ...itemsOf(child(message, 'Key'))]),
        data: itemsOf(child(message, 'Data')),
        raw: JSON.stringify(node),
      },
    ]
  })
}

/** Every step of a topic may bear a prefix; the first one says whose topic it is. */
function topicOf(
  written: string | null,
  spaces: ReadonlyMap<string, string>,
): Pick<Notification, 'topic' | 'namespace'> | null {
  const steps = (written ?? '')
    .trim()
    .split('/')
    .filter(step => step !== '' && step !== '.')
  const first = steps[0]
  if (first === undefined) return null
  const prefix = first.includes(':') ? first.slice(0, first.indexOf(':')) : ''
  return {
    topic: steps.map(step => step.slice(step.lastIndexOf(':') + 1)).join('/'),
    namespace: spaces.get(prefix) ?? null,
  }
}

/** What prefixes stand for anywhere in an answer. No device gives one prefix two meanings. */
function prefixesOf(xml: string): Map<string, string> {
  return new Map(
    [...xml.matchAll(/\sxmlns:([\w.-]+)\s*=\s*["']([^"']*)["']/g)].map(([, prefix, uri]) => [
      prefix ?? '',
      uri ?? '',
    ]),
  )
}

function itemsOf(node: XmlNode): Map<string, string> {
  const items = children(node, 'SimpleItem').slice(0, mostItems)
  return new Map(
    items.flatMap(item => {
      const [name, value] = [attribute(item, 'Name'), attribute(item, 'Value')]
      return name === null || value === null ? [] : [[name, value] as const]
    }),
  )
}
