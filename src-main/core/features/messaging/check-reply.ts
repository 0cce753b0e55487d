import type { InboundMessageId, PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import type { MessagingContext, Moment } from './context'
import type { Chore } from './housekeeping'
import { checkWordOf, type CheckWord } from './check-word.rules'
import { updateInbound } from './inbox.queries'
import { storedMoment } from './moment'
import { answer, wordsFor } from './reply-answer'
import { newestQuestion, wasToldSince } from './reply.queries'
import type { Received } from './stop-reminders'
import { isPersonalSender } from './stop-word.rules'

/** What somebody wrote from a number that a campaign may have asked about. */
export interface CheckAnswer {
  readonly sender: string
  readonly word: CheckWord
  readonly moment: Moment
  /** Whether a bare yes or no may be meant for something written to this number near that moment, UTC. */
  mayMeanOther(askedAt: string): Promise<boolean>
}

export interface CheckOutcome {
  readonly outcome: 'contact-confirmed' | 'contact-disputed'
  readonly patientIds: readonly PatientId[]
}

/** Campaigns, as messaging knows them: they stand after messaging and are handed in. */
export interface CheckBook {
  /** Null when this number was not asked, or another thing is meant. */
  answer(transaction: Transaction, answer: CheckAnswer): Promise<CheckOutcome | null>
  /** Asks those who are next. */
  readonly chore: Chore
}

const QUESTION_MEMORY_HOURS = 48
/** Something else that is answered with yes or no and was written so shortly before may still be what is answered. */
const NEAR_HOURS = 24

/**
 * An answer to whether the mobile is the patient's. The one who says that it is not is told that nothing more comes.
 * @returns false when it is not such an answer
 */
export async function handleCheckReply(
  { checks }: Pick<MessagingContext, 'checks'>,
  transaction: Transaction,
  { sender, text, people, moment, id }: Received & { id: InboundMessageId }
): Promise<boolean> {
  const word = checkWordOf(text)
  if (word === null || !isPersonalSender(sender)) return false
  const result = await checks().answer(transaction, {
    sender,
    word,
    moment,
    async mayMeanOther(askedAt) {
      const memory = storedMoment(moment.now.subtract({ hours: QUESTION_MEMORY_HOURS }))
      if ((await newestQuestion(transaction, sender, memory))?.state === 'open') return true
      const near = new Date(Date.parse(askedAt) - NEAR_HOURS * 3_600_000).toISOString()
      return await wasToldSince(transaction, sender, { since: near, otherThan: 'contact-check' })
    }
  })
  if (!result) return false
  if (result.outcome === 'contact-disputed') {
    // To whoever has the number: not to the patient, whose words would name the clinic.
    const correspondent = { sender, people, moment }
    await answer(transaction, {
      correspondent,
      inboundId: id,
      text: wordsFor(correspondent, 'check-disputed'),
      patientId: null
    })
  }
  const [only] = result.patientIds
  await updateInbound(transaction, id, {
    outcome: result.outcome,
    handled_at: storedMoment(moment.now),
    is_read: 1,
    ...(result.patientIds.length === 1 && only !== undefined ? { patient_id: only } : {})
  })
  return true
}
