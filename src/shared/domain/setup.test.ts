import { expect, test } from 'vitest'
import { chooseStreams } from './setup.ts'

const profile = (token: string, codec: 'h264' | 'h265' | 'jpeg', width: number, height: number) => ({
  token,
  codec,
  width,
  height,
  url: `rtsp://camera/${token}`,
})

test('the largest is the main stream, the largest H.264 up to D1 the sub-stream', () => {
  const profiles = [
    profile('third', 'h264', 352, 288),
    profile('main', 'h265', 2560, 1440),
    profile('sub', 'h264', 640, 360),
    profile('second', 'h264', 1280, 720),
  ]
  expect(chooseStreams(profiles)).toEqual({ mainToken: 'main', subToken: 'sub' })
})

test('H.265 is no sub-stream, nor is a picture as large as the main one, nor one without address', () => {
  const main = profile('main', 'h264', 640, 360)
  expect(chooseStreams([main, profile('same', 'h264', 640, 360)]).subToken).toBeNull()
  expect(chooseStreams([main, profile('small', 'h265', 320, 180)]).subToken).toBeNull()
  expect(chooseStreams([main, { ...profile('small', 'h264', 320, 180), url: null }]).subToken).toBeNull()
})

test('motion JPEG is the main stream only where there is nothing else', () => {
  const jpeg = profile('jpeg', 'jpeg', 3840, 2160)
  expect(chooseStreams([jpeg, profile('video', 'h264', 1920, 1080)]).mainToken).toBe('video')
  expect(chooseStreams([jpeg]).mainToken).toBe('jpeg')
  expect(chooseStreams([])).toEqual({ mainToken: null, subToken: null })
})
