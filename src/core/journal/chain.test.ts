import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical.ts'
import { chainHash, firstBadRow, genesisHash, sha256, type ChainedRow, type Head } from './chain.ts'

function chainOf(bodies: readonly string[]): { rows: ChainedRow[]; head: Head } {
  let prevHash = genesisHash
  const rows = bodies.map((text, index): ChainedRow => {
    const body = canonicalJson({ text })
    const entry = {
      seq: index + 1,
      atMs: 1_000 * index,
      actor: '{"kind":"station"}',
      kind: 'test.happened',
      subject: 'x',
      body,
      bodyHash: sha256(body),
      prevHash,
    }
    const row = { ...entry, hash: chainHash(prevHash, entry) }
    prevHash = row.hash
    return row
  })
  return { rows, head: { seq: rows.length, hash: prevHash } }
}

const chains = fc.array(fc.string(), { minLength: 2, maxLength: 12 }).map(chainOf)

test('a chain as it was written is whole', () => {
  fc.assert(fc.property(chains, ({ rows, head }) => firstBadRow(rows, head) === null))
  expect(firstBadRow([], { seq: 0, hash: genesisHash })).toBeNull()
})

test('any changed field of any row is found and named', () => {
  const field = fc.constantFrom('atMs', 'actor', 'kind', 'subject', 'body', 'bodyHash', 'prevHash', 'hash')
  fc.assert(
    fc.property(chains, fc.nat(), field, ({ rows, head }, pick, name) => {
      const index = pick % rows.length
      const row = rows[index] as ChainedRow
      const value = row[name as keyof ChainedRow]
      const other =
        typeof value === 'number'
          ? value + 1
          : typeof value === 'string'
            ? `${value}!`
            : sha256(value.toString('hex'))
      const changed = rows.with(index, { ...row, [name]: other })
      expect(firstBadRow(changed, head)).toEqual({ seq: row.seq, why: 'changed' })
    }),
  )
})

test('a removed row is found and named, the last one too', () => {
  fc.assert(
    fc.property(chains, fc.nat(), ({ rows, head }, pick) => {
      const index = pick % rows.length
      expect(firstBadRow(rows.toSpliced(index, 1), head)).toEqual({ seq: index + 1, why: 'missing' })
    }),
  )
})

test('an inserted row is found and named, also at the end and also with a right hash', () => {
  fc.assert(
    fc.property(chains, ({ rows, head }) => {
      const longer = chainOf([...rows.map(row => row.body), 'x']).rows.at(-1) as ChainedRow
      const continuing = { ...longer, prevHash: head.hash, hash: chainHash(head.hash, longer) }
      expect(firstBadRow([...rows, continuing], head)).toEqual({ seq: rows.length + 1, why: 'inserted' })
    }),
  )
})

test('two rows that changed places are found', () => {
  const { rows, head } = chainOf(['a', 'b', 'c', 'd'])
  const [first, second, ...rest] = rows as [ChainedRow, ChainedRow, ...ChainedRow[]]
  const swapped = [{ ...second, seq: 1 }, { ...first, seq: 2 }, ...rest]
  expect(firstBadRow(swapped, head)).toEqual({ seq: 1, why: 'changed' })
})

test('canonical JSON does not depend on the order of keys and refuses what JSON cannot hold', () => {
  expect(canonicalJson({ b: 1, a: [true, null, 'ä', { z: 1, y: undefined }] })).toBe(
    '{"a":[true,null,"ä",{"z":1}],"b":1}',
  )
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed())
      return canonicalJson(value) === canonicalJson(reversed)
    }),
  )
  for (const bad of [Number.NaN, Infinity, 1n, () => 1, Symbol('x')])
    expect(() => canonicalJson({ bad })).toThrow(TypeError)
})

test('canonical JSON read back and written again is the same, and two values of one text are equal', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, part]) => [key, shuffled(part)]),
    )
  }
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }), fc.jsonValue(), (value, other) => {
      const text = canonicalJson(value)
      expect(canonicalJson(JSON.parse(text))).toBe(text)
      expect(canonicalJson(shuffled(value))).toBe(text)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      if (canonicalJson(other) === text) expect(other).toEqual(JSON.parse(text))
    }),
  )
  expect(canonicalJson([-0, 1e21, 0.1, 5e-324, 2 ** 53])).toBe('[0,1e+21,0.1,5e-324,9007199254740992]')
  expect(canonicalJson({ '10': 1, '9': 2, a: '\u2028\ud800' })).toBe('{"10":1,"9":2,"a":"\u2028\\ud800"}')
})

test('canonical JSON of any value is what sorting its keys by hand gives', () => {
  const sorted = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    const keys = Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1))
    return `{${keys.map(key => `${JSON.stringify(key)}:${sorted(value[key as keyof typeof value])}`).join(',')}}`
  }
  const keys = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('10', '9', '__proto__', 'B', 'a'))
  const { tree } = fc.letrec(tie => ({
    leaf: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    ),
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('leaf'),
      fc.dictionary(keys, tie('tree')),
      fc.array(tie('tree')),
    ),
  }))
  fc.assert(
    fc.property(tree, value => {
      expect(canonicalJson(value)).toBe(sorted(value))
    }),
  )
})
