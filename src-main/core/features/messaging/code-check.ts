import type { CodeOutcome } from '@contract/codes'
import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'
import { changeContact, markContactVerified } from '../patients'
import { hashCode, isSameHash, MOST_TRIES, readTypedCode } from './code.rules'
import { DAY_HOURS, endCode, type CodeContext } from './codes'
import { codesSince, updateCode, type CodeRow } from './codes.queries'
import type { Moment } from './context'
import { storedMoment } from './moment'
import { findMessage } from './outbox.queries'
import { purposeOfCode, type PortalCodePurpose } from './portal-codes.queries'
import { servesFor } from './portal-codes.rules'
import { createReach } from './reach'

export interface Checked {
  readonly outcome: CodeOutcome
  /** The mobile was verified by it. */
  readonly isVerified: boolean
}

export interface GivenCode {
  readonly patientId: PatientId
  /** As it was typed; it is compared and kept nowhere. */
  readonly text: string
  readonly actor: Actor
  readonly moment: Moment
  /** What it is to prove, where it was typed at the portal; null: it was read back at the desk. */
  readonly asked?: PortalCodePurpose | null
}

/**
 * Compares what the patient typed or read back with the newest code. A code proves only what it was sent for: one that
 * went to a new mobile lets nobody in, and one to log in with proves no new mobile.
 * @throws AppError `code-none` when no code was asked for within a day
 */
export async function checkCode(
  context: CodeContext,
  transaction: Transaction,
  { patientId, text, actor, moment, asked = null }: GivenCode
): Promise<Checked> {
  const since = storedMoment(moment.now.subtract({ hours: DAY_HOURS }))
  const [newest, ...older] = await codesSince(transaction, patientId, since)
  if (!newest) throw new AppError('code-none')
  const answer = (
    outcome: CodeOutcome['outcome'],
    tries = newest.tries,
    newerSentAt: string | null = null
  ) => ({
    outcome: { outcome, triesLeft: Math.max(0, MOST_TRIES - tries), newerSentAt },
    isVerified: outcome === 'verified'
  })
  const typed = readTypedCode(text)
  if (!typed.ok) return answer(typed.outcome)
  const isSame = (code: CodeRow) =>
    isSameHash(code.code_hash, hashCode(context.codeKey, code.salt, typed.digits))
  const purpose = await purposeOfCode(transaction, newest.message_id)
  const isRight = isSame(newest) && servesFor(purpose, asked)
  if (!isRight && older.some(isSame)) {
    const message = await findMessage(transaction, newest.message_id)
    return answer('older-code', newest.tries, message?.sent_at ?? newest.asked_at)
  }
  const closed = closedAs(newest, storedMoment(moment.now))
  if (closed) return answer(closed)
  const use = { code: newest, purpose, actor, moment, how: asked === null ? 'code' : 'portal' } as const
  if (isRight) return answer(await useCode(context, transaction, use))
  return answer(...(await countWrong(transaction, newest, moment)))
}

function closedAs({ state, expires_at }: CodeRow, now: string): 'used' | 'ended' | 'expired' | null {
  if (state === 'used' || state === 'expired') return state
  if (state === 'ended' || state === 'replaced') return 'ended'
  return expires_at <= now ? 'expired' : null
}

interface Use {
  readonly code: CodeRow
  readonly purpose: PortalCodePurpose
  readonly actor: Actor
  readonly moment: Moment
  readonly how: 'code' | 'portal'
}

async function useCode(
  context: CodeContext,
  transaction: Transaction,
  { code, purpose, actor, moment, how }: Use
): Promise<'verified' | 'ended'> {
  const { patient_id: patientId, mobile } = code
  const at = storedMoment(moment.now)
  const channel = code.channel === 'sms' ? 'mobile' : 'email'
  // The patient holds the telephone: from now on it is the one that codes and messages go to.
  if (
    purpose === 'verify-mobile' &&
    (await changeContact(transaction, { patientId, channel, value: mobile }, at))
  )
    await context.audit.record(transaction, actor, { action: 'patient.changed', patientId, detail: channel })
  const proof = { patientId, channel, value: mobile, how, by: actor.userId } as const
  const isStillTheirs = await markContactVerified(transaction, proof, at)
  // Sent to a number that is not the patient's any more: it proves nothing.
  await endCode(transaction, code, { state: isStillTheirs ? 'used' : 'ended', moment })
  if (!isStillTheirs) return 'ended'
  await createReach(context).changed(transaction, patientId)
  await context.audit.record(transaction, actor, { action: 'code.checked', patientId })
  return 'verified'
}

async function countWrong(
  transaction: Transaction,
  code: CodeRow,
  moment: Moment
): Promise<['wrong' | 'ended', number]> {
  const tries = code.tries + 1
  await updateCode(transaction, code.id, { tries })
  if (tries < MOST_TRIES) return ['wrong', tries]
  await endCode(transaction, code, { state: 'ended', moment })
  return ['ended', tries]
}
