/**
 * Puts values into the `${…}` placeholders of a text. Inside JSON the placeholder may stand in a string
 * (`"rtsp://127.0.0.1:${rtspPort}/cam-1/main"`) or, in quotes with `:number`, for a whole number (`"${dc09Port:number}"`
 * becomes `50123`), so that the template itself stays valid JSON.
 * @throws Error that names every placeholder without a value
 */
export function fillTemplate(text: string, values: Readonly<Record<string, string | number>>): string {
  const unknown = new Set<string>()
  const valueOf = (name: string): string => {
    if (!Object.hasOwn(values, name)) unknown.add(name)
    return String(values[name])
  }
  const filled = text
    .replaceAll(/"\$\{(\w+):number\}"/g, (_, name: string) => valueOf(name))
    .replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => JSON.stringify(valueOf(name)).slice(1, -1))
  if (unknown.size === 0) return filled
  const known = Object.keys(values).toSorted().join(', ')
  throw new Error(`no value for ${[...unknown].map(name => `\${${name}}`).join(', ')}; known are ${known}`)
}
