import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { describeError } from '../../platform/log'
import type { MessagingContext, Moment } from './context'
import { findText } from './channel-text'
import { checkInCodes } from './check-in-codes'
import { CEILING_REASON } from './costs.queries'
import { monthOf } from './costs.rules'
import { ended } from './ended'
import { groupFor, type ReminderGroup } from './group-reminders'
import { joinGroup, releaseGroup } from './group.queries'
import { judgeMessage } from './judge-message'
import { appointmentValues } from './message-text.rules'
import { storedMoment } from './moment'
import { letterInstead } from './letter-instead'
import { measure } from './outbox'
import { changeMessage, type MessageRow } from './outbox.queries'
import { isAboutAppointment, type PersonFacts, type SendingVerdict } from './sending.rules'
import { isTemplatePurpose, renderTemplate } from './template.rules'
import { putOffUntil } from './message-state.rules'
import { refusedByRegister, registerStanding } from './register-standing'

/**
 * The message as it is to be sent, or null when it has ended or waits; `ask-register`: nothing is changed, and the
 * national register is to be asked first. One bad row stops nothing but itself.
 */
export async function prepareMessage(
  context: MessagingContext,
  transaction: Transaction,
  { row, moment }: { row: MessageRow; moment: Moment }
): Promise<MessageRow | null | 'ask-register'> {
  try {
    // A long message that has begun goes on as it began.
    if (row.parts_accepted > 0) return await goOn(transaction, { row, moment })
    // It may have been tried before, for others too; who they are is looked at again.
    if (row.purpose === 'appointment-reminder') await releaseGroup(transaction, row.id)
    const { verdict, person } = await judgeMessage(context, transaction, row, moment)
    if (verdict.kind === 'reroute') {
      await changeMessage(transaction, { id: row.id, from: 'queued' }, { channel: verdict.channel })
      context.onRerouted()
      return null
    }
    if (verdict.kind !== 'send') {
      await refuse(context, transaction, { row, moment, verdict })
      return null
    }
    const standing = await registerStanding(context, transaction, { row, person })
    if (standing === 'ask') return 'ask-register'
    if (standing !== 'free') {
      await refuse(context, transaction, { row, moment, verdict: refusedByRegister(standing, moment) })
      return null
    }
    const { recipient } = verdict
    const group =
      row.channel === 'sms' ? await groupFor(context, transaction, { row, recipient, moment }) : null
    const ready = await compose(context, transaction, { row, moment, verdict, person, group })
    if (!(await context.costs.claim(transaction, ready, moment))) {
      await holdForCeiling(transaction, ready, moment)
      return null
    }
    const members = group?.members.map(({ id }) => id) ?? []
    await joinGroup(transaction, row.id, members, storedMoment(moment.now))
    return ready
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

/** Ends it or puts it off; a letter goes in its stead where that is what is left. */
async function refuse(
  context: MessagingContext,
  transaction: Transaction,
  {
    row,
    moment,
    verdict
  }: { row: MessageRow; moment: Moment; verdict: Extract<SendingVerdict, { kind: 'end' | 'wait' }> }
): Promise<void> {
  const change =
    verdict.kind === 'end'
      ? ended(verdict.state, verdict.reason, moment)
      : { due_at: putOffUntil(storedMoment(verdict.until), row), reason: verdict.reason }
  await changeMessage(transaction, { id: row.id, from: 'queued' }, change)
  if (verdict.kind === 'end') await letterInstead(context, transaction, { id: row.id, moment })
}

/** Until the next month begins, the manager lets it go, or it expires; with what it costs as it would leave now. */
async function holdForCeiling(
  transaction: Transaction,
  { id, expires_at, segments, cost_minor }: MessageRow,
  { settings, now }: Moment
): Promise<void> {
  const { until } = monthOf(now, settings.timeZone)
  await changeMessage(
    transaction,
    { id, from: 'queued' },
    { due_at: putOffUntil(storedMoment(until), { expires_at }), reason: CEILING_REASON, segments, cost_minor }
  )
}

/** A text about an appointment is written anew: the limit for cancelling may have passed, the mobile may be another. */
async function compose(
  context: MessagingContext,
  transaction: Transaction,
  {
    row,
    moment: { settings, now },
    verdict,
    person,
    group
  }: {
    row: MessageRow
    moment: Moment
    verdict: Extract<SendingVerdict, { kind: 'send' }>
    person: PersonFacts | null
    group: ReminderGroup | null
  }
): Promise<MessageRow> {
  const { recipient, language } = verdict
  if (!isAboutAppointment(row.purpose) || !isTemplatePurpose(row.purpose) || row.about_start === null)
    return { ...row, recipient }
  const { channel } = row
  const purpose = group ? 'group-reminder' : row.purpose
  const template = await findText(context, transaction, { channel, purpose, language })
  const isProtected = person?.isProtected === true || group?.isProtected === true
  const start = Temporal.Instant.from(group?.firstStart ?? row.about_start)
  const source = { settings, language, isProtected }
  const values = appointmentValues(source, { start, now })
  const count = String((group?.members.length ?? 0) + 1)
  const checkInCode = await checkInCodes(context, transaction, {
    rows: [row, ...(group?.members ?? [])],
    source,
    now
  })
  const body = renderTemplate(template.body, { ...values, count, checkInCode })
  return {
    ...row,
    recipient,
    language,
    body,
    template_version: template.version,
    expires_at: group?.expiresAt ?? row.expires_at,
    ...measure(body, settings.messaging.segmentPriceMinor, channel)
  }
}
