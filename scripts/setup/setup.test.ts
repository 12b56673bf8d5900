import { describe, expect, it } from 'vitest'
import { isFfmpegNewEnough } from './debian-packages.mjs'
import { isInstalled, lockStamp } from './npm-packages.mjs'

describe('whether node_modules are those of the lock', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/ws': { version: '8.0.0' },
      'node_modules/other-platform': { version: '1.0.0', optional: true },
    },
  }

  it('the stamp does not depend on line ends, but on everything else', () => {
    expect(lockStamp('{\r\n}\r\n')).toBe(lockStamp('{\n}\n'))
    expect(lockStamp('{\n}\n')).not.toBe(lockStamp('{ }\n'))
  })

  it('they are when every package that is not optional has the version asked for', () => {
    expect(isInstalled(lock, { packages: { 'node_modules/ws': { version: '8.0.0' } } })).toBe(true)
  })

  it('they are not with another version or without the package', () => {
    expect(isInstalled(lock, { packages: { 'node_modules/ws': { version: '8.0.1' } } })).toBe(false)
    expect(isInstalled(lock, { packages: {} })).toBe(false)
  })
})

describe('ffmpeg', () => {
  it.each([
    ['ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026', true],
    ['ffmpeg version 5.0.3 Copyright', false],
    ['ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright', false],
    ['ffmpeg version n7.1 Copyright', true],
    ['ffmpeg version 10.0 Copyright', true],
    ['ffmpeg version N-109542-g1bf1fc4 Copyright', true],
    ['something else', false],
  ])('%s → %s', (text, isNewEnough) => {
    expect(isFfmpegNewEnough(text)).toBe(isNewEnough)
  })
})
