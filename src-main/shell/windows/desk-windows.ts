import { BrowserWindow, nativeTheme, screen, type Session, type WebContents } from 'electron'
import type { Route } from '@contract/shell'
import type { Log } from '../log-file'
import type { SettingsFile } from '../settings-file'
import { handleWindowKeys } from './keys'
import { arrangement, displayName, openingPlacement, wallDisplay } from './placement'

/** DESK.md: the smallest screen that must hold everything, less its task bar. */
const SMALLEST = { minWidth: 1024, minHeight: 640 }
/** `--bg` of the page's theme, so that a window does not flash while its page loads. */
const BACKGROUND = { light: '#f5f6f8', dark: '#11161c' }
/** Offset of a second window from the first, in pixels. */
const CASCADE = 28
const MOST_RELOADS = 3
const WALL_ROUTE: Route = '/wall'
const CHECK_IN_ROUTE: Route = '/check-in'
const RELOAD_WINDOW_MS = 60_000
/** Pages come from the disk; one that takes longer waits for something that will not come, such as a graphics card. */
const LOADING_PATIENCE_MS = 30_000

export interface DeskWindowsOptions {
  readonly session: Session
  readonly preload: string
  readonly icon: string
  readonly pageAddress: string
  readonly isDeveloping: boolean
  readonly settings: SettingsFile
  readonly log: Log
  readonly closed: (contentsId: number) => void
}

/** The program's windows: all alike, each showing the whole desk. */
export class DeskWindows {
  readonly #options: DeskWindowsOptions
  readonly #windows = new Map<number, BrowserWindow>()
  /** For those who wait; open or not. */
  #wall: BrowserWindow | null = null
  /** In front of patients who check in themselves; open or not. */
  #checkIn: BrowserWindow | null = null

  constructor(options: DeskWindowsOptions) {
    this.#options = options
  }

  /** The ids of the contents that show our pages. */
  get ids(): ReadonlySet<number> {
    return new Set(this.#windows.keys())
  }

  of(contents: WebContents): BrowserWindow {
    const window = this.#windows.get(contents.id)
    if (!window) throw new Error('The call came from a window that has closed.')
    return window
  }

  /** `beforeLoad` is told the id of the new window's contents before its page is loaded. */
  open(route: Route, beforeLoad?: (contentsId: number) => void): BrowserWindow {
    const window = this.#create()
    window.on('close', () => this.#remember(window))
    beforeLoad?.(window.webContents.id)
    this.#load(window, route)
    return window
  }

  /** The wall screen, filling a display beside the desk's; a plain window where there is none. */
  openWall(desk: BrowserWindow, beforeLoad: (contentsId: number) => void): void {
    if (this.#wall) return this.#wall.show()
    const window = this.#create()
    this.#wall = window
    const displays = screen.getAllDisplays()
    const last = this.#options.settings.read().wallDisplays[arrangement(displays)]
    const deskId = screen.getDisplayMatching(desk.getBounds()).id
    const display = wallDisplay(displays, { last, deskId })
    if (display) {
      window.setBounds(display.workArea)
      window.setFullScreen(true)
    }
    window.on('close', () => this.#rememberWall(window))
    window.on('closed', () => {
      this.#wall = null
    })
    beforeLoad(window.webContents.id)
    this.#load(window, WALL_ROUTE)
  }

  /** Self check-in on this PC, for a touch screen turned to the patients: alone on its screen until it is closed. */
  openCheckIn(beforeLoad: (contentsId: number) => void): void {
    if (this.#checkIn) return this.#checkIn.show()
    const window = this.#create()
    this.#checkIn = window
    window.setFullScreen(true)
    window.on('closed', () => {
      this.#checkIn = null
    })
    beforeLoad(window.webContents.id)
    this.#load(window, CHECK_IN_ROUTE)
  }

  #load(window: BrowserWindow, route: Route): void {
    const id = window.webContents.id
    this.#windows.set(id, window)
    window.once('ready-to-show', () => window.show())
    window.on('page-title-updated', (event) => event.preventDefault())
    window.on('closed', () => {
      this.#windows.delete(id)
      this.#options.closed(id)
    })
    handleWindowKeys(window.webContents, this.#options)
    this.#reloadAfterCrash(window)
    this.#endHangingLoad(window.webContents)
    void window.loadURL(`${this.#options.pageAddress}#${route}`)
  }

  /** Brings a window to the front, opening one when all are closed. */
  bringForward(route: Route): void {
    const window = [...this.#windows.values()].find((one) => one !== this.#wall && one !== this.#checkIn)
    if (!window) return void this.open(route)
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  #create(): BrowserWindow {
    const { icon, preload, session, isDeveloping } = this.#options
    const { isMaximised, ...bounds } = this.#placement()
    const window = new BrowserWindow({
      ...bounds,
      ...SMALLEST,
      show: false,
      title: 'Skranke',
      icon,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
      webPreferences: {
        session,
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        devTools: isDeveloping
      }
    })
    if (isMaximised) window.maximize()
    return window
  }

  #placement() {
    const displays = screen.getAllDisplays()
    const saved = this.#options.settings.read().placements[arrangement(displays)]
    const areas = displays.map((display) => display.workArea)
    const placement = openingPlacement(saved, areas)
    const shift = this.#windows.size * CASCADE
    return { ...placement, x: placement.x + shift, y: placement.y + shift }
  }

  #remember(window: BrowserWindow): void {
    const { placements } = this.#options.settings.read()
    const placement = { ...window.getNormalBounds(), isMaximised: window.isMaximized() }
    const key = arrangement(screen.getAllDisplays())
    this.#options.settings.change({ placements: { ...placements, [key]: placement } })
  }

  #rememberWall(window: BrowserWindow): void {
    const { wallDisplays } = this.#options.settings.read()
    const key = arrangement(screen.getAllDisplays())
    const name = displayName(screen.getDisplayMatching(window.getBounds()))
    this.#options.settings.change({ wallDisplays: { ...wallDisplays, [key]: name } })
  }

  #endHangingLoad(contents: WebContents): void {
    let patience: NodeJS.Timeout | undefined
    const stopWaiting = () => clearTimeout(patience)
    contents.on('did-start-loading', () => {
      stopWaiting()
      patience = setTimeout(() => contents.forcefullyCrashRenderer(), LOADING_PATIENCE_MS)
    })
    contents.on('did-stop-loading', stopWaiting)
    contents.on('render-process-gone', stopWaiting)
    contents.once('destroyed', stopWaiting)
  }

  /** A page that crashes comes back by itself; one that keeps crashing is left, so that the PC stays usable. */
  #reloadAfterCrash(window: BrowserWindow): void {
    let crashes: number[] = []
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      this.#options.log('page ended', { reason })
      this.#options.closed(window.webContents.id)
      crashes = [...crashes.filter((at) => at > Date.now() - RELOAD_WINDOW_MS), Date.now()]
      if (reason !== 'clean-exit' && crashes.length <= MOST_RELOADS) window.webContents.reload()
    })
  }
}
