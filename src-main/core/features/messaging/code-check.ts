import type { CodeOutcome } from '@contract/codes'
import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'
import { markContactVerified } from '../patients'
import { hashCode, isSameHash, MOST_TRIES, readTypedCode } from './code.rules'
import { DAY_HOURS, endCode, type CodeContext } from './codes'
import { codesSince, updateCode, type CodeRow } from './codes.queries'
import type { Moment } from './context'
import { storedMoment } from './moment'
import { findMessage } from './outbox.queries'
import { createReach } from './reach'

export interface Checked {
  readonly outcome: CodeOutcome
  /** The mobile was verified by it. */
  readonly isVerified: boolean
}

/**
 * Compares what the patient read back with the newest code.
 * @throws AppError `code-none` when no code was asked for within a day
 */
export async function checkCode(
  context: CodeContext,
  transaction: Transaction,
  { patientId, text, actor, moment }: { patientId: PatientId; text: string; actor: Actor; moment: Moment }
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
  const matches = (code: CodeRow) =>
    isSameHash(code.code_hash, hashCode(context.codeKey, code.salt, typed.digits))
  if (!matches(newest) && older.some(matches)) {
    const message = await findMessage(transaction, newest.message_id)
    return answer('older-code', newest.tries, message?.sent_at ?? newest.asked_at)
  }
  const closed = closedAs(newest, storedMoment(moment.now))
  if (closed) return answer(closed)
  if (matches(newest)) return answer(await useCode(context, transaction, { code: newest, actor, moment }))
  return answer(...(await countWrong(transaction, newest, moment)))
}

function closedAs({ state, expires_at }: CodeRow, now: string): 'used' | 'ended' | 'expired' | null {
  if (state === 'used' || state === 'expired') return state
  if (state === 'ended' || state === 'replaced') return 'ended'
  return expires_at <= now ? 'expired' : null
}

async function useCode(
  context: CodeContext,
  transaction: Transaction,
  { code, actor, moment }: { code: CodeRow; actor: Actor; moment: Moment }
): Promise<'verified' | 'ended'> {
  const { patient_id: patientId, mobile } = code
  const isStillTheirs = await markContactVerified(
    transaction,
    {
      patientId,
      channel: code.channel === 'sms' ? 'mobile' : 'email',
      value: mobile,
      how: 'code',
      by: actor.userId
    },
    storedMoment(moment.now)
  )
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
