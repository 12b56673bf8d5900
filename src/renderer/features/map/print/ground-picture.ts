import type { Plan } from '../../../../shared/site.ts'
import { planGrounds } from '../grounds.ts'

/** Longer side of the picture under a printed plan, pixels: what a page holds, and the shell takes as one form. */
const mostPixels = 1_600
const tilePixels = 256

/** What lies under a plan as one picture for paper; null for a drawing alone. */
export async function groundPicture(plan: Plan): Promise<string | null> {
  const { background } = plan
  if (background === undefined) return null
  const scale = Math.min(1, mostPixels / Math.max(plan.width, plan.height))
  const canvas = document.createElement('canvas')
  const isImage = background.kind === 'image'
  const shrink = isImage ? mostPixels / Math.max(plan.width, plan.height) : scale
  canvas.width = Math.max(1, Math.round(plan.width * shrink))
  canvas.height = Math.max(1, Math.round(plan.height * shrink))
  const context = canvas.getContext('2d')
  if (context === null) return null
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  if (isImage) {
    const image = await loaded(await planGrounds.image(background.hash))
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
  } else {
    const zoom = Math.max(background.minZoom, Math.ceil(background.maxZoom + Math.log2(scale)))
    const unitsPerPixel = 2 ** (background.maxZoom - zoom)
    const [left, top] = background.origin
    const tileUnits = tilePixels * unitsPerPixel
    for (let x = Math.floor(left / tileUnits); x * tileUnits < left + plan.width; x++)
      for (let y = Math.floor(top / tileUnits); y * tileUnits < top + plan.height; y++) {
        const url = await planGrounds.tile(background.file, zoom, x, y)
        if (url === null) continue
        const at = { x: (x * tileUnits - left) * scale, y: (y * tileUnits - top) * scale }
        context.drawImage(await loaded(url), at.x, at.y, tileUnits * scale, tileUnits * scale)
      }
  }
  return canvas.toDataURL('image/jpeg', 0.8)
}

async function loaded(url: string): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = url
  await image.decode()
  return image
}
