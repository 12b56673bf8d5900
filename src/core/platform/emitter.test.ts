import { expect, test } from 'vitest'
import { Emitter } from './emitter.ts'

test('a listener hears until it is disposed', () => {
  const emitter = new Emitter<number>()
  const heard: number[] = []
  const subscription = emitter.on(value => void heard.push(value))
  emitter.emit(1)
  subscription[Symbol.dispose]()
  emitter.emit(2)
  expect(heard).toEqual([1])
})

test('a listener that is disposed while an event is delivered does not hear it any more', () => {
  const emitter = new Emitter<string>()
  const heard: string[] = []
  emitter.on(value => {
    heard.push(`first ${value}`)
    second[Symbol.dispose]()
  })
  const second = emitter.on(value => void heard.push(`second ${value}`))
  emitter.emit('a')
  emitter.emit('b')
  expect(heard).toEqual(['first a', 'first b'])
})
