import type { InboundMessageId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { updateInbound } from './inbox.queries'
import { storedMoment } from './moment'
import { answer, wordsFor } from './reply-answer'
import { peopleToSpeakOf } from './reply-choices'
import { countAutomaticAnswers } from './reply.queries'
import type { Received } from './stop-reminders'
import { isPersonalSender } from './stop-word.rules'

/** Two machines that answer each other end here; a person who goes on is answered by a person. */
const MOST_ANSWERS_A_DAY = 12
const DAY_HOURS = 24

/** Whether as many of this number's messages were answered by the program within a day as ever are. */
export async function isAnsweredEnough(
  transaction: Transaction,
  { sender, moment }: Pick<Received, 'sender' | 'moment'>
): Promise<boolean> {
  const since = storedMoment(moment.now.subtract({ hours: DAY_HOURS }))
  return (await countAutomaticAnswers(transaction, sender, since)) >= MOST_ANSWERS_A_DAY
}

/** A person reads it; whoever may be written to there is told so, and does not believe that it is done. */
export async function leaveToDesk(
  transaction: Transaction,
  received: Received & { id: InboundMessageId }
): Promise<null> {
  const { sender, people, moment, id } = received
  if (!isPersonalSender(sender) || (await isAnsweredEnough(transaction, received))) return null
  const unreserved = people.filter(({ isReserved }) => !isReserved)
  const [told] = await peopleToSpeakOf(transaction, unreserved, moment)
  if (!told) return null
  const correspondent = { sender, people: unreserved, moment }
  const text = wordsFor(correspondent, 'left-to-desk')
  await answer(transaction, { correspondent, inboundId: id, text, patientId: told.patientId })
  await updateInbound(transaction, id, {
    outcome: 'refused',
    handled_at: storedMoment(moment.now),
    is_read: 0
  })
  return null
}
