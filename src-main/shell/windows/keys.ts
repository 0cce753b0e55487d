import type { WebContents } from 'electron'

const ZOOM_STEP = 0.5
const LARGEST_ZOOM = 4
const SMALLEST_ZOOM = -2

/** The few keys that are the window's and not the page's: text size, and the developer's tools while developing. */
export function handleWindowKeys(contents: WebContents, { isDeveloping }: { isDeveloping: boolean }): void {
  contents.on('before-input-event', (event, input) => {
    if (input.type !== 'keyDown') return
    const command = input.control || input.meta
    if (command && !input.alt && zoom(contents, input.key)) event.preventDefault()
    else if (isDeveloping && input.key === 'F12') contents.toggleDevTools()
    else if (isDeveloping && input.key === 'F5') contents.reload()
  })
}

function zoom(contents: WebContents, key: string): boolean {
  if (key === '+' || key === '=') return setZoom(contents, contents.getZoomLevel() + ZOOM_STEP)
  if (key === '-') return setZoom(contents, contents.getZoomLevel() - ZOOM_STEP)
  return key === '0' && setZoom(contents, 0)
}

function setZoom(contents: WebContents, level: number): boolean {
  contents.setZoomLevel(Math.min(LARGEST_ZOOM, Math.max(SMALLEST_ZOOM, level)))
  return true
}
