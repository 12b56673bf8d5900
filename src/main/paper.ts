import { BrowserWindow } from 'electron'

/** Page number at the foot of every page; Chromium fills the classes in. */
const footer = `<div style="width:100%;font-size:8pt;font-family:'Noto Sans CJK SC','Microsoft YaHei',sans-serif;text-align:center">
第 <span class="pageNumber"></span> 页　共 <span class="totalPages"></span> 页</div>`

/** Makes a PDF (A4 landscape) of a form. The form is loaded without script and without network. */
export async function pdfOf(html: string): Promise<Buffer> {
  return withForm(html, window =>
    window.webContents.printToPDF({
      pageSize: 'A4',
      landscape: true,
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: footer,
      margins: { top: 0.55, bottom: 0.65, left: 0.47, right: 0.47 },
    }),
  )
}

/** Sends a form to the printer through the system's dialog; false when the person cancels. */
export function printForm(html: string): Promise<boolean> {
  return withForm(
    html,
    window =>
      new Promise<boolean>(resolve =>
        window.webContents.print({ pageSize: 'A4', landscape: true, printBackground: true }, success =>
          resolve(success),
        ),
      ),
  )
}

/** Loads a form into a hidden window of its own that can do nothing but lay it out, and closes it afterwards. */
async function withForm<T>(html: string, use: (window: BrowserWindow) => Promise<T>): Promise<T> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      partition: 'paper',
    },
  })
  try {
    await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(html).toString('base64')}`)
    return await use(window)
  } finally {
    window.destroy()
  }
}
