import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { describeError } from '../../platform/log'
import { readAppointment } from './appointment-facts.queries'
import type { MessagingContext, Moment } from './context'
import { ended } from './ended'
import { appointmentValues } from './message-text.rules'
import { storedMoment } from './moment'
import { measure } from './outbox'
import { changeMessage, type MessageRow } from './outbox.queries'
import { readPerson } from './person'
import { isAboutAppointment, judgeSending, type PersonFacts, type SendingVerdict } from './sending.rules'
import { isTemplatePurpose, renderTemplate } from './template.rules'

/** The message as it is to be sent, or null when it has ended or waits. One bad row stops nothing but itself. */
export async function prepareMessage(
  context: MessagingContext,
  transaction: Transaction,
  { row, moment }: { row: MessageRow; moment: Moment }
): Promise<MessageRow | null> {
  try {
    // A long message that has begun goes on as it began.
    if (row.parts_accepted > 0) return await goOn(transaction, { row, moment })
    const person =
      row.patient_id === null || row.purpose === 'operator'
        ? null
        : await readPerson(transaction, row.patient_id, moment.day)
    const verdict = await judge(transaction, { row, moment, person })
    if (verdict.kind !== 'send') {
      await putAside(transaction, { row, moment, verdict })
      return null
    }
    return await compose(context, transaction, { row, moment, verdict, person })
  } catch (error) {
    context.log.error('message-not-prepared', { message: row.id, ...describeError(error) })
    await changeMessage(transaction, { id: row.id, from: 'queued' }, ended('failed', 'internal', moment))
    return null
  }
}

async function goOn(
  transaction: Transaction,
  { row, moment }: { row: MessageRow; moment: Moment }
): Promise<MessageRow | null> {
  if (row.expires_at > storedMoment(moment.now)) return row
  await changeMessage(transaction, { id: row.id, from: 'queued' }, ended('failed', 'partly-sent', moment))
  return null
}

async function judge(
  transaction: Transaction,
  { row, moment, person }: { row: MessageRow; moment: Moment; person: PersonFacts | null }
): Promise<SendingVerdict> {
  const { settings, now } = moment
  const appointment =
    row.appointment_id === null ? null : await readAppointment(transaction, row.appointment_id)
  return judgeSending({
    message: {
      purpose: row.purpose,
      recipient: row.recipient,
      language: row.language,
      aboutStart: row.about_start,
      expiresAt: row.expires_at
    },
    now,
    timeZone: settings.timeZone,
    quiet: settings.messaging,
    person,
    appointment
  })
}

async function putAside(
  transaction: Transaction,
  {
    row,
    moment,
    verdict
  }: { row: MessageRow; moment: Moment; verdict: Exclude<SendingVerdict, { kind: 'send' }> }
): Promise<void> {
  const change =
    verdict.kind === 'end'
      ? ended(verdict.state, verdict.reason, moment)
      : { due_at: storedMoment(verdict.until), reason: verdict.reason }
  await changeMessage(transaction, { id: row.id, from: 'queued' }, change)
}

/** A text about an appointment is written anew: the limit for cancelling may have passed, the mobile may be another. */
async function compose(
  { templates }: MessagingContext,
  transaction: Transaction,
  {
    row,
    moment: { settings, now },
    verdict,
    person
  }: {
    row: MessageRow
    moment: Moment
    verdict: Extract<SendingVerdict, { kind: 'send' }>
    person: PersonFacts | null
  }
): Promise<MessageRow> {
  const { recipient, language } = verdict
  if (!isAboutAppointment(row.purpose) || !isTemplatePurpose(row.purpose) || row.about_start === null)
    return { ...row, recipient }
  const template = await templates.find(transaction, row.purpose, language)
  const values = appointmentValues(
    { settings, language, isProtected: person?.isProtected ?? false },
    { start: Temporal.Instant.from(row.about_start), now }
  )
  const body = renderTemplate(template.body, values)
  return {
    ...row,
    recipient,
    language,
    body,
    template_version: template.version,
    ...measure(body, settings.messaging.segmentPriceMinor)
  }
}
