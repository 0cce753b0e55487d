import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import { app, ipcMain, powerMonitor, session, type IpcMainEvent, type Tray, type WebContents } from 'electron'
import { FileTarget, type ShellInfo } from '@contract/shell'
import { SecondStart, type Arguments } from './arguments'
import { CoreProcess } from './core-process'
import { inNode, inUtilityProcess } from './core-transport'
import { answerKeychain, hasKeychain } from './key-storage'
import { lockDownPages, lockDownSession } from './lock-down'
import { openLog, stackPlaces, type Log } from './log-file'
import { PAGE_ORIGIN } from './page-files'
import { servePages } from './page-protocol'
import { PAGE_CHANNEL, PageRelay } from './page-relay'
import { printWindow } from './printing'
import {
  developmentPages,
  environmentForCore,
  isDevelopmentPackage,
  nodeForCore,
  saveFolder,
  type RuntimeFacts
} from './runtime'
import { choosePath, saveFile } from './save-file'
import { savePdf } from './save-pdf'
import { isTrustedSender } from './sender'
import { openSettings, type SettingsFile } from './settings-file'
import { createShellMethods } from './shell-methods'
import { createTray } from './tray'
import { DeskWindows } from './windows/desk-windows'

const ROOT = resolve(__dirname, '../..')
const SAFE_PLATFORMS = ['linux', 'win32', 'darwin'] as const

/** The running program: one core, its windows, the tray, and the order in which they start and stop. */
export class Program {
  readonly #arguments: Arguments
  readonly #facts: RuntimeFacts = {
    isPackaged: app.isPackaged,
    isDevelopmentPackage: isDevelopmentPackage(process.resourcesPath),
    resourcesPath: process.resourcesPath,
    napi: Number(process.versions['napi'] ?? 0),
    environment: process.env
  }
  readonly #log: Log = openLog(join(app.getPath('userData'), 'logs'))
  readonly #settings: SettingsFile = openSettings(
    join(app.getPath('userData'), 'window-settings.json'),
    this.#log
  )
  readonly #pagesAddress = developmentPages(this.#facts) ?? `${PAGE_ORIGIN}/`
  readonly #pageOrigins = [new URL(this.#pagesAddress).href.replace(/\/$/, '')]
  readonly #core: CoreProcess
  readonly #relay: PageRelay<WebContents>
  #windows: DeskWindows | null = null
  // Held so that it is not collected.
  #tray: Tray | null = null
  #isStopping = false
  #hasStopped = false
  #startsAgain = false

  constructor(options: Arguments) {
    this.#arguments = options
    this.#relay = new PageRelay<WebContents>({ core: () => this.#core, answerShell: this.#shellMethods() })
    this.#core = new CoreProcess({
      start: this.#transport(),
      startFrame: () => ({
        kind: 'start',
        dataFolder: options.dataFolder ?? join(app.getPath('userData'), 'clinic'),
        hasKeychain: hasKeychain(),
        appVersion: app.getVersion(),
        pagesFolder: join(ROOT, 'out/renderer')
      }),
      answerKeychain,
      toPage: (connection, frame) => this.#relay.toPage(connection, frame),
      toAllPages: (frame) => this.#relay.toAllPages(frame),
      log: this.#log
    })
    app.on('second-instance', (_event, _argv, _folder, data) => this.#comeForward(data))
    process.on('uncaughtException', (error) => this.#end(error))
    lockDownPages(this.#pageOrigins)
  }

  run(): void {
    // In memory only: nothing that a page stores or caches ever reaches the disk.
    const pageSession = session.fromPartition('desk', { cache: false })
    lockDownSession(pageSession, this.#pageOrigins)
    servePages(pageSession, join(ROOT, 'out/renderer'))
    this.#windows = new DeskWindows({
      session: pageSession,
      preload: join(ROOT, 'out/preload/bridge.cjs'),
      icon: join(ROOT, 'resources/icon.png'),
      pageAddress: this.#pagesAddress,
      isDeveloping: !app.isPackaged,
      settings: this.#settings,
      log: this.#log,
      closed: (contentsId) => this.#relay.close(contentsId)
    })
    this.#listenToPages()
    this.#listenToSystem()
    this.#core.start()
    this.#windows.open(this.#arguments.route)
    if (!this.#arguments.quitsOnClose) this.#showTray()
  }

  #transport() {
    const script = join(__dirname, 'core-process.cjs')
    const node = nodeForCore(this.#facts)
    const environment = environmentForCore(this.#facts)
    return node ? inNode(script, node, environment) : inUtilityProcess(script, environment)
  }

  #listenToPages(): void {
    const fromOwnPage =
      (listen: (page: WebContents, frame: unknown) => void) => (event: IpcMainEvent, frame: unknown) => {
        if (isTrustedSender(event, this.#windows?.ids ?? new Set(), this.#pageOrigins))
          listen(event.sender, frame)
        else this.#log('frame from an unknown sender refused')
      }
    ipcMain.on(
      'skranke:open',
      fromOwnPage((page) => this.#relay.open(page))
    )
    ipcMain.on(
      PAGE_CHANNEL,
      fromOwnPage((page, frame) => this.#relay.receive(page, frame))
    )
  }

  #listenToSystem(): void {
    powerMonitor.on('resume', () => this.#core.resumed())
    app.on('activate', () => this.#windows?.bringForward('/'))
    app.on('window-all-closed', () => {
      const staysInTray = !this.#arguments.quitsOnClose && this.#settings.read().keepsInTray
      if (!staysInTray) app.quit()
    })
    app.on('before-quit', (event) => {
      if (this.#hasStopped) return
      event.preventDefault()
      void this.#stop()
    })
  }

  async #stop(): Promise<void> {
    if (this.#isStopping) return
    this.#isStopping = true
    await this.#core.stop()
    this.#hasStopped = true
    app.quit()
  }

  /** A defect of the shell itself: what it would do next is unknown, so it ends. The core sees that and closes in order. */
  #end(error: Error): void {
    this.#log('shell error', { name: error.name, places: stackPlaces(error.stack ?? '') })
    process.stderr.write(`${error.stack ?? error.message}\n`)
    app.exit(1)
  }

  #showTray(): void {
    const icon = join(ROOT, 'resources/icon-tray.png')
    this.#tray = createTray(icon, app.getLocale(), {
      open: () => this.#windows?.bringForward('/'),
      lock: () => this.#relay.toAllPages({ kind: 'event', event: 'shell.lockRequested', payload: {} }),
      quit: () => app.quit()
    })
    this.#log('in the tray', { isShown: !this.#tray.isDestroyed() })
  }

  #comeForward(data: unknown): void {
    const start = SecondStart.safeParse(data)
    if (this.#isStopping) this.#startAgain(start.success ? start.data.parameters : [])
    else this.#windows?.bringForward(start.success ? start.data.route : '/')
  }

  /** Started again while it ends: a window of an ending program would vanish, so a new one follows when it has let go. */
  #startAgain(parameters: string[]): void {
    if (this.#startsAgain) return
    this.#startsAgain = true
    app.relaunch({ args: parameters })
  }

  #shellMethods() {
    const window = (page: WebContents) => {
      if (!this.#windows) throw new Error('No window has been opened yet.')
      return this.#windows.of(page)
    }
    const folder = saveFolder(this.#facts)
    return createShellMethods<WebContents>({
      info: (page) => this.#info(page),
      saveFile: (page, file) => saveFile(window(page), file, folder),
      chooseFile: async (page, name) => this.#offerFile(await choosePath(window(page), name, folder)),
      print: (page) => printWindow(window(page), folder),
      savePdf: (page, { name }) => savePdf(window(page), name, folder),
      openWindow: (page, route) =>
        void this.#windows?.open(route, (contentsId) => this.#relay.openedFrom(contentsId, page.id)),
      // Without the opener's session: the wall goes on when the desk is locked, and shows nothing of a patient.
      openWall: (page) =>
        this.#windows?.openWall(window(page), (contentsId) => this.#relay.openedAs(contentsId, 'wall')),
      openCheckIn: () =>
        this.#windows?.openCheckIn((contentsId) => this.#relay.openedAs(contentsId, 'check-in')),
      setFullScreen: (page, isFullScreen) => window(page).setFullScreen(isFullScreen),
      settings: () => ({ keepsInTray: this.#settings.read().keepsInTray }),
      changeSettings: (settings) => this.#settings.change(settings),
      preferences: () => this.#settings.read().preferences,
      setPreference: (name, value) =>
        this.#settings.change({ preferences: { ...this.#settings.read().preferences, [name]: value } }),
      restartCore: () => this.#core.start(),
      quit: () => app.quit()
    })
  }

  /** The core gets the path, the page a token for it. */
  #offerFile(path: string | null): FileTarget | null {
    if (path === null) return null
    const token = FileTarget.parse(randomUUID())
    this.#core.offerFile(token, path)
    return token
  }

  #info(page: WebContents): ShellInfo {
    return {
      version: app.getVersion(),
      isPackaged: app.isPackaged,
      isDevelopmentPackage: this.#facts.isDevelopmentPackage,
      platform: SAFE_PLATFORMS.find((platform) => platform === process.platform) ?? 'other',
      corePid: this.#core.pid ?? null,
      window: page.id
    }
  }
}
