import { Menu, Tray } from 'electron'
import { trayTexts } from './tray-texts'

export interface TrayActions {
  open(): void
  lock(): void
  quit(): void
}

/** The program's place while no window is open. The caller keeps the answer: a tray that is collected disappears. */
export function createTray(icon: string, locale: string, actions: TrayActions): Tray {
  const texts = trayTexts(locale)
  const tray = new Tray(icon)
  tray.setToolTip('Skranke')
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: texts.open, click: actions.open },
      { label: texts.lock, click: actions.lock },
      { type: 'separator' },
      { label: texts.quit, click: actions.quit }
    ])
  )
  tray.on('click', actions.open)
  return tray
}
