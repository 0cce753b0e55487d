import { Temporal } from 'temporal-polyfill'
import type { MessageId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { splitIntoParts, type OutgoingPart } from '../../modem'
import { describeError } from '../../platform/log'
import { readAppointment } from './appointment-facts.queries'
import type { MessagingContext, Moment } from './context'
import { appointmentValues } from './message-text.rules'
import { momentMs, storedMoment } from './moment'
import { measure, textToSend } from './outbox'
import { changeMessage, nextDue, submitPart, type MessageRow } from './outbox.queries'
import { readPerson } from './person'
import { isAboutAppointment, judgeSending, type PersonFacts, type SendingVerdict } from './sending.rules'
import { isTemplatePurpose, renderTemplate } from './template.rules'

/** One part on its way to the modem; it stands on disk as submitted before the modem is touched. */
export interface Submission {
  readonly message: MessageRow
  /** From 1. */
  readonly part: number
  readonly total: number
  readonly startedAt: Temporal.Instant
  readonly outgoing: OutgoingPart
}

export interface Claim {
  readonly submission: Submission | null
  /** Messages that ended or were put off on the way. */
  readonly touched: readonly MessageRow[]
  /** True when there may be more to look at. */
  readonly hasMore: boolean
}

/** So many messages are ended or put off in one transaction before others get their turn. */
const MOST_IN_ONE_CLAIM = 50

/** Takes the next message that may leave now, and ends or puts off those that may not. */
export async function claimNext(
  context: MessagingContext,
  transaction: Transaction,
  { moment, imei }: { moment: Moment; imei: string | null }
): Promise<Claim> {
  const touched: MessageRow[] = []
  while (touched.length < MOST_IN_ONE_CLAIM) {
    const row = await nextDue(transaction, storedMoment(moment.now))
    if (!row) return { submission: null, touched, hasMore: false }
    const ready = await prepare(context, transaction, { row, moment })
    if (ready) {
      const submission = await submit(transaction, ready, { moment, imei })
      if (submission) return { submission, touched, hasMore: true }
    }
    touched.push(row)
  }
  return { submission: null, touched, hasMore: true }
}

/** The message as it is to be sent, or null when it has ended or waits. One bad row stops nothing but itself. */
async function prepare(
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

export function ended(
  state: 'failed' | 'expired' | 'superseded' | 'blocked' | 'cancelled' | 'uncertain',
  reason: string,
  { now }: { now: Temporal.Instant }
) {
  return { state, reason, code_digits: null, ended_at: storedMoment(now) }
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

async function submit(
  transaction: Transaction,
  row: MessageRow,
  { moment, imei }: { moment: Moment; imei: string | null }
): Promise<Submission | null> {
  const submission = submissionOf(row, row.parts_accepted + 1, moment.now)
  if (!submission) {
    await changeMessage(
      transaction,
      { id: row.id, from: 'queued' },
      ended('failed', 'text-not-sendable', moment)
    )
    return null
  }
  await changeMessage(
    transaction,
    { id: row.id, from: 'queued' },
    {
      state: 'sending',
      reason: null,
      recipient: row.recipient,
      language: row.language,
      body: row.body,
      template_version: row.template_version,
      segments: row.segments,
      cost_minor: row.cost_minor,
      attempts: row.attempts + 1
    }
  )
  await markSubmitted(transaction, submission, imei)
  return submission
}

export async function markSubmitted(
  transaction: Transaction,
  { message, part, total, outgoing, startedAt }: Submission,
  imei: string | null
): Promise<void> {
  await submitPart(transaction, {
    messageId: message.id,
    part,
    total,
    recipient: outgoing.to,
    imei,
    at: storedMoment(startedAt)
  })
}

/** Null when the text cannot be put into SMS parts or nobody is to get it. */
export function submissionOf(message: MessageRow, part: number, now: Temporal.Instant): Submission | null {
  const parts = partsOf(message)
  const text = parts?.[part - 1]
  if (!parts || !text || message.recipient === null) return null
  const minutesLeft = Math.floor((momentMs(message.expires_at) - now.epochMilliseconds) / 60_000)
  return {
    message,
    part,
    total: parts.length,
    startedAt: now,
    outgoing: {
      to: message.recipient,
      part: text,
      validityMinutes: Math.max(1, minutesLeft),
      wantsReport: true,
      moreToFollow: part < parts.length
    }
  }
}

function partsOf(message: MessageRow) {
  try {
    return splitIntoParts(textToSend(message), referenceOf(message.id))
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Joins the parts at the receiver; another one for each message until 256 have gone by. */
function referenceOf(id: MessageId): number {
  return id % 256
}
