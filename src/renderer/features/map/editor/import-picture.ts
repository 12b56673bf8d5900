import { call } from '../../../link/stores.ts'

/** A picture under a plan, kept in core. */
export interface ImportedPicture {
  readonly hash: string
  readonly width: number
  readonly height: number
}

/** Longer side of what a drawing or a page is turned into, pixels: a wall plan in sight of a tired eye, some MB. */
const drawnPixels = 4_000

/**
 * Takes a PNG, a JPEG, an SVG drawing or a page of a PDF. Drawings and pages become a picture here, so that nothing that
 * could act is ever kept.
 * @param pageNumber of a PDF, from 1
 * @throws Refusal `map.picture-unusable`, and as `attachments.put`
 */
export async function importPicture(file: File, pageNumber: number): Promise<ImportedPicture> {
  const picture = await pictureOf(file, pageNumber)
  const { width, height } = await sizeOf(picture)
  const { hash } = await call('attachments.put', { name: file.name, base64: await base64Of(picture) })
  return { hash, width, height }
}

async function pictureOf(file: File, pageNumber: number): Promise<Blob> {
  const start = new TextDecoder('latin1').decode(await file.slice(0, 1_024).arrayBuffer())
  if (start.startsWith('%PDF-')) return pageOf(file, pageNumber)
  return /<svg[\s>]/i.test(start) || file.name.toLowerCase().endsWith('.svg') ? drawingOf(file) : file
}

async function drawingOf(file: File): Promise<Blob> {
  const { svg, width, height } = await call('map.clean-svg', { svg: await file.text() })
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const scale = drawnPixels / Math.max(width, height)
    return await paint(width * scale, height * scale, context => {
      context.drawImage(image, 0, 0, width * scale, height * scale)
      return Promise.resolve()
    })
  } finally {
    URL.revokeObjectURL(url)
  }
}

async function pageOf(file: File, pageNumber: number): Promise<Blob> {
  const pdf = await import('pdfjs-dist')
  const { default: workerUrl } = await import('pdfjs-dist/build/pdf.worker.min.mjs?url')
  pdf.GlobalWorkerOptions.workerSrc = workerUrl
  const reading = pdf.getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    isEvalSupported: false,
    useSystemFonts: true,
  })
  try {
    const document = await reading.promise
    const page = await document.getPage(Math.min(Math.max(1, pageNumber), document.numPages))
    const plain = page.getViewport({ scale: 1 })
    const viewport = page.getViewport({ scale: drawnPixels / Math.max(plain.width, plain.height) })
    return await paint(
      viewport.width,
      viewport.height,
      canvasContext => page.render({ canvasContext, viewport }).promise,
    )
  } finally {
    await reading.destroy()
  }
}

/** Paints on paper: what a drawing leaves free is white, as on the sheet. */
async function paint(
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D) => Promise<void>,
): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width)
  canvas.height = Math.round(height)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  await draw(context)
  return new Promise((resolve, reject) =>
    canvas.toBlob(blob => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png'),
  )
}

async function sizeOf(picture: Blob): Promise<{ width: number; height: number }> {
  const bitmap = await createImageBitmap(picture)
  const { width, height } = bitmap
  bitmap.close()
  return { width, height }
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () =>
      resolve(typeof reader.result === 'string' ? reader.result.replace(/^data:[^,]*,/, '') : ''),
    )
    reader.addEventListener('error', () => reject(reader.error ?? new Error('not readable')))
    reader.readAsDataURL(blob)
  })
}
