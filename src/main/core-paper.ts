import { readFile, writeFile } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { z } from 'zod'
import { pdfOf } from './paper.ts'

const Wish = z.object({
  paper: z.object({ id: z.number().int(), htmlFile: z.string(), pdfFile: z.string() }),
})

/** Makes the PDFs that core asks for, of forms in its export folder and nowhere else. */
export function paperForCore(exportDir: string): (message: unknown, reply: (answer: object) => void) => void {
  const inside = `${resolve(exportDir)}${sep}`
  return (message, reply) => {
    const wish = Wish.safeParse(message)
    if (!wish.success) return
    const { id, htmlFile, pdfFile } = wish.data.paper
    const made = async (): Promise<string | null> => {
      for (const file of [htmlFile, pdfFile])
        if (!resolve(file).startsWith(inside)) throw new Error(`${file} is not in the export folder`)
      await writeFile(pdfFile, await pdfOf(await readFile(htmlFile, 'utf8')), { mode: 0o600 })
      return null
    }
    const answer = async (): Promise<void> => {
      const error = await made().catch((failure: unknown) =>
        failure instanceof Error ? failure.message : String(failure),
      )
      reply({ paperDone: { id, error } })
    }
    void answer()
  }
}
