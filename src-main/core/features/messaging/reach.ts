import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { appointmentChannel, channelRefusal } from './channel.rules'
import { placeOf } from './appointment-messages'
import { momentOf, type MessagingContext, type Moment } from './context'
import { ended } from './ended'
import { releaseGroup } from './group.queries'
import { judgeMessage } from './judge-message'
import { changeMessage, type MessageRow } from './outbox.queries'
import { readPersonOn } from './person'
import type { PersonFacts } from './sending.rules'
import { isAboutAppointment } from './sending.rules'
import { waitingOfPatient } from './waiting.queries'

/** What waits about a patient is brought in line with how the patient is reached now. */
export interface Reach {
  /**
   * A number, a guardian or a consent is another: what waits about appointments goes where it would go if it left now,
   * or says why it cannot. @returns how many messages changed
   */
  changed(transaction: Transaction, patientId: PatientId): Promise<number>
  /**
   * From this day the patient alone decides. What waits about appointments stays, for the patient's own number once it
   * is confirmed; what was written to a guardian is stopped and says why. @returns how many messages changed
   */
  cameOfAge(transaction: Transaction, patientId: PatientId): Promise<number>
}

export function createReach(context: MessagingContext): Reach {
  const momentIn = async (transaction: Transaction): Promise<Moment> =>
    momentOf(await context.settings.read(transaction), context.clock.now())

  return {
    async changed(transaction, patientId) {
      const rows = await waitingOfPatient(transaction, patientId)
      return await redirect(context, transaction, {
        rows: rows.filter(({ purpose }) => isAboutAppointment(purpose)),
        patientId,
        moment: await momentIn(transaction)
      })
    },
    async cameOfAge(transaction, patientId) {
      const moment = await momentIn(transaction)
      const rows = await waitingOfPatient(transaction, patientId)
      const aboutAppointments = rows.filter(({ purpose }) => isAboutAppointment(purpose))
      const redirected = await redirect(context, transaction, { rows: aboutAppointments, patientId, moment })
      const others = rows.filter(({ purpose }) => !isAboutAppointment(purpose))
      return redirected + (await stopRefused(context, transaction, { rows: others, moment }))
    }
  }
}

async function redirect(
  context: MessagingContext,
  transaction: Transaction,
  { rows, patientId, moment }: { rows: readonly MessageRow[]; patientId: PatientId; moment: Moment }
): Promise<number> {
  if (rows.length === 0) return 0
  const isEmailOn = await context.email.isOn(transaction)
  const asked = { patientId, purpose: 'appointments' } as const
  const person = await readPersonOn(transaction, asked, { day: moment.day, isEmailOn })
  if (!person) return 0
  const place = newPlace(person)
  const misplaced = rows.filter(
    (row) => row.recipient !== place.recipient || row.reason !== place.reason || row.channel !== place.channel
  )
  for (const { id } of misplaced) {
    await releaseGroup(transaction, id)
    await changeMessage(transaction, { id, from: 'queued' }, place)
  }
  return misplaced.length
}

function newPlace(person: PersonFacts): Pick<MessageRow, 'channel' | 'recipient' | 'reason'> {
  const channel = appointmentChannel(person)
  return {
    channel,
    recipient: placeOf(person, channel).recipient,
    reason: channelRefusal(person, channel)
  }
}

async function stopRefused(
  context: MessagingContext,
  transaction: Transaction,
  { rows, moment }: { rows: readonly MessageRow[]; moment: Moment }
): Promise<number> {
  let stopped = 0
  for (const row of rows) {
    const { verdict } = await judgeMessage(context, transaction, row, moment)
    if (verdict.kind !== 'end') continue
    await changeMessage(
      transaction,
      { id: row.id, from: 'queued' },
      ended(verdict.state, verdict.reason, moment)
    )
    stopped += 1
  }
  return stopped
}
