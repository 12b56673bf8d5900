import type { SimCameraSpec } from './cameras/index.ts'
import type { PanelPartitionSpec, PanelZoneSpec } from './panel/index.ts'

/** The devices of the demonstration school as they are wired; `resources/demo-site/site.json` tells the station the same. */

export const cameras: readonly SimCameraSpec[] = [
  { id: 'cam-1', name: '正门全景', scene: 'gate', encoding: 'live', rtspAuth: 'none' },
  { id: 'cam-2', name: '东围墙枪机', scene: 'fence', encoding: 'loop', rtspAuth: 'none' },
  { id: 'cam-3', name: '操场球机', scene: 'playground', encoding: 'loop', rtspAuth: 'none', ptz: true },
  { id: 'cam-4', name: '食堂操作间', scene: 'kitchen', encoding: 'loop', rtspAuth: 'digest' },
  {
    id: 'cam-5',
    name: '教学楼走道',
    scene: 'corridor',
    encoding: 'loop',
    rtspAuth: 'none',
    // A camera whose clock nobody has set for a while.
    clockOffsetSeconds: 25,
  },
  { id: 'cam-6', name: '行政楼门厅', scene: 'lobby', encoding: 'loop', rtspAuth: 'none', contacts: true },
]

export const panelAccount = '1234'
export const panelSupervisionSeconds = 10

export const partitions: readonly PanelPartitionSpec[] = [
  { id: 'part-teaching', number: 1, name: '教学楼' },
  { id: 'part-office', number: 2, name: '行政楼' },
]

export const infraredZones: readonly PanelZoneSpec[] = [
  { id: 'pir-computer-lab', name: '计算机教室红外', number: 1, partition: 1 },
  { id: 'pir-laboratory', name: '化学实验室红外', number: 2, partition: 1 },
  { id: 'pir-library', name: '图书馆红外', number: 3, partition: 1 },
  { id: 'pir-music', name: '音乐教室红外', number: 4, partition: 1 },
  { id: 'pir-archive', name: '档案室红外', number: 5, partition: 2 },
  { id: 'pir-finance', name: '财务室红外', number: 6, partition: 2 },
  { id: 'pir-exam-papers', name: '试卷保密室红外', number: 7, partition: 2 },
  { id: 'pir-server', name: '网络机房红外', number: 8, partition: 2 },
]

export const panicButtons: readonly PanelZoneSpec[] = [
  { id: 'panic-gate', name: '门卫室紧急按钮', number: 9, partition: 0 },
  { id: 'panic-office', name: '校长室紧急按钮', number: 10, partition: 0 },
]

export const fenceSegments: readonly { id: string; name: string; number: number }[] = [
  { id: 'fence-1', name: '北围墙 1 段', number: 1 },
  { id: 'fence-2', name: '北围墙 2 段', number: 2 },
  { id: 'fence-3', name: '东围墙 3 段', number: 3 },
  { id: 'fence-4', name: '东围墙 4 段', number: 4 },
  { id: 'fence-5', name: '南围墙 5 段', number: 5 },
  { id: 'fence-6', name: '西围墙 6 段', number: 6 },
]
