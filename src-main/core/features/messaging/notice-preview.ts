import type { AppointmentId } from '@contract/ids'
import type { BookingDecision } from '@contract/schedules'
import { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { momentAt } from '../../platform/wall-clock'
import { findAppointment, type AppointmentRecord } from '../appointments'
import { placeOf, planInput, readKnown } from './appointment-messages'
import { planMessages, type PlannedMessage } from './appointment-plan.rules'
import { appointmentChannel, channelRefusal } from './channel.rules'
import { findText } from './channel-text'
import type { MessagingContext, Moment } from './context'
import { appointmentValues } from './message-text.rules'
import { measure } from './outbox'
import { readPersonOn } from './person'
import { renderTemplate } from './template.rules'

export interface NoticePreview {
  readonly count: number
  /** Hundredths of the currency. */
  readonly costMinor: number
  readonly silent: { appointmentId: AppointmentId; reason: string }[]
}

/**
 * What would leave if the bookings were moved and cancelled so: how many notices, what they cost, and whom none would
 * reach and why. Reminders are not counted: they were to leave anyway.
 */
export async function previewNotices(
  context: MessagingContext,
  reader: Reader,
  { decisions, moment }: { decisions: readonly BookingDecision[]; moment: Moment }
): Promise<NoticePreview> {
  const silent: NoticePreview['silent'] = []
  let count = 0
  let costMinor = 0
  for (const decision of decisions) {
    const after = await afterwards(reader, decision, moment)
    const notice = after && (await noticeFor(context, reader, { decision, after, moment }))
    if (!notice) continue
    const { reason, cost } = await judged(context, reader, { notice, after, moment })
    if (reason !== null) silent.push({ appointmentId: decision.appointmentId, reason })
    else count += 1
    costMinor += cost
  }
  return { count, costMinor, silent }
}

/** The booking as the decision would leave it; null when nothing would change or it is not there. */
async function afterwards(
  reader: Reader,
  { appointmentId, action }: BookingDecision,
  { settings }: Moment
): Promise<AppointmentRecord | null> {
  const now = action.kind === 'keep' ? null : await findAppointment(reader, appointmentId)
  if (!now) return null
  if (action.kind !== 'move') return { ...now, status: 'cancelled' }
  const { clinicianId, date, time } = action.slot
  return { ...now, clinicianId, date, time, startAt: momentAt(date, time, settings.timeZone).toString() }
}

interface Wanted {
  readonly after: AppointmentRecord
  readonly moment: Moment
}

async function noticeFor(
  context: MessagingContext,
  reader: Reader,
  { decision: { action, appointmentId }, after, moment }: Wanted & { decision: BookingDecision }
): Promise<PlannedMessage | undefined> {
  const { told } = await readKnown(reader, appointmentId)
  const notifyPatient = action.kind === 'cancel' && action.notifyPatient
  const planned = planMessages(await planInput(context, reader, { after, notifyPatient, told, moment }))
  return planned.find(({ purpose }) => purpose !== 'appointment-reminder')
}

async function judged(
  context: MessagingContext,
  reader: Reader,
  { notice, after, moment }: Wanted & { notice: PlannedMessage }
): Promise<{ reason: string | null; cost: number }> {
  const { settings, day } = moment
  const isEmailOn = await context.email.isOn(reader)
  const person = await readPersonOn(
    reader,
    { patientId: after.patientId, purpose: 'appointments' },
    { day, isEmailOn }
  )
  if (!person) return { reason: 'not-found', cost: 0 }
  const channel = appointmentChannel(person)
  const reason = channelRefusal(person, channel)
  if (reason !== null) return { reason, cost: 0 }
  const language = placeOf(person, channel).language ?? settings.language
  const template = await findText(context, reader, { channel, purpose: notice.purpose, language })
  const source = { settings, language, isProtected: person.isProtected }
  const start = Temporal.Instant.from(after.startAt)
  const text = renderTemplate(template.body, appointmentValues(source, { start, now: notice.notBefore }))
  return { reason: null, cost: measure(text, settings.messaging.segmentPriceMinor, channel).cost_minor }
}
