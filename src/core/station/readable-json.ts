const widestLine = 110

/**
 * JSON as a person would lay it out: two spaces; what is short and holds nothing nested stays on its line, so that a
 * point of a plan is one line and a camera is many.
 */
export function readableJson(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items = value.map(item => readableJson(item, inner))
    if (items.length === 0) return '[]'
    const line = `[${items.join(', ')}]`
    if (value.every(isPlain) && indent.length + line.length <= widestLine) return line
    return `[\n${items.map(item => inner + item).join(',\n')}\n${indent}]`
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  if (fields.length === 0) return '{}'
  const texts = fields.map(([key, field]) => `${JSON.stringify(key)}: ${readableJson(field, inner)}`)
  const line = `{ ${texts.join(', ')} }`
  const isShort = fields.length <= 3 && fields.every(([, field]) => isPlain(field))
  if (isShort && indent !== '' && indent.length + line.length <= widestLine) return line
  return `{\n${texts.map(text => inner + text).join(',\n')}\n${indent}}`
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null
