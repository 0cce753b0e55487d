import type { AppointmentMessageState } from '@contract/appointments'
import type { AppointmentId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'
import type { Reader, Transaction } from '../../database/database'
import type { AppointmentChange } from '../appointments'
import { messageStateRows, messagesOfAppointment, reviveMessage } from './appointment-messages.queries'
import { planMessages, stillFits, type PlanInput, type PlannedMessage } from './appointment-plan.rules'
import { ended } from './ended'
import { momentOf, type MessagingContext, type Moment } from './context'
import { messageStateOf } from './message-state.rules'
import { appointmentValues } from './message-text.rules'
import { storedMoment } from './moment'
import { enqueue, type MessageDraft } from './outbox'
import { changeMessage, type MessageRow } from './outbox.queries'
import { readPerson } from './person'
import { consentRefusal, type PersonFacts } from './sending.rules'
import { renderTemplate } from './template.rules'

const SUNDAY = 7

/**
 * Puts what the patient should hear into the outbox, in the transaction of the change itself, and takes out what the
 * change has overtaken.
 */
export async function planForChange(
  context: MessagingContext,
  transaction: Transaction,
  { after, notifyPatient }: Pick<AppointmentChange, 'after' | 'notifyPatient'>
): Promise<void> {
  const moment = momentOf(await context.settings.read(transaction), context.clock.now())
  const known = await messagesOfAppointment(transaction, after.id)
  const input: PlanInput = {
    appointment: { id: after.id, status: after.status, start: Temporal.Instant.from(after.startAt) },
    known,
    notifyPatient,
    now: moment.now,
    timeZone: moment.settings.timeZone,
    messaging: moment.settings.messaging,
    isDayOff: isDayOffFor(context, moment)
  }
  for (const row of known) {
    if (row.state !== 'queued' || row.parts_accepted > 0 || stillFits(input, row)) continue
    await changeMessage(
      transaction,
      { id: row.id, from: 'queued' },
      ended('superseded', 'appointment-changed', moment)
    )
  }
  const planned = planMessages(input)
  if (planned.length === 0) return
  const person = await readPerson(transaction, after.patientId, moment.day)
  for (const message of planned) {
    await putIn(context, transaction, { message, change: { after }, person, moment, known })
  }
}

/** Sundays and public holidays: days on which no reminder is sent. */
function isDayOffFor({ holidayName }: MessagingContext, { settings }: Moment) {
  return (date: Temporal.PlainDate): boolean =>
    date.dayOfWeek === SUNDAY || holidayName(date.toString(), settings.country, settings.language) !== null
}

interface PutIn {
  readonly message: PlannedMessage
  readonly change: Pick<AppointmentChange, 'after'>
  readonly person: PersonFacts | null
  readonly moment: Moment
  readonly known: readonly MessageRow[]
}

/** In the outbox as it would leave now; recipient, rules and text are looked at again when it does. */
async function putIn(
  context: MessagingContext,
  transaction: Transaction,
  { message, change: { after }, person, moment, known }: PutIn
): Promise<void> {
  const { settings, now } = moment
  const target = person?.target
  const language = (target?.ok ? target.language : null) ?? settings.language
  const template = await context.templates.find(transaction, message.purpose, language)
  const values = appointmentValues(
    { settings, language, isProtected: person?.isProtected ?? false },
    { start: Temporal.Instant.from(after.startAt), now: message.notBefore }
  )
  const draft: MessageDraft = {
    key: message.key,
    patient_id: after.patientId,
    appointment_id: after.id,
    about_start: storedMoment(Temporal.Instant.from(after.startAt)),
    reminder_hours: message.reminderHours,
    purpose: message.purpose,
    language,
    recipient: target?.ok ? target.e164 : null,
    body: renderTemplate(template.body, values),
    template_version: template.version,
    reason: foreseenRefusal(person),
    not_before: storedMoment(message.notBefore),
    expires_at: storedMoment(message.expiresAt),
    created_at: storedMoment(now)
  }
  const before = known.find(({ key }) => key === message.key)
  if (!before) await enqueue(transaction, draft, settings.messaging.segmentPriceMinor)
  else if (!(before.state === 'queued'))
    await reviveMessage(transaction, before, { ...draft, reason: draft.reason ?? null })
}

/** What would keep it back if it left now, so that the desk sees it where the booking is made. */
function foreseenRefusal(person: PersonFacts | null): string | null {
  if (!person) return null
  return person.target.ok ? consentRefusal(person.reminderConsent) : person.target.reason
}

/** How far the messages about each appointment have come. */
export async function messageStates(
  reader: Reader,
  ids: readonly AppointmentId[],
  now: Temporal.Instant
): Promise<ReadonlyMap<AppointmentId, AppointmentMessageState>> {
  const rows = await messageStateRows(reader, ids)
  return new Map(
    ids.map((id) => [
      id,
      messageStateOf(
        rows.filter((row) => row.appointment_id === id),
        storedMoment(now)
      )
    ])
  )
}
