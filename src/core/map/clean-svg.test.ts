import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeOf } from '../../../tests/helpers/code-of.ts'
import { cleanSvg } from './clean-svg.ts'

const around = (inner: string, attributes = 'width="40" height="30"') =>
  `<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd"><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inner}</svg>`

test('a plain drawing stays what it is', () => {
  const drawing =
    '<g transform="translate(1 2)"><path d="M0 0h5" style="fill:url(#hatch)"></path><text x="3">一层 &amp; 二层</text></g>'
  expect(cleanSvg(around(drawing))).toEqual({
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" viewBox="0 0 40 30">${drawing}</svg>`,
    width: 40,
    height: 30,
  })
})

test('the size may come from the view box', () => {
  expect(cleanSvg(around('', 'width="210mm" height="297mm" viewBox="0 0 2100 2970"'))).toMatchObject({
    width: 2100,
    height: 2970,
  })
})

test.each([
  ['<script>alert(1)</script>'],
  ['<rect onload="alert(1)" x="1"/>'],
  ['<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x"/></body></foreignObject>'],
  ['<image href="http://10.0.0.1/beacon.png"/>'],
  ['<use xlink:href="http://10.0.0.1/x.svg#a"/>'],
  ['<a href="javascript:alert(1)"><rect/></a>'],
  ['<rect fill="url(http://10.0.0.1/x)"/>'],
  ['<rect fill="ur\\6c(http://10.0.0.1/x)"/>'],
  ['<rect fill="url&#40;http://10.0.0.1/x)"/>'],
  ['<style>@import "http://10.0.0.1/x.css";</style>'],
  ['<style>rect { background: url(//10.0.0.1/x) }</style>'],
  ['<animate attributeName="href" to="javascript:alert(1)"/><set attributeName="onload" to="x"/>'],
  ['<svg onload="x"><script>alert(1)</script></svg>'],
])('nothing acts or reaches out: %s', inner => {
  const { svg } = cleanSvg(around(inner))
  expect(svg).not.toMatch(/script|onload|10\.0\.0\.1|foreign|import|javascript|<image|<a\b|animate|<set/i)
})

test.each([
  ['no SVG', '<html></html>'],
  ['no XML', 'GIF89a'],
  ['without a size', around('', 'class="x"')],
  ['entities of its own', '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg width="1" height="1">&a;</svg>'],
])('%s is refused', (_, text) => {
  expect(codeOf(() => cleanSvg(text))).toBe('map.picture-unusable')
})

test('whatever stands in a text or a value cannot open a tag or an attribute', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, value) => {
      const quoted = value.replaceAll(/[<"]/g, '')
      const source = around(`<text id="${quoted}">${text.replaceAll('<', '')}</text>`)
      const { svg } = ((): { svg: string } => {
        try {
          return cleanSvg(source)
        } catch {
          return { svg: '' }
        }
      })()
      expect(svg.match(/<(?!\/?(?:svg|text)\b)/g)).toBeNull()
    }),
  )
})
