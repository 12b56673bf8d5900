import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol, session, type Session } from 'electron'

/** The origin of the screen. `app://` instead of `file://`: it has an origin that core can check. */
export const appOrigin = 'app://zhishou'

/** Whether an address is a page of ours. (`URL.origin` is no help: it is "null" for schemes of one's own.) */
export function isOurPage(address: string): boolean {
  const { protocol: scheme, host } = new URL(address)
  return `${scheme}//${host}` === appOrigin
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
}

/** Must run before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}

/** Serves the built renderer, and nothing outside its folder, under `app://zhishou/`. */
export function serveRenderer(rendererDir: string): void {
  serveRendererTo(session.defaultSession, rendererDir)
}

/** As `serveRenderer`, to the windows of one session. */
export function serveRendererTo(windows: Session, rendererDir: string): void {
  windows.protocol.handle('app', async request => {
    const { host, pathname } = new URL(request.url)
    if (host !== 'zhishou') return new Response('', { status: 404 })
    const path = normalize(join(rendererDir, decodeURIComponent(pathname === '/' ? '/index.html' : pathname)))
    const type = types[extname(path)]
    if (!path.startsWith(rendererDir + sep) || type === undefined) return new Response('', { status: 404 })
    try {
      const content = await readFile(path)
      return extname(path) === '.html'
        ? page(content.toString('utf8'))
        : new Response(content, { headers: { 'content-type': type } })
    } catch {
      return new Response('', { status: 404 })
    }
  })
}

/** The page with a fresh nonce: styles that the component library makes at run time carry it, nothing else may. */
function page(html: string): Response {
  const nonce = randomBytes(16).toString('base64')
  const policy = [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `media-src 'self' blob:`,
    `connect-src 'self' ws://127.0.0.1:*`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
  return new Response(html.replaceAll('__CSP_NONCE__', nonce), {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
  })
}
