import { expect, test } from 'vitest'
import { textOfDynamicKey } from '../../../shared/text/text.ts'
import { waitingNote } from './waiting-note.ts'

const t = {
  dynamic: (key: string, params: Readonly<Record<string, string | number | readonly string[]>> = {}) =>
    textOfDynamicKey('zh-CN', key, params),
}

test('while the main stream is dialled the tile says so, and when it fails why', () => {
  expect(waitingNote(t, { waitingState: null, waitingCode: 'none' })).toBe(null)
  expect(waitingNote(t, { waitingState: 'connecting', waitingCode: 'none' })).toEqual({
    words: '主码流连接中 · 先显示子码流',
    isBad: false,
  })
  expect(waitingNote(t, { waitingState: 'lost', waitingCode: 'not-found' })).toEqual({
    words: '显示的是子码流 · 主码流：设备上没有这路码流（地址不对）',
    isBad: true,
  })
  expect(waitingNote(t, { waitingState: 'unauthorised', waitingCode: 'none' })?.words).toContain('口令不符')
  expect(waitingNote(t, { waitingState: 'connecting', waitingCode: 'no-key-frame' })?.words).toContain(
    '没有关键帧',
  )
})
