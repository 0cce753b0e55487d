import type { PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { Temporal } from 'temporal-polyfill'
import type { Actor } from '../../rpc/handlers'
import { checkCode } from './code-check'
import { sendCode, type CodeContext } from './codes'
import { readMoment, type Moment } from './context'
import { storedMoment } from './moment'
import {
  endRequest,
  findOnItsWay,
  findRequest,
  findTry,
  insertRequest,
  insertTry,
  nthSentSince,
  type PortalCodePurpose,
  type PortalCodeTry
} from './portal-codes.queries'
import {
  PORTAL_LIMITS,
  refusalFor,
  toldState,
  tryOutcome,
  type Refusal,
  type ToldState
} from './portal-codes.rules'

/** A code that somebody asks for at the portal. Moments by the clinic's clock. */
export interface PortalAsk {
  readonly id: string
  /** The Patient's id at the portal. */
  readonly remotePatient: string
  readonly purpose: PortalCodePurpose
  readonly askedAt: Temporal.Instant
  readonly expiresAt: Temporal.Instant
  readonly actor: Actor
}

/** Whose it is, and where it goes. */
export interface PortalAddressee {
  /** Null: nobody who may log in. */
  readonly patientId: PatientId | null
  /** For `verify-mobile`: E.164; null where there is no new number. */
  readonly newMobile: string | null
}

export interface PortalTyped {
  readonly id: string
  readonly attempt: number
  /** Compared and forgotten. */
  readonly typed: string
  /** Whose request it was; null: nobody who may log in. */
  readonly patientId: PatientId | null
  readonly actor: Actor
}

/** The codes that a portal asks for, by the same machinery and within the same limits as the desk's. */
export interface PortalCodes {
  /** To be read before the transaction. */
  moment(): Promise<Moment>
  /** @returns false when the request is known: nothing is sent a second time */
  ask(
    transaction: Transaction,
    ask: PortalAsk,
    about: { moment: Moment; findAddressee: () => Promise<PortalAddressee> }
  ): Promise<boolean>
  /** Which request it is, where there is one. */
  request(reader: Reader, id: string): Promise<{ remotePatient: string } | null>
  /** @returns false when the attempt is known: it is not counted a second time */
  check(transaction: Transaction, typed: PortalTyped, moment: Moment): Promise<boolean>
  state(reader: Reader, id: string): Promise<ToldState | null>
  outcome(reader: Reader, attempt: { id: string; attempt: number }): Promise<PortalCodeTry | null>
  /** After the commit: whoever sends looks, and the windows learn of it. */
  announceAsked(patientId: PatientId): void
  announceTyped(patientId: PatientId): void
}

export function createPortalCodes(context: CodeContext, wake: () => void): PortalCodes {
  return {
    moment: async () => await readMoment(context),
    async ask(transaction, ask, { moment, findAddressee }) {
      const isNew = await insertRequest(transaction, {
        id: ask.id,
        remote_patient: ask.remotePatient,
        purpose: ask.purpose,
        asked_at: storedMoment(ask.askedAt),
        expires_at: storedMoment(ask.expiresAt),
        received_at: storedMoment(moment.now),
        message_id: null,
        refusal: null
      })
      if (!isNew) return false
      await endRequest(transaction, ask.id, await send(context, transaction, { ask, moment, findAddressee }))
      return true
    },
    async request(reader, id) {
      const row = await findRequest(reader, id)
      return row ? { remotePatient: row.remote_patient } : null
    },
    check: async (transaction, typed, moment) => await check(context, transaction, typed, moment),
    async state(reader, id) {
      const row = await findOnItsWay(reader, id)
      return row ? toldState(row) : null
    },
    outcome: async (reader, attempt) => await findTry(reader, attempt),
    announceAsked(patientId) {
      wake()
      context.events.publish('codes.changed', { patientId })
      context.events.publish('messages.changed', { patientId, appointmentId: null })
    },
    announceTyped(patientId) {
      context.events.publish('codes.changed', { patientId })
      context.events.publish('patients.changed', { patientId })
    }
  }
}

interface Sending {
  readonly ask: PortalAsk
  readonly moment: Moment
  readonly findAddressee: () => Promise<PortalAddressee>
}

async function send(context: CodeContext, transaction: Transaction, { ask, moment, findAddressee }: Sending) {
  const refused = (refusal: Refusal) => ({ message_id: null, refusal })
  if (Temporal.Instant.compare(ask.expiresAt, moment.now) <= 0) return refused('expired')
  const { patientId, newMobile } = await findAddressee()
  if (patientId === null) return refused('not-allowed')
  if (ask.purpose === 'verify-mobile' && newMobile === null) return refused('nothing-to-verify')
  if (await isOverPortalLimit(transaction, moment)) return refused('limit')
  try {
    const messageId = await sendCode(context, transaction, {
      ...{ patientId, newMobile, moment, actor: ask.actor, until: ask.expiresAt },
      channel: 'sms',
      source: 'portal'
    })
    return { message_id: messageId, refusal: null }
  } catch (error) {
    const refusal = error instanceof AppError ? refusalFor(error.code) : null
    if (refusal === null) throw error
    return refused(refusal)
  }
}

async function isOverPortalLimit(reader: Reader, { now }: Moment): Promise<boolean> {
  for (const { minutes, most } of PORTAL_LIMITS) {
    const since = storedMoment(now.subtract({ minutes }))
    if ((await nthSentSince(reader, { since, most })) !== null) return true
  }
  return false
}

async function check(
  context: CodeContext,
  transaction: Transaction,
  { id, attempt, typed, patientId, actor }: PortalTyped,
  moment: Moment
): Promise<boolean> {
  if ((await findTry(transaction, { id, attempt })) !== null) return false
  const request = await findRequest(transaction, id)
  const found = { request_id: id, attempt, at: storedMoment(moment.now) }
  const over = { ...found, outcome: 'expired', tries_left: null, newer_sent_at: null } as const
  if (!request || patientId === null) {
    await insertTry(transaction, over)
    return true
  }
  try {
    const given = { patientId, text: typed, actor, moment, asked: request.purpose }
    const { outcome } = await checkCode(context, transaction, given)
    await insertTry(transaction, {
      ...found,
      outcome: tryOutcome(outcome),
      tries_left: outcome.triesLeft,
      newer_sent_at: outcome.newerSentAt
    })
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'code-none')) throw error
    await insertTry(transaction, over)
  }
  return true
}
