import { copyFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, type IpcMainInvokeEvent } from 'electron'
import { z } from 'zod'
import { isOurPage } from './app-protocol.ts'
import type { CoreSupervisor } from './core-supervisor.ts'
import { copyPackage } from './packages.ts'
import { pdfOf, printForm } from './paper.ts'

/** A plain file name: no folder in it, so that nothing outside the export folder can be named. */
const fileName = z
  .string()
  .min(1)
  .max(200)
  .refine(name => name === basename(name) && !name.startsWith('.') && !/[\\/:]/.test(name))
const form = z.object({ html: z.string().max(64 * 1024 * 1024) })

export interface BridgeOptions {
  readonly supervisor: CoreSupervisor
  readonly exportDir: string
  /** Where files go without asking; for tests and unattended runs, null for a person at the desk. */
  readonly saveWithoutAsking: string | null
  readonly openSecondWindow: () => Promise<void>
}

/** Serves src/preload/bridge.ts. Every call is answered only to our own page in our own window. */
export function serveBridge(options: BridgeOptions): void {
  handle('link-address', () => options.supervisor.address())
  handle('save-export', async (event, raw) => {
    const name = fileName.parse(raw)
    const target = await askWhere(event, name, options.saveWithoutAsking)
    if (target === null) return false
    await copyFile(join(options.exportDir, name), target)
    return true
  })
  handle('save-pdf', async (event, raw) => {
    const { html, fileName: name } = form.extend({ fileName }).parse(raw)
    const target = await askWhere(event, name, options.saveWithoutAsking)
    if (target === null) return false
    await writeFile(target, await pdfOf(html))
    return true
  })
  handle('open-second-window', () => options.openSecondWindow())
  handle('save-package', async (event, raw) => {
    const { name, sheet } = z.object({ name: fileName, sheet: form.extend({ fileName }) }).parse(raw)
    const targetDir = await askFolder(event, options.saveWithoutAsking)
    if (targetDir === null) return null
    const pdf = await pdfOf(sheet.html)
    const source = join(options.exportDir, name)
    return copyPackage({ source, targetDir, name, sheet: { fileName: sheet.fileName, pdf } })
  })
  handle('print', async (_event, raw) => printForm(form.parse(raw).html))
}

function handle(channel: string, answer: (event: IpcMainInvokeEvent, input: unknown) => unknown): void {
  ipcMain.handle(channel, (event, input: unknown) => {
    const frame = event.senderFrame
    if (frame === null || frame.parent !== null || !isOurPage(frame.url))
      throw new Error(`${channel}: not our page`)
    return answer(event, input)
  })
}

async function askFolder(
  event: IpcMainInvokeEvent,
  saveWithoutAsking: string | null,
): Promise<string | null> {
  if (saveWithoutAsking !== null) return saveWithoutAsking
  const window = BrowserWindow.fromWebContents(event.sender)
  const choice: Electron.OpenDialogOptions = { properties: ['openDirectory', 'createDirectory'] }
  const answer =
    window === null ? await dialog.showOpenDialog(choice) : await dialog.showOpenDialog(window, choice)
  return answer.canceled ? null : (answer.filePaths[0] ?? null)
}

async function askWhere(
  event: IpcMainInvokeEvent,
  name: string,
  saveWithoutAsking: string | null,
): Promise<string | null> {
  if (saveWithoutAsking !== null) return join(saveWithoutAsking, name)
  const window = BrowserWindow.fromWebContents(event.sender)
  const defaultPath = join(app.getPath('documents'), name)
  const answer =
    window === null
      ? await dialog.showSaveDialog({ defaultPath })
      : await dialog.showSaveDialog(window, { defaultPath })
  return answer.canceled ? null : answer.filePath
}
