import { app, type Session } from 'electron'
import { openExternally } from './external-links'
import { isOwnPage } from './sender'

/** Refuses everything a page could ask the browser for: permissions, devices, downloads and every foreign address. */
export function lockDownSession(session: Session, pageOrigins: readonly string[]): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !mayLoad(details.url, pageOrigins) })
  )
}

function mayLoad(address: string, pageOrigins: readonly string[]): boolean {
  if (/^(devtools|blob|data):/.test(address)) return true
  // The development server pushes its changes over a WebSocket of the same host.
  return isOwnPage(address.replace(/^ws:/, 'http:'), pageOrigins)
}

/** Holds for every page the program ever shows: no navigation, no window, no frame, no webview. */
export function lockDownPages(pageOrigins: readonly string[]): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event, address) => {
      if (!isOwnPage(address, pageOrigins)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      void openExternally(url)
      return { action: 'deny' }
    })
  })
}
