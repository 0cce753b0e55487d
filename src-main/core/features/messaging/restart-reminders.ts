import type { InboundMessageId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import { consentState, decide, stoppedBySms, type ConsentQueue } from '../consents'
import type { MessagingContext } from './context'
import { updateInbound } from './inbox.queries'
import { storedMoment } from './moment'
import { soleOwner } from './own-number'
import { answer, wordsFor } from './reply-answer'
import { isAnsweredEnough, leaveToDesk } from './left-to-desk'
import type { Received } from './stop-reminders'

/**
 * START: what the patient's own STOPP took away is given again, and what it stopped and is still of use waits once more.
 * Only from the mobile of one patient alone: on a shared number it is not known whose word it is.
 * @returns what tells the windows, for when it is on disk; null when the desk decides
 */
export async function restartReminders(
  { context, queue }: { context: MessagingContext; queue: ConsentQueue },
  transaction: Transaction,
  received: Received & { id: InboundMessageId }
): Promise<(() => void) | null> {
  const { sender, people, moment, id } = received
  if (await isAnsweredEnough(transaction, received)) return null
  const patientId = await soleOwner(transaction, received)
  if (patientId === null) return await leaveToDesk(transaction, received)
  const { day } = moment
  const purposes = await stoppedBySms(transaction, patientId, day)
  const key = { patientId, purpose: 'appointment-reminder', channel: 'sms' } as const
  const isOn = (await consentState(transaction, key, day)).isAllowed
  if (!isOn && !purposes.includes(key.purpose)) return await leaveToDesk(transaction, received)
  const decisions = purposes.map((purpose) => ({ purpose, channel: 'sms', decision: 'given' }) as const)
  const source = { patientId, decisions, how: 'sms-reply', actor: SYSTEM_ACTOR, day } as const
  const decided =
    decisions.length > 0 ? await decide({ audit: context.audit, queue }, transaction, source) : null
  const correspondent = { sender, people, moment }
  const text = wordsFor(correspondent, 'restarted')
  await answer(transaction, { correspondent, inboundId: id, text, patientId })
  const handledAt = storedMoment(moment.now)
  await updateInbound(transaction, id, { outcome: 'restarted', handled_at: handledAt, is_read: 1 })
  return () => decided?.announce()
}
