import { describe, expect, it } from 'vitest'
import { readArguments } from './electron-default-app/arguments.mjs'

describe('command line of the default app', () => {
  it('takes the first word that is no flag as the app', () => {
    expect(readArguments(['--no-sandbox', '/school/app', 'other', '--flag'])).toEqual({
      modules: [],
      appPath: '/school/app',
    })
  })

  it('collects the modules to load first, as Playwright passes its loader', () => {
    const words = ['--no-sandbox', '-r', '/loader.js', '--inspect=0', '--remote-debugging-port=0', '.']
    expect(readArguments(words)).toEqual({ modules: ['/loader.js'], appPath: '.' })
  })

  it('knows the long forms and keeps the order', () => {
    expect(readArguments(['--require', 'a', '--require=b', '-r', 'c', 'app']).modules).toEqual([
      'a',
      'b',
      'c',
    ])
  })

  it('leaves -r after the app to the app', () => {
    expect(readArguments(['app', '-r', 'own'])).toEqual({ modules: [], appPath: 'app' })
  })

  it('finds no app where there is none', () => {
    expect(readArguments(['--version', '-r'])).toEqual({ modules: [], appPath: null })
  })
})
