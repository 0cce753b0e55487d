import type {
  AccountChanged,
  CodeChecked,
  CodePurpose,
  CodeStateReport,
  LoginLevel,
  RegistrationAnswer,
  RegistrationAsked
} from '../../../src-main/core/portal/wire'
import { newId, type Random } from '../chance'
import type { PortalTime } from '../portal-time'
import type { EventLog } from './event-log'

/** A code is good for ten minutes. */
const CODE_LIFE_MS = 600_000
/** Without a sign of life for so long, the clinic counts as away. */
const AWAY_AFTER_MS = 600_000

export interface CodeRequest {
  readonly id: string
  readonly patientId: string
  readonly purpose: CodePurpose
  readonly askedMs: number
  readonly expiresMs: number
  state: CodeStateReport['state'] | 'asked'
  reason: CodeStateReport['reason']
  attempts: number
  /** What the clinic said of each attempt. */
  readonly checked: Map<number, CodeChecked>
}

export interface Registration {
  readonly id: string
  readonly nationalNumber: string
  readonly askedMs: number
  answer: RegistrationAnswer | null
}

export type Account = Omit<AccountChanged, 'patient'>

export interface DeskSnapshot {
  readonly codeRequests: readonly CodeRequest[]
  readonly registrations: readonly Registration[]
  readonly accounts: readonly (readonly [string, Account])[]
}

const RANK: Readonly<Record<CodeRequest['state'], number>> = {
  asked: 0,
  queued: 1,
  sent: 2,
  uncertain: 3,
  refused: 3,
  expired: 3,
  failed: 4,
  delivered: 4
}

/** What the portal asks of the clinic beside FHIR, and what it was answered. */
export class DeskLine {
  readonly #time: PortalTime
  readonly #random: Random
  readonly #events: EventLog
  readonly #waiting = new Set<() => void>()
  #codeRequests = new Map<string, CodeRequest>()
  #registrations = new Map<string, Registration>()
  #accounts = new Map<string, Account>()
  #lastHeardMs = -Infinity

  constructor({ time, random, events }: { time: PortalTime; random: Random; events: EventLog }) {
    this.#time = time
    this.#random = random
    this.#events = events
  }

  /** Whether the clinic has been heard of within ten minutes. */
  isClinicThere(): boolean {
    return this.#time.nowMs() - this.#lastHeardMs < AWAY_AFTER_MS
  }

  hear(): void {
    this.#lastHeardMs = this.#time.nowMs()
  }

  askCode(patientId: string, purpose: CodePurpose): CodeRequest {
    const askedMs = this.#time.nowMs()
    const request: CodeRequest = {
      id: newId(this.#random),
      patientId,
      purpose,
      askedMs,
      expiresMs: askedMs + CODE_LIFE_MS,
      state: 'asked',
      reason: undefined,
      attempts: 0,
      checked: new Map()
    }
    this.#codeRequests.set(request.id, request)
    const data = {
      id: request.id,
      patient: `Patient/${patientId}`,
      purpose,
      asked: new Date(askedMs).toISOString(),
      expires: new Date(request.expiresMs).toISOString()
    }
    this.#events.say(
      { event: 'code.requested', data },
      () => request.state === 'asked' && this.isOpen(request)
    )
    return request
  }

  codeRequest(id: string): CodeRequest | undefined {
    return this.#codeRequests.get(id)
  }

  isOpen(request: CodeRequest): boolean {
    return request.expiresMs > this.#time.nowMs()
  }

  /** Passes on what was typed. @returns the number of the attempt */
  typeCode(request: CodeRequest, typed: string): number {
    const attempt = ++request.attempts
    this.#events.say(
      { event: 'code.typed', data: { id: request.id, attempt, typed: typed.slice(0, 200) } },
      () => !request.checked.has(attempt) && this.isOpen(request)
    )
    return attempt
  }

  /** @returns false where there is no such request */
  reportCode(id: string, { state, reason }: CodeStateReport): boolean {
    const request = this.#codeRequests.get(id)
    if (!request) return false
    if (RANK[state] >= RANK[request.state]) {
      request.state = state
      request.reason = reason
    }
    this.#wake()
    return true
  }

  /** @returns false where there is no such attempt */
  checkCode(id: string, checked: CodeChecked): boolean {
    const request = this.#codeRequests.get(id)
    if (!request || checked.attempt > request.attempts) return false
    if (!request.checked.has(checked.attempt)) request.checked.set(checked.attempt, checked)
    this.#wake()
    return true
  }

  askRegistration(nationalNumber: string, consent: RegistrationAsked['consent']): Registration {
    const registration: Registration = {
      id: newId(this.#random),
      nationalNumber,
      askedMs: this.#time.nowMs(),
      answer: null
    }
    this.#registrations.set(registration.id, registration)
    const data = { id: registration.id, nationalNumber, ...(consent === undefined ? {} : { consent }) }
    this.#events.say({ event: 'registration.asked', data }, () => registration.answer === null)
    return registration
  }

  registration(id: string): Registration | undefined {
    return this.#registrations.get(id)
  }

  /** The first answer counts. @returns false where nothing was asked */
  answerRegistration(id: string, answer: RegistrationAnswer): boolean {
    const registration = this.#registrations.get(id)
    if (!registration) return false
    registration.answer ??= answer
    this.#wake()
    return true
  }

  account(patientId: string): Account | undefined {
    return this.#accounts.get(patientId)
  }

  /** All there are, the oldest first. */
  accounts(): (readonly [patientId: string, account: Account])[] {
    return [...this.#accounts]
  }

  setAccount(patientId: string, account: Account): void {
    this.#accounts.set(patientId, account)
    this.#events.say({
      event: 'account.changed',
      data: { patient: `Patient/${patientId}`, ...account }
    })
  }

  recordLogin(patientId: string, level: LoginLevel): void {
    this.setAccount(patientId, {
      state: 'active',
      activation: 'done',
      lastLogin: this.#time.text(),
      level
    })
  }

  /** @returns false where there is no account */
  lock(patientId: string, isLocked: boolean): boolean {
    const account = this.#accounts.get(patientId)
    if (!account) return false
    const state = isLocked ? 'locked' : 'active'
    if (account.state !== state) this.setAccount(patientId, { ...account, state })
    return true
  }

  /** Waits until something was answered, at most so long. */
  async untilAnswered(isThere: () => boolean, waitMs: number): Promise<boolean> {
    if (isThere()) return true
    return await new Promise((resolve) => {
      const look = () => {
        if (isThere()) end(true)
      }
      const end = (answered: boolean) => {
        clearTimeout(timer)
        this.#waiting.delete(look)
        resolve(answered)
      }
      const timer = setTimeout(() => end(false), waitMs)
      this.#waiting.add(look)
    })
  }

  snapshot(): DeskSnapshot {
    return structuredClone({
      codeRequests: [...this.#codeRequests.values()],
      registrations: [...this.#registrations.values()],
      accounts: [...this.#accounts]
    })
  }

  restore(snapshot: DeskSnapshot): void {
    const { codeRequests, registrations, accounts } = structuredClone(snapshot)
    this.#codeRequests = new Map(codeRequests.map((request) => [request.id, request]))
    this.#registrations = new Map(registrations.map((registration) => [registration.id, registration]))
    this.#accounts = new Map(accounts)
  }

  #wake(): void {
    for (const look of this.#waiting) look()
  }
}
