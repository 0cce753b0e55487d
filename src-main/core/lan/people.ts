import { createHash, randomBytes } from 'node:crypto'
import type { Database, Transaction } from '../database/database'
import type { Audit } from '../features/audit'
import { findUser } from '../features/users'
import { toStoredInstant, type Clock } from '../platform/clock'
import { describeError, type Log } from '../platform/log'
import type { Session, SignIn } from '../rpc/session'
import {
  deleteLanSessions,
  findByTicket,
  hasLanSession,
  insertLanSession,
  letAllGo,
  listLanSessions,
  updateLanSession,
  type ListedLanSession
} from './lan-session.queries'

/** How long a page may be away and come back without a password: a reload, a cable, a restart of the desk. */
const BACK_WITHIN_SECONDS = 120

export interface PeopleDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly log: Log
  /** Somebody came, went, or locked. */
  readonly onChange: () => void
}

interface PersonEnds {
  readonly giveTicket: (ticket: string | null) => void
  /** Another page has taken over what this one had. */
  readonly leave: () => void
}

interface Page extends PersonEnds {
  rowId: number | null
  /** The last one that was written down. */
  signIn: SignIn | null
}

/** Whoever is signed in from another PC. A sign-in lasts as long as its page, and a short while without it. */
export class People {
  readonly #dependencies: PeopleDependencies
  readonly #pages = new Map<Session, Page>()
  /** What is written, one after the other. */
  #queue: Promise<void> = Promise.resolve()

  constructor(dependencies: PeopleDependencies) {
    this.#dependencies = dependencies
  }

  /** A page has connected. The function returned is called when it goes. */
  enter(session: Session, ends: PersonEnds): () => void {
    const page: Page = { ...ends, rowId: null, signIn: null }
    this.#pages.set(session, page)
    const stop = session.onChange(() => {
      const { signIn } = session
      const isOther =
        page.signIn?.user.id !== signIn?.user.id || page.signIn?.signedInAt !== signIn?.signedInAt
      page.signIn = signIn
      this.#later(async () => await this.#signInChanged(session, signIn, isOther))
    })
    return () => {
      stop()
      this.#later(async () => await this.#left(session))
    }
  }

  /** Gives back the sign-in a ticket stands for, once. Null when there is none any more. */
  async resume(session: Session, ticket: string): Promise<SignIn | null> {
    let resumed: SignIn | null = null
    await this.#inTurn(async () => {
      resumed = await this.#resume(session, ticket)
      if (resumed) session.set(resumed)
    })
    return resumed
  }

  async list(): Promise<ListedLanSession[]> {
    return await listLanSessions(this.#dependencies.database.reader)
  }

  /** Ends one sign-in, there or away. */
  async signOut(rowId: number): Promise<void> {
    for (const [session, page] of this.#pages) if (page.rowId === rowId) session.set(null)
    await this.#inTurn(async () => await this.#delete({ id: rowId }))
  }

  /** The door is closed for good: nobody comes back without a password. */
  async signOutAll(): Promise<void> {
    for (const session of this.#pages.keys()) if (session.signIn) session.set(null)
    await this.#inTurn(async () => await this.#delete('all'))
  }

  /** Users have changed: whose sign-in has been ended is out, and a new name counts at once. */
  async refresh(): Promise<void> {
    await this.#inTurn(async () => {
      const { database, onChange } = this.#dependencies
      for (const [session, { rowId }] of this.#pages) {
        const { signIn } = session
        // One that has just begun has no row yet, and was let in by what holds now.
        if (!signIn || rowId === null) continue
        const user = await findUser(database.reader, signIn.user.id)
        const isStanding = user?.isActive === true && (await hasLanSession(database.reader, rowId))
        if (session.signIn === signIn) session.set(isStanding ? { ...signIn, user } : null)
      }
      onChange()
    })
  }

  /** Those whose time away is over. */
  async sweep(): Promise<void> {
    await this.#inTurn(async () => await this.#delete({ awayUntil: this.#at(0) }))
  }

  /** After a start: whoever was there when the program ended may come back for a while. */
  async begin(): Promise<void> {
    await this.#write(async (transaction) => {
      await letAllGo(transaction, this.#at(BACK_WITHIN_SECONDS))
      await deleteLanSessions(transaction, { awayUntil: this.#at(0) })
    })
  }

  /** Whatever is still to be written has been. */
  async settled(): Promise<void> {
    await this.#queue
  }

  async #signInChanged(session: Session, signIn: SignIn | null, isOther: boolean): Promise<void> {
    const page = this.#pages.get(session)
    if (!page) return
    if (page.rowId !== null && isOther) {
      await this.#delete({ id: page.rowId })
      page.rowId = null
      if (!signIn) page.giveTicket(null)
    }
    if (!signIn) return
    const { rowId } = page
    if (rowId === null) await this.#begin(session, signIn)
    else {
      await this.#write(
        async (transaction) => await updateLanSession(transaction, rowId, { isLocked: signIn.isLocked })
      )
      this.#dependencies.onChange()
    }
  }

  async #begin(session: Session, { user, isLocked, signedInAt }: SignIn): Promise<void> {
    const page = this.#pages.get(session)
    if (!page) return
    const ticket = makeTicket()
    const row = {
      userId: user.id,
      ticketHash: hashOf(ticket),
      address: session.gate?.address ?? '',
      signedInAt,
      isLocked
    }
    page.rowId = await this.#write(async (transaction) => await insertLanSession(transaction, row))
    page.giveTicket(ticket)
    this.#dependencies.onChange()
  }

  async #resume(session: Session, ticket: string): Promise<SignIn | null> {
    const { database, audit } = this.#dependencies
    const page = this.#pages.get(session)
    const found = await findByTicket(database.reader, hashOf(ticket))
    const isLate = found?.expiresAt != null && found.expiresAt <= this.#at(0)
    if (!page || !found || isLate || found.address !== session.gate?.address) return null
    const user = await findUser(database.reader, found.userId)
    if (!user?.isActive) return null
    for (const [other, { rowId, leave }] of this.#pages) {
      if (other === session || rowId !== found.id) continue
      this.#pages.delete(other)
      leave()
    }
    const fresh = makeTicket()
    await this.#write(async (transaction) => {
      await updateLanSession(transaction, found.id, { ticketHash: hashOf(fresh), expiresAt: null })
      const actor = { userId: user.id, name: user.name, role: user.role }
      const detail = `address ${found.address}`
      await audit.record(transaction, actor, { action: 'session.resumed', patientId: null, detail })
    })
    page.rowId = found.id
    page.signIn = { user, isLocked: found.isLocked, signedInAt: found.signedInAt }
    page.giveTicket(fresh)
    this.#dependencies.onChange()
    return page.signIn
  }

  async #left(session: Session): Promise<void> {
    const rowId = this.#pages.get(session)?.rowId ?? null
    this.#pages.delete(session)
    if (rowId === null) return
    await this.#write(
      async (transaction) =>
        await updateLanSession(transaction, rowId, { expiresAt: this.#at(BACK_WITHIN_SECONDS) })
    )
    this.#dependencies.onChange()
  }

  async #delete(which: Parameters<typeof deleteLanSessions>[1]): Promise<void> {
    const count = await this.#write(async (transaction) => await deleteLanSessions(transaction, which))
    if (count > 0) this.#dependencies.onChange()
  }

  async #write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return await this.#dependencies.database.write(work)
  }

  #at(seconds: number): string {
    return toStoredInstant(this.#dependencies.clock.now().add({ seconds }))
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work)
    this.#queue = done.catch((error: unknown) =>
      this.#dependencies.log.error('lan-session-failed', describeError(error))
    )
    await done
  }

  #later(work: () => Promise<void>): void {
    // Logged by the queue itself.
    this.#inTurn(work).catch(() => undefined)
  }
}

function makeTicket(): string {
  return randomBytes(32).toString('base64url')
}

function hashOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex')
}
