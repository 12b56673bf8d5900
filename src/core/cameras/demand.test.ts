import { expect, test } from 'vitest'
import { attachWanting, Demand } from './demand.ts'

test('started by the first, ended by the last, and a handle that is disposed twice counts once', () => {
  const said: string[] = []
  const demand = new Demand({ first: () => said.push('first'), last: () => said.push('last') })
  const attach = (name: string) =>
    attachWanting(demand, () => {
      said.push(`+${name}`)
      return { [Symbol.dispose]: () => void said.push(`-${name}`) }
    })
  const a = attach('a')
  const b = attach('b')
  a[Symbol.dispose]()
  a[Symbol.dispose]()
  expect(demand.isWanted).toBe(true)
  b[Symbol.dispose]()
  expect(demand.isWanted).toBe(false)
  attach('c')
  expect(said).toEqual(['first', '+a', '+b', '-a', '-a', '-b', 'last', 'first', '+c'])
})
