import type { AppointmentId, ClinicianId } from '@contract/ids'
import type { DelayPreview, DelayRecipient } from '@contract/waiting-room'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import type { AppointmentRecord } from '../appointments'
import {
  computedDelay,
  delayNow,
  delayStep,
  insertNotice,
  insertNoticeEntry,
  isWaiting,
  readDayFacts,
  toldMinutes,
  toldSteps
} from '../waiting-room'
import type { MessagingContext, Moment } from './context'
import { appointmentValues } from './message-text.rules'
import { renderTemplate } from './template.rules'
import { enqueueVisitText, visitText, type VisitText } from './visit-text'

/** Those whose appointment begins within this time are told too: they may still wait at home. */
const AHEAD_MINUTES = 60
/** A delay is old news after that. */
const WORTH_HOURS = 0.5

interface Reached {
  readonly appointment: AppointmentRecord
  readonly recipient: DelayRecipient
  readonly text: VisitText
}

export interface DelayTarget {
  readonly clinicianId: ClinicianId
  /** Null: as the board says. */
  readonly minutes: number | null
}

/** Whom an announced delay would reach, in time order, and in which words. */
export async function previewDelay(
  context: MessagingContext,
  reader: Reader,
  { target, moment }: { target: DelayTarget; moment: Moment }
): Promise<DelayPreview> {
  const { minutes, reached } = await reach(context, reader, { target, moment })
  const { settings, now } = moment
  const template = await context.templates.find(reader, {
    channel: 'sms',
    purpose: 'delay-notice',
    language: settings.language
  })
  const source = { settings, language: settings.language, isProtected: false }
  const values = { ...appointmentValues(source, { start: now, now }), minutes: String(minutes), time: '…' }
  return {
    minutes,
    text: renderTemplate(template.body, values),
    recipients: reached.map(({ recipient }) => recipient)
  }
}

/**
 * Puts a text for each of those chosen into the outbox and remembers of which step of the delay they were told.
 * @throws AppError `list-empty`, `list-changed` when one of them can no longer be told
 */
export async function announceDelay(
  context: MessagingContext,
  transaction: Transaction,
  {
    target,
    chosen,
    actor,
    moment
  }: {
    target: DelayTarget & { minutes: number }
    chosen: readonly AppointmentId[]
    actor: Actor
    moment: Moment
  }
): Promise<number> {
  const { minutes, reached } = await reach(context, transaction, { target, moment })
  const told = reached.filter(
    ({ recipient }) => recipient.reason === null && chosen.includes(recipient.appointmentId)
  )
  if (told.length === 0) throw new AppError('list-empty')
  if (told.length !== new Set(chosen).size) throw new AppError('list-changed', { count: told.length })
  const noticeId = await insertNotice(transaction, {
    clinicianId: target.clinicianId,
    date: moment.day.today.toString(),
    minutes,
    now: toStoredInstant(moment.now),
    userId: actor.userId
  })
  for (const one of told) await tell(transaction, { noticeId, one, minutes, actor, moment })
  await context.audit.recordAll(
    transaction,
    actor,
    told.map(({ appointment: { id, patientId } }) => ({
      action: 'delay.announced',
      patientId,
      detail: `appointment ${id} ${minutes} min`
    }))
  )
  return told.length
}

async function tell(
  transaction: Transaction,
  {
    noticeId,
    one: { appointment, text },
    minutes,
    actor,
    moment
  }: { noticeId: number; one: Reached; minutes: number; actor: Actor; moment: Moment }
): Promise<void> {
  const step = delayStep(minutes)
  const messageId = await enqueueVisitText(transaction, {
    key: `delay/${appointment.id}/${step}`,
    purpose: 'delay-notice',
    text,
    appointment,
    moment,
    hours: WORTH_HOURS,
    created_by: actor.userId
  })
  if (messageId === null) throw new AppError('list-changed', { count: 0 })
  const { id: appointmentId, patientId } = appointment
  await insertNoticeEntry(transaction, { noticeId, patientId, appointmentId, step, messageId })
}

/** Those who wait, and those due within the hour; each mobile once, and none twice of one step. */
async function reach(
  context: MessagingContext,
  reader: Reader,
  { target, moment }: { target: DelayTarget; moment: Moment }
): Promise<{ minutes: number; reached: Reached[] }> {
  const now = toStoredInstant(moment.now)
  const facts = await readDayFacts(reader, { now, today: moment.day.today.toString() })
  const isOwn = ({ clinicianId }: { clinicianId: ClinicianId }): boolean => clinicianId === target.clinicianId
  const set = facts.setDelays.get(target.clinicianId) ?? null
  const minutes = target.minutes ?? toldMinutes(delayNow(computedDelay(facts.visits.filter(isOwn), now), set))
  const concerned = facts.records
    .filter((record) => isOwn(record) && (isWaiting(record) || isDue(record, moment)))
    .sort((a, b) => Date.parse(a.startAt) - Date.parse(b.startAt) || a.id - b.id)
  const steps = await toldSteps(
    reader,
    concerned.map(({ id }) => id)
  )
  const mobiles = new Set<string>()
  const reached: Reached[] = []
  for (const appointment of concerned) {
    const values = { minutes: String(minutes) }
    const text = await visitText(context, reader, { purpose: 'delay-notice', appointment, values, moment })
    const isTold = (steps.get(appointment.id) ?? -1) >= delayStep(minutes)
    const isShared = text.mobile !== null && mobiles.has(text.mobile)
    const reason = isTold ? 'told-already' : (text.reason ?? (isShared ? 'same-mobile' : null))
    if (reason === null && text.mobile !== null) mobiles.add(text.mobile)
    reached.push({ appointment, recipient: recipientOf(appointment, { text, reason }), text })
  }
  return { minutes, reached }
}

/** On the way: booked, and the start is near or has just passed. */
function isDue({ status, startAt }: AppointmentRecord, { now }: Moment): boolean {
  const minutesLeft = (Date.parse(startAt) - now.epochMilliseconds) / 60_000
  return status === 'booked' && minutesLeft <= AHEAD_MINUTES && minutesLeft > 0
}

function recipientOf(
  appointment: AppointmentRecord,
  { text, reason }: { text: VisitText; reason: string | null }
): DelayRecipient {
  const { patientGivenName, patientFamilyName } = appointment
  return {
    patientId: appointment.patientId,
    patientName: `${patientGivenName} ${patientFamilyName}`.trim(),
    appointmentId: appointment.id,
    time: appointment.time,
    isHere: isWaiting(appointment),
    reason,
    segments: reason === null ? text.segments : 0,
    costMinor: reason === null ? text.costMinor : 0
  }
}
