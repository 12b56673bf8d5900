import { expect, test } from 'vitest'
import { initialsOf, isMeant } from './pinyin.ts'

test.each([
  ['东围墙 3 段', 'dwq3d'],
  ['档案室红外', 'dashw'],
  ['食堂操作间', 'stczj'],
  ['CAM-2 正门', 'cam-2zm'],
])('%s has the initials %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})

test('a name is meant by a part of it or of its initials', () => {
  expect(isMeant('东围墙 3 段', '围墙')).toBe(true)
  expect(isMeant('东围墙 3 段', 'DWQ')).toBe(true)
  expect(isMeant('东围墙 3 段', 'wq3')).toBe(true)
  expect(isMeant('东围墙 3 段', 'xwq')).toBe(false)
  expect(isMeant('东围墙 3 段', ' ')).toBe(true)
})
