import { escapeHtml, formStyle } from '../ledgers/form.ts'
import { wordsIn } from '../ledgers/words.ts'

/** The sheet with the recovery key for the school's safe: printed once, kept nowhere. */
export function recoverySheet(facts: {
  school: string
  recoveryKey: string
  fingerprint: string
  madeBy: string
  atMs: number
}): string {
  const words = wordsIn('zh-CN')
  const line = (key: string, value: string): string =>
    `<tr><th style="width:28%">${escapeHtml(words.text(key))}</th><td>${escapeHtml(value)}</td></tr>`
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(words.text('backup.sheet.title'))}</title>
<style>${formStyle} .key { font: 20pt/1.9 "DejaVu Sans Mono", Consolas, monospace; text-align: center; margin: 10mm 0 }</style></head>
<body><h1>${escapeHtml(words.text('backup.sheet.title'))}</h1>
<table>${line('backup.sheet.school', facts.school)}${line('backup.sheet.fingerprint', facts.fingerprint)}${line('backup.sheet.made', `${facts.madeBy}　${words.dateTime(facts.atMs)}`)}</table>
<p class="key">${escapeHtml(facts.recoveryKey)}</p>
<p>${escapeHtml(words.text('backup.sheet.note'))}</p>
</body></html>`
}
