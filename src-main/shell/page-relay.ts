import { randomUUID } from 'node:crypto'
import { CallFrame, MAX_FRAME_CHARACTERS, type EventFrame, type ReplyFrame } from '@contract/frames'
import type { LanScreen } from '@contract/lan'
import { SHELL_METHOD_PREFIX } from '@contract/shell'

/** What the relay needs of a window's contents; Electron's WebContents has this shape. */
export interface Page {
  readonly id: number
  send(channel: string, frame: unknown): void
  isDestroyed(): boolean
}

export const PAGE_CHANNEL = 'skranke:frame'

/** Whose session a window has: that of the one it was opened from, nobody's for a screen in front of patients, or its own. */
export interface Origin {
  readonly sharesWith?: string
  readonly screen?: LanScreen
}

interface CoreCalls {
  open(connection: string, origin?: Origin): void
  close(connection: string): void
  call(call: { connection: string; id: number; frame: unknown }): void
}

export interface PageRelayOptions<P extends Page> {
  readonly core: () => CoreCalls
  readonly answerShell: (frame: CallFrame, page: P) => Promise<ReplyFrame>
}

/** Carries frames between pages and the core. A page's connection lasts until it reloads, crashes or closes. */
export class PageRelay<P extends Page> {
  readonly #options: PageRelayOptions<P>
  readonly #pages = new Map<string, P>()
  readonly #connections = new Map<number, string>()
  /** From which window each was opened. */
  readonly #openers = new Map<number, number>()
  readonly #screens = new Map<number, LanScreen>()

  constructor(options: PageRelayOptions<P>) {
    this.#options = options
  }

  /** A page was loaded in this window: whatever its predecessor had asked for is no longer wanted. */
  open(page: P): void {
    this.close(page.id)
    const connection = randomUUID()
    this.#connections.set(page.id, connection)
    this.#pages.set(connection, page)
    this.#options.core().open(connection, this.#originOf(page.id))
  }

  /** This window is about to be opened from that one: the same person sits at both. */
  openedFrom(pageId: number, openerId: number): void {
    this.#openers.set(pageId, openerId)
  }

  /** This window is about to be opened in front of patients: nobody is signed in there, whoever opened it. */
  openedAs(pageId: number, screen: LanScreen): void {
    this.#screens.set(pageId, screen)
  }

  close(pageId: number): void {
    const connection = this.#connections.get(pageId)
    if (!connection) return
    this.#connections.delete(pageId)
    this.#pages.delete(connection)
    this.#options.core().close(connection)
  }

  receive(page: P, frame: unknown): void {
    const connection = this.#connections.get(page.id)
    const call = CallFrame.safeParse(frame)
    if (!connection || !call.success) return refuseIfNumbered(page, frame)
    const { id, method } = call.data
    if (!fits(frame)) return refuse(page, id, 'frame-too-large')
    if (method.startsWith(SHELL_METHOD_PREFIX)) void this.#answer(page, connection, call.data)
    else this.#options.core().call({ connection, id, frame })
  }

  toPage(connection: string, frame: unknown): void {
    const page = this.#pages.get(connection)
    if (page && !page.isDestroyed()) page.send(PAGE_CHANNEL, frame)
  }

  toAllPages(frame: EventFrame): void {
    for (const connection of this.#pages.keys()) this.toPage(connection, frame)
  }

  #originOf(pageId: number): Origin {
    const screen = this.#screens.get(pageId)
    if (screen) return { screen }
    const opener = this.#openers.get(pageId)
    const sharesWith = opener === undefined ? undefined : this.#connections.get(opener)
    return sharesWith === undefined ? {} : { sharesWith }
  }

  async #answer(page: P, connection: string, call: CallFrame): Promise<void> {
    this.toPage(connection, await this.#options.answerShell(call, page))
  }
}

function fits(frame: unknown): boolean {
  try {
    return JSON.stringify(frame).length <= MAX_FRAME_CHARACTERS
  } catch (error) {
    // A circle or a bigint: no JSON, so no frame.
    if (error instanceof TypeError) return false
    throw error
  }
}

function refuseIfNumbered(page: Page, frame: unknown): void {
  const id = CallFrame.shape.id.safeParse(frame instanceof Object && 'id' in frame ? frame.id : undefined)
  if (id.success) refuse(page, id.data, 'invalid-input')
}

function refuse(page: Page, id: number, code: string): void {
  page.send(PAGE_CHANNEL, {
    kind: 'reply',
    id,
    ok: false,
    error: { code, parameters: {} }
  } satisfies ReplyFrame)
}
