import { app, session, type Session } from 'electron'
import { isOurPage } from './app-protocol.ts'

/**
 * What no page may do, whatever it contains: go elsewhere, open windows, embed guests, get a permission, load from
 * the network. Media comes over the link's WebSocket; forms for paper are data: pages in windows of their own.
 */
export function harden(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', event => event.preventDefault())
    contents.on('will-navigate', (event, url) => {
      if (!isOurPage(url)) event.preventDefault()
    })
  })
  app.on('session-created', created => {
    created.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
    created.setPermissionCheckHandler(() => false)
    stayAtHome(created)
  })
  stayAtHome(session.defaultSession)
}

/** The station needs no internet: requests to anything but our own scheme and loopback sockets are cut off. */
function stayAtHome({ webRequest }: Session): void {
  webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOurs(details.url) }))
}

function isOurs(address: string): boolean {
  const url = new URL(address)
  if (url.protocol === 'ws:') return url.hostname === '127.0.0.1'
  return ['app:', 'blob:', 'data:', 'devtools:'].includes(url.protocol)
}
