import type {
  CameraMeaning,
  CameraNetwork,
  CsvRow,
  GivenCredentials,
} from '../../../shared/contract/setup.ts'
import { PlaceType, ViewPurpose, type SiteFile } from '../../../shared/site.ts'
import { parseCsv, type CsvLine } from './csv.ts'
import { camerasWithStream } from './known-cameras.ts'

/** Columns of the template in their order; the first line of a file names them, in any order, Chinese or English. */
const columns = {
  name: ['名称', 'name'],
  place: ['地点', 'place'],
  placeType: ['场所类型', 'place type'],
  main: ['主码流地址', 'main url'],
  sub: ['子码流地址', 'sub url'],
  user: ['用户名', 'user'],
  password: ['口令', 'password'],
  transport: ['传输方式', 'transport'],
  record: ['录像', 'record'],
  days: ['保存天数', 'retention days'],
  onvif: ['ONVIF 地址', 'onvif url'],
  purposes: ['画面用途', 'view purposes'],
} as const
type Column = keyof typeof columns

const needed: readonly Column[] = ['name', 'place', 'main']

/** What the words of a file mean. */
const recordWords: Readonly<Record<string, CameraMeaning['record']>> = {
  '': 'main',
  主码流: 'main',
  子码流: 'sub',
  不录像: 'off',
  main: 'main',
  sub: 'sub',
  off: 'off',
}
const transportWords: Readonly<Record<string, CameraNetwork['transport']>> = {
  '': 'tcp',
  tcp: 'tcp',
  udp: 'udp',
  multicast: 'multicast',
  组播: 'multicast',
}

const purposeWords: Readonly<Record<string, ViewPurpose>> = {
  全景: 'overview',
  人脸: 'face',
  车牌: 'plate',
  '校门外 25 米': 'outside-25m',
  校门外25米: 'outside-25m',
  活动情况: 'activity',
  食品加工操作: 'food-processing',
  重点要害部位: 'key-area',
}

/** A camera of a file, whole, or what is wrong with its line. */
export interface CsvCamera {
  readonly row: CsvRow
  /** Null when the line has errors. */
  readonly camera: {
    readonly meaning: CameraMeaning
    readonly network: CameraNetwork
    readonly credentials: GivenCredentials
  } | null
}

type Findings = CsvRow['errors']

/** The template: columns and one example, in UTF-8 with byte order mark, so that Excel opens Chinese right. */
export function csvTemplate(): string {
  const header = Object.values(columns).map(([chinese]) => chinese)
  const example = [
    '东门全景',
    '东门',
    'side-gate',
    'rtsp://192.168.1.64:554/Streaming/Channels/101',
    'rtsp://192.168.1.64:554/Streaming/Channels/102',
    'admin',
    '',
    'tcp',
    '主码流',
    '30',
    'http://192.168.1.64/onvif/device_service',
    '全景、人脸',
  ]
  return `\u{FEFF}${[header, example].map(cells => cells.join(',')).join('\r\n')}\r\n`
}

/** Checks every line of a file against itself, the others and the site. Saves nothing. */
export function camerasFromCsv(text: string, site: SiteFile): CsvCamera[] {
  const [header, ...lines] = parseCsv(text)
  if (header === undefined) return []
  const indexes = columnsOf(header)
  const missing = needed.filter(column => indexes.get(column) === undefined)
  if (missing.length > 0) {
    const errors = [{ code: 'no-column', params: { columns: missing.map(c => columns[c][0]).join('、') } }]
    return [
      { row: { line: header.line, name: '', place: '', address: '', errors, warnings: [] }, camera: null },
    ]
  }
  const seen = { names: new Map<string, number>(), streams: new Map<string, number>() }
  return lines.map(line => cameraOf(line, indexes, site, seen))
}

function columnsOf({ cells }: CsvLine): Map<Column, number> {
  const indexes = new Map<Column, number>()
  for (const [column, words] of Object.entries(columns) as [Column, readonly string[]][]) {
    const index = cells.findIndex(cell => words.some(word => word.toLowerCase() === cell.toLowerCase()))
    if (index !== -1) indexes.set(column, index)
  }
  return indexes
}

function cameraOf(
  { line, cells }: CsvLine,
  indexes: ReadonlyMap<Column, number>,
  site: SiteFile,
  seen: { names: Map<string, number>; streams: Map<string, number> },
): CsvCamera {
  const value = (column: Column): string => cells[indexes.get(column) ?? -1] ?? ''
  const errors: Findings = []
  const warnings: Findings = []
  const name = value('name')
  if (name === '' || name.length > 40) errors.push({ code: 'name', params: {} })
  doubled(name, seen.names, line, 'name-twice', warnings)
  if (site.cameras.some(camera => camera.name === name && !camera.retired))
    warnings.push({ code: 'name-known', params: { name } })
  const place = placeFrom(value('place'), value('placeType'), site, errors)
  const main = urlFrom(value('main'), 'main', errors)
  const sub = value('sub') === '' ? null : urlFrom(value('sub'), 'sub', errors)
  if (main !== null) {
    doubled(main, seen.streams, line, 'address-twice', warnings)
    for (const known of camerasWithStream(site.cameras, sub === null ? [main] : [main, sub]))
      warnings.push({ code: 'address-known', params: { name: known.name } })
  }
  const transport = wordFrom(value('transport'), transportWords, 'transport', errors)
  const record = wordFrom(value('record'), recordWords, 'record', errors)
  const retentionDays = daysFrom(value('days'), place, site, errors)
  const onvifUrl = value('onvif') === '' ? null : urlFrom(value('onvif'), 'onvif', errors)
  const viewPurposes = purposesFrom(value('purposes'), errors)
  const credentials = credentialsFrom(value('user'), value('password'), errors)
  const row = { line, name, place: value('place'), address: main ?? value('main'), errors, warnings }
  if (errors.length > 0 || main === null || place === null || transport === null || record === null)
    return { row, camera: null }
  const plan = site.plans[0]
  return {
    row,
    camera: {
      meaning: {
        name,
        place,
        viewPurposes,
        record,
        retentionDays,
        enabled: true,
        // A file has no map: they stand in the middle of the first plan until somebody puts them where they are.
        position: {
          plan: plan?.id ?? '',
          at: [Math.round((plan?.width ?? 0) / 2), Math.round((plan?.height ?? 0) / 2)],
          directionDegrees: 0,
          fieldOfViewDegrees: 70,
          rangeUnits: 60,
        },
      },
      network: { mainUrl: main, subUrl: sub, transport, onvifUrl },
      credentials,
    },
  }
}

function doubled(
  value: string,
  seen: Map<string, number>,
  line: number,
  code: string,
  warnings: Findings,
): void {
  const before = seen.get(value)
  if (before === undefined) seen.set(value, line)
  else if (value !== '') warnings.push({ code, params: { line: String(before) } })
}

function placeFrom(
  name: string,
  type: string,
  site: SiteFile,
  errors: Findings,
): CameraMeaning['place'] | null {
  const existing = site.places.find(place => place.name === name || place.id === name)
  if (existing !== undefined) return { kind: 'existing', id: existing.id }
  const parsed = PlaceType.safeParse(type === '' ? 'other' : type)
  if (name === '' || name.length > 40) errors.push({ code: 'place', params: {} })
  else if (!parsed.success) errors.push({ code: 'place-type', params: { value: type } })
  else return { kind: 'new', name, type: parsed.data, keyArea: false }
  return null
}

function urlFrom(text: string, column: 'main' | 'sub' | 'onvif', errors: Findings): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  const protocol = column === 'onvif' ? /^https?:$/ : /^rtsps?:$/
  if (url === null || !protocol.test(url.protocol) || url.hostname === '') {
    errors.push({
      code: column === 'onvif' ? 'address-onvif' : 'address',
      params: { column: columns[column][0] },
    })
    return null
  }
  if (url.username !== '' || url.password !== '') {
    errors.push({ code: 'address-with-password', params: { column: columns[column][0] } })
    return null
  }
  return url.href
}

/** Several in one cell, with any of the marks that people write between. */
function purposesFrom(text: string, errors: Findings): ViewPurpose[] {
  const purposes = new Set<ViewPurpose>()
  for (const word of text.split(/[、，,;；/|+]/).map(part => part.trim())) {
    if (word === '') continue
    const purpose = purposeWords[word] ?? ViewPurpose.safeParse(word.toLowerCase()).data
    if (purpose === undefined)
      errors.push({ code: 'word', params: { column: columns.purposes[0], value: word } })
    else purposes.add(purpose)
  }
  return [...purposes]
}

function wordFrom<T>(
  text: string,
  words: Readonly<Record<string, T>>,
  column: Column,
  errors: Findings,
): T | null {
  const word = text.toLowerCase()
  if (Object.hasOwn(words, word)) return words[word] ?? null
  errors.push({ code: 'word', params: { column: columns[column][0], value: text } })
  return null
}

function daysFrom(
  text: string,
  place: CameraMeaning['place'] | null,
  site: SiteFile,
  errors: Findings,
): number {
  const isKeyArea =
    place?.kind === 'existing' && site.places.find(({ id }) => id === place.id)?.keyArea === true
  if (text === '') return isKeyArea ? 90 : 30
  const days = Number(text)
  if (!Number.isInteger(days) || days < 30 || days > 3_650)
    errors.push({ code: 'days', params: { value: text } })
  return days
}

function credentialsFrom(user: string, password: string, errors: Findings): GivenCredentials {
  if (user === '' && password === '') return { kind: 'none' }
  if (user === '' || user.length > 128 || password.length > 256) errors.push({ code: 'user', params: {} })
  return { kind: 'typed', user, password }
}
