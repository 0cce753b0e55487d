import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { CodePurpose } from '../../../src-main/core/portal/wire'
import type { Language } from '../../../src-preload/contract/values'
import type { PortalTime } from '../portal-time'
import type { WordKey } from './words'

/** Who is away for so long is logged out. */
const IDLE_MS = 15 * 60_000
const MOST_SESSIONS = 10_000

/** What is said once, on the next page. */
export interface Notice {
  readonly kind: 'good' | 'bad'
  readonly key: WordKey
  readonly values?: Readonly<Record<string, string | number>>
}

/** A code that was asked for; without a request where nobody has the number that was typed. */
export interface CodeStep {
  readonly purpose: CodePurpose
  readonly requestId: string | null
  readonly number: string
  /** The attempt that is being checked. */
  attempt: number | null
}

export interface Session {
  readonly id: string
  readonly csrf: string
  language: Language
  /** Who has logged in. */
  patientId: string | null
  /** Whose record is shown: the same, or a child's. */
  subjectId: string | null
  code: CodeStep | null
  /** A new mobile that has been proven here: the clinic puts it in place of the one before in its own time. */
  provenMobile: string | null
  registrationId: string | null
  notice: Notice | null
  seenMs: number
}

/** Who is at which browser; a cookie names the session, and a token in each form proves that the page was ours. */
export class Sessions {
  readonly #time: PortalTime
  readonly #sessions = new Map<string, Session>()

  constructor(time: PortalTime) {
    this.#time = time
  }

  /** The session of that name; a new one where there is none or it is over. */
  open(id: string | undefined, language: Language): Session {
    const now = this.#time.nowMs()
    const known = id === undefined ? undefined : this.#sessions.get(id)
    if (!known) return this.#begin(language)
    const wasAway = now - known.seenMs > IDLE_MS
    known.seenMs = now
    if (!wasAway || known.patientId === null) return known
    return this.#instead(known, { notice: { kind: 'bad', key: 'session-over' } })
  }

  /** Another name once somebody logs in or out: whoever knew the one before has nothing. */
  logIn(session: Session, patientId: string, notice: Notice | null): Session {
    return this.#instead(session, { patientId, subjectId: patientId, notice })
  }

  logOut(session: Session): Session {
    return this.#instead(session, { notice: { kind: 'good', key: 'logged-out' } })
  }

  /** Whose account the desk has locked meanwhile. Nobody has the session's name but that browser, which is told why. */
  lockOut(session: Session): void {
    const nobody = { patientId: null, subjectId: null, code: null, provenMobile: null }
    Object.assign(session, { ...nobody, notice: { kind: 'bad', key: 'locked' } } satisfies Partial<Session>)
  }

  /** Everybody has to log in anew, as after a restored backup. */
  endAll(): void {
    this.#sessions.clear()
  }

  #instead(session: Session, changes: Partial<Session>): Session {
    this.#sessions.delete(session.id)
    return Object.assign(this.#begin(session.language), changes)
  }

  #begin(language: Language): Session {
    const session: Session = {
      id: secret(),
      csrf: secret(),
      language,
      patientId: null,
      subjectId: null,
      code: null,
      provenMobile: null,
      registrationId: null,
      notice: null,
      seenMs: this.#time.nowMs()
    }
    const [oldest] = this.#sessions.keys()
    if (this.#sessions.size >= MOST_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest)
    this.#sessions.set(session.id, session)
    return session
  }
}

/** Whether a form came from a page of this session. */
export function isOwnForm({ csrf }: Session, given: string): boolean {
  const wanted = Buffer.from(csrf)
  const shown = Buffer.from(given)
  return wanted.length === shown.length && timingSafeEqual(wanted, shown)
}

function secret(): string {
  return randomBytes(24).toString('base64url')
}
