import { expect, test } from 'vitest'
import { fillTemplate } from './template.ts'

test('fills strings and whole numbers', () => {
  const text =
    '{"url": "rtsp://127.0.0.1:${rtspPort}/cam-1", "port": "${fencePort:number}", "name": "${name}"}'
  expect(JSON.parse(fillTemplate(text, { rtspPort: 554, fencePort: 502, name: 'a "b"' }))).toEqual({
    url: 'rtsp://127.0.0.1:554/cam-1',
    port: 502,
    name: 'a "b"',
  })
})

test('names every placeholder it has no value for', () => {
  expect(() => fillTemplate('${one} ${two} "${three:number}" ${toString}', { two: 2 })).toThrow(
    'no value for ${three}, ${one}, ${toString}; known are two',
  )
})
