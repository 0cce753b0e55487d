import type { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { readAppointment } from './appointment-facts.queries'
import type { MessagingContext, Moment } from './context'
import { isFromList } from './list.queries'
import type { MessageRow } from './outbox.queries'
import { carriedKind, readPersonOn } from './person'
import { peopleOnNumber } from './person.queries'
import { purposeOfCode } from './portal-codes.queries'
import { judgeSending, type PersonFacts, type SendingVerdict } from './sending.rules'

const SUNDAY = 7

/** Sundays and public holidays: days on which no reminder is sent. */
export function isDayOffFor({ holidayName }: Pick<MessagingContext, 'holidayName'>, { settings }: Moment) {
  return (date: Temporal.PlainDate): boolean =>
    date.dayOfWeek === SUNDAY || holidayName(date.toString(), settings.country, settings.language) !== null
}

export interface Judged {
  readonly verdict: SendingVerdict
  readonly person: PersonFacts | null
}

/** Whether a message may leave at this moment, from everything as it is now. */
export async function judgeMessage(
  context: MessagingContext,
  reader: Reader,
  row: MessageRow,
  moment: Moment
): Promise<Judged> {
  const { settings, now } = moment
  const person = await personOf(context, reader, row, moment)
  const appointment = await appointmentOf(context, reader, row)
  const verdict = judgeSending({
    message: {
      purpose: row.purpose,
      channel: row.channel,
      recipient: row.recipient,
      language: row.language,
      aboutStart: row.about_start,
      expiresAt: row.expires_at,
      isToNewMobile:
        row.purpose === 'one-time-code' && (await purposeOfCode(reader, row.id)) === 'verify-mobile',
      isFromList:
        row.purpose === 'free-text' && row.appointment_id !== null && (await isFromList(reader, row.id))
    },
    isNumberReserved: await hasReserved(reader, row, moment),
    now,
    timeZone: settings.timeZone,
    quiet: settings.messaging,
    isDayOff: isDayOffFor(context, moment),
    person,
    appointment
  })
  return { verdict, person }
}

async function appointmentOf(
  context: MessagingContext,
  reader: Reader,
  { appointment_id: id, purpose }: MessageRow
) {
  const appointment = id === null ? null : await readAppointment(reader, id)
  if (appointment === null || purpose !== 'appointment-reminder') return appointment
  return { ...appointment, isRemindedElsewhere: await context.isRemindedElsewhere(reader, appointment.id) }
}

async function personOf(
  context: MessagingContext,
  reader: Reader,
  { patient_id: patientId, purpose, recipient }: MessageRow,
  { day }: Moment
): Promise<PersonFacts | null> {
  if (patientId === null || purpose === 'operator') return null
  const kind = await carriedKind(reader, { patient_id: patientId, purpose, recipient }, day)
  const isEmailOn = await context.email.isOn(reader)
  return await readPersonOn(reader, { patientId, purpose: kind }, { day, isEmailOn })
}

/**
 * Whether a number speaks for somebody who has reserved themselves since what goes there was written: an answer to all
 * who share it, or an offer, which nobody there could take.
 */
async function hasReserved(
  reader: Reader,
  { purpose, recipient, patient_id }: MessageRow,
  moment: Moment
): Promise<boolean> {
  const isToAll = purpose === 'answer' && patient_id === null
  if ((!isToAll && purpose !== 'waiting-list-offer') || recipient === null) return false
  const people = await peopleOnNumber(reader, recipient, moment.day)
  return people.some(({ isReserved }) => isReserved)
}
