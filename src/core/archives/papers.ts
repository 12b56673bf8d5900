import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArchiveManifest, ManifestLedger } from './format.ts'

/** Makes PDFs: the shell, where there is one. */
export interface Paper {
  /** @throws Error when none came of it */
  pdf(htmlFile: string, pdfFile: string, signal: AbortSignal): Promise<void>
}

/**
 * Makes a PDF of every printed volume. Where nobody can, or it fails, the volumes stay as HTML: they print the same, and
 * an archive without PDFs is better than none.
 * @throws AbortError
 */
export async function makePapers(
  folder: string,
  ledgers: readonly ManifestLedger[],
  paper: Paper | null,
  progress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<{ ledgers: readonly ManifestLedger[]; pdf: ArchiveManifest['pdf'] }> {
  if (paper === null) return { ledgers, pdf: 'no-shell' }
  const all = ledgers.flatMap(({ files }) => files.forms)
  try {
    for (const [index, html] of all.entries()) {
      const pdf = toPdf(html)
      await paper.pdf(join(folder, html), join(folder, pdf), signal)
      if ((await stat(join(folder, pdf))).size === 0) throw new Error(`${pdf} is empty`)
      progress((index + 1) / all.length)
      signal.throwIfAborted()
    }
  } catch {
    signal.throwIfAborted()
    for (const html of all) await rm(join(folder, toPdf(html)), { force: true })
    return { ledgers, pdf: 'failed' }
  }
  for (const html of all) await rm(join(folder, html), { force: true })
  return {
    pdf: 'made',
    ledgers: ledgers.map(ledger => ({
      ...ledger,
      files: { ...ledger.files, forms: ledger.files.forms.map(toPdf) },
    })),
  }
}

const toPdf = (name: string): string => name.replace(/\.html$/, '.pdf')
