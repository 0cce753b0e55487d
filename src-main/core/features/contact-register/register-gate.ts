import type { CodedError } from '@contract/frames'
import type { PatientId } from '@contract/ids'
import { MOST_AT_ONCE, type ContactRegister } from '../../contact-register'
import type { Database, Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Clock } from '../../platform/clock'
import { describeError, type Log } from '../../platform/log'
import { registerNumbers } from './register-number'
import type { RegisterStore } from './register-store'

/** An answer serves the message it was asked for and those that leave with it; then the register is asked again. */
const ANSWER_MS = 60_000
/** So long nobody is asked after the register could not be reached. */
const REST_MS = 60_000

/** `ask`: the register has to be asked before anything is sent. */
export type Standing = 'free' | 'reserved' | 'unreachable' | 'ask'

export interface GateDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly store: RegisterStore
  readonly register: ContactRegister
  readonly onTroubleChanged: () => void
}

/**
 * What the national register says of whoever is about to be written to. It must be asked at each sending, and nothing of
 * its answer may be stored: for a minute "reserved or not" is held in memory, and no more.
 */
export class RegisterGate {
  readonly #answers = new Map<PatientId, { isReserved: boolean; atMs: number }>()
  readonly #wanted = new Set<PatientId>()
  #restUntilMs = 0
  #trouble: CodedError | null = null

  constructor(private readonly dependencies: GateDependencies) {}

  /** Why messages wait; null while all is well. */
  get trouble(): CodedError | null {
    return this.#trouble
  }

  /** Whether this person may be written to, as far as is known at this moment. */
  async standing(reader: Reader, patientId: PatientId): Promise<Standing> {
    if (!(await this.dependencies.store.read(reader)).isOn) return 'free'
    const answer = this.#answers.get(patientId)
    if (answer && this.#now() - answer.atMs < ANSWER_MS) return answer.isReserved ? 'reserved' : 'free'
    // Whom the register cannot know it cannot have reserved.
    if (!(await registerNumbers(reader, [patientId])).has(patientId)) return 'free'
    if (this.#now() < this.#restUntilMs) return 'unreachable'
    this.#wanted.add(patientId)
    return 'ask'
  }

  /** Asks about everybody whom `standing` could not tell of. Never throws: who is not reached is tried again later. */
  async ask(): Promise<void> {
    this.#forgetOld()
    const patientIds = [...this.#wanted].slice(0, MOST_AT_ONCE)
    for (const patientId of patientIds) this.#wanted.delete(patientId)
    if (patientIds.length === 0) return
    try {
      await this.#lookUp(patientIds)
      this.#setTrouble(null)
    } catch (error) {
      this.#restUntilMs = this.#now() + REST_MS
      this.#setTrouble(codedError(error))
      this.dependencies.log.error('contact-register-failed', describeError(error))
    }
  }

  /** The settings are others now, or a person mended something. */
  resume(): void {
    this.#answers.clear()
    this.#restUntilMs = 0
    this.#setTrouble(null)
  }

  async #lookUp(patientIds: readonly PatientId[]): Promise<void> {
    const { database, store, register } = this.dependencies
    const numbers = await registerNumbers(database.reader, patientIds)
    const entries = await register.lookUp(await store.read(database.reader), [...numbers.values()])
    const atMs = this.#now()
    for (const [patientId, number] of numbers)
      this.#answers.set(patientId, { isReserved: entries.get(number)?.isReserved ?? false, atMs })
  }

  #forgetOld(): void {
    for (const [patientId, { atMs }] of this.#answers)
      if (this.#now() - atMs >= ANSWER_MS) this.#answers.delete(patientId)
  }

  #setTrouble(trouble: CodedError | null): void {
    if (this.#trouble?.code === trouble?.code) return
    this.#trouble = trouble
    this.dependencies.onTroubleChanged()
  }

  #now(): number {
    return this.dependencies.clock.now().epochMilliseconds
  }
}

function codedError(error: unknown): CodedError {
  return error instanceof AppError
    ? { code: error.code, parameters: { ...error.parameters } }
    : { code: 'internal', parameters: {} }
}
