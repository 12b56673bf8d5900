import { writeFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { escapeHtml } from '../ledgers/form.ts'
import type { Words } from '../ledgers/words.ts'
import { grouped, readmeName, verifierName, viewerName, type ArchiveManifest } from './format.ts'
import { verifierSource, viewerSource, viewerStyle } from './tools.generated.ts'

/** Nothing from anywhere but the folder the page lies in; `file:` is what a page from the disk calls itself. */
const policy =
  "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'"

/** Writes the offline page, the verifier and the words on how to use both. */
export async function writeTools(
  folder: string,
  manifest: Omit<ArchiveManifest, 'files'>,
  words: Words,
): Promise<void> {
  const write = (name: string, text: string) => writeFile(join(folder, name), text, { mode: 0o600 })
  await mkdir(join(folder, 'viewer'), { recursive: true, mode: 0o700 })
  await write('viewer/viewer.js', viewerSource)
  await write('viewer/viewer.css', viewerStyle)
  await write('viewer/about.js', `var zhishouArchive = ${JSON.stringify(aboutOf(manifest, words))}\n`)
  await write(viewerName, page(`${manifest.station.school} ${manifest.archive.name}`))
  await write(verifierName, verifierSource)
  // With a byte order mark: old editors would show Chinese wrong without.
  await write(readmeName, `\u{FEFF}${readme(manifest, words)}`)
}

function aboutOf(manifest: Omit<ArchiveManifest, 'files'>, words: Words): object {
  const { station, archive, journal, ledgers, attachments } = manifest
  return {
    school: station.school,
    name: archive.name,
    period: words.text('archives.page.period', { from: archive.from, through: archive.through }),
    facts: [
      words.text('archives.page.made', {
        number: archive.number,
        by: manifest.madeBy.name,
        at: manifest.madeAt,
      }),
      words.text('archives.page.journal', { count: journal.entries, hash: journal.last?.hash ?? '—' }),
      words.text('archives.page.key', { key: grouped(station.keyFingerprint) }),
      words.text('archives.page.verify'),
    ],
    ledgers: ledgers.map(({ id, title, columns, rows, files }) => ({
      id,
      title,
      columns: columns.map(column => column.title),
      rows,
      parts: files.viewer,
      files: [...files.forms, ...files.xlsx],
    })),
    attachments: Object.fromEntries(
      attachments.flatMap(({ hash, file }) => (file === null ? [] : [[hash, file]])),
    ),
  }
}

const page = (title: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(title)}</title><link rel="stylesheet" href="viewer/viewer.css"></head>
<body><script src="viewer/about.js"></script><script src="viewer/viewer.js"></script></body></html>
`

function readme({ archive, station, ledgers, pdf }: Omit<ArchiveManifest, 'files'>, words: Words): string {
  const { text } = words
  return [
    `${station.school}　${archive.name}　${archive.from} – ${archive.through}`,
    '',
    text('archives.readme.open'),
    text('archives.readme.verify'),
    text('archives.readme.compare', { key: grouped(station.keyFingerprint) }),
    text('archives.readme.bodies'),
    text('archives.readme.secrecy'),
    ...(pdf === 'made' ? [] : [text(`archives.readme.pdf.${pdf}`)]),
    '',
    ...ledgers.map(({ title, rows }) => text('archives.readme.ledger', { title, rows })),
    '',
  ].join('\r\n')
}
