import type { AppointmentMessageState } from '@contract/appointments'
import type { ConsentChannel } from '@contract/consents'
import type { AppointmentId } from '@contract/ids'
import type { Language } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { Reader, Transaction } from '../../database/database'
import { messageRulesOf, type AppointmentChange } from '../appointments'
import {
  messageStateRows,
  messagesOfAppointment,
  reviveMessage,
  toldElsewhere,
  type Told
} from './appointment-messages.queries'
import {
  planMessages,
  stillFits,
  type KnownMessage,
  type PlanInput,
  type PlannedMessage
} from './appointment-plan.rules'
import { appointmentChannel, channelRefusal } from './channel.rules'
import { findText } from './channel-text'
import { stopRefused } from './consent-queue'
import { ended } from './ended'
import { momentOf, type MessagingContext, type Moment } from './context'
import { releaseGroup } from './group.queries'
import { isDayOffFor } from './judge-message'
import { isStopReason } from './refusal-now.rules'
import { messageStateOf } from './message-state.rules'
import { appointmentTexts } from './message-text.rules'
import { storedMoment } from './moment'
import { enqueue } from './outbox'
import { changeMessage, type MessageRow } from './outbox.queries'
import { readPersonOn } from './person'
import type { PersonFacts } from './sending.rules'
import { renderTemplate } from './template.rules'

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
  const { known, told } = await readKnown(transaction, after.id)
  const input = await planInput(context, transaction, { after, notifyPatient, told, moment })
  for (const row of known) {
    if (row.state !== 'queued' || row.parts_accepted > 0 || stillFits(input, row)) continue
    await supersede(transaction, row, { reason: 'appointment-changed', moment })
  }
  const planned = planMessages(input)
  const about = { after, notifyPatient, moment }
  if (planned.length === 0) return await context.letters().follow(transaction, { ...about, refusal: null })
  const person = await readPersonOn(
    transaction,
    { patientId: after.patientId, purpose: 'appointments' },
    {
      day: moment.day,
      isEmailOn: await context.email.isOn(transaction)
    }
  )
  await putIn(context, transaction, { messages: planned, change: { after }, person, moment, known, told })
  const refusal = person ? channelRefusal(person, appointmentChannel(person)) : null
  // It is the patient's word: nothing is shown as waiting that will not leave.
  if (person && isStopReason(refusal))
    await stopRefused(transaction, { patientId: after.patientId, person, moment })
  await context.letters().follow(transaction, { ...about, refusal })
}

export interface Known {
  /** The appointment's own messages. */
  readonly known: readonly MessageRow[]
  /** The same as the patient got them: what went out as one with others is where that one is. Oldest first. */
  readonly told: readonly Told[]
}

export async function readKnown(reader: Reader, id: AppointmentId): Promise<Known> {
  const known = await messagesOfAppointment(reader, id)
  const elsewhere = await toldElsewhere(reader, id)
  const own = known.filter((row) => !elsewhere.some((other) => other.id === row.id))
  return { known, told: [...own, ...elsewhere].sort((a, b) => a.id - b.id) }
}

export async function planInput(
  context: MessagingContext,
  reader: Reader,
  {
    after,
    notifyPatient,
    told,
    moment
  }: Pick<AppointmentChange, 'after' | 'notifyPatient'> & { told: readonly Told[]; moment: Moment }
): Promise<PlanInput> {
  const { timeZone, messaging } = moment.settings
  const { reminderHours, sendsConfirmation } = await messageRulesOf(reader, after.typeId)
  return {
    appointment: { id: after.id, status: after.status, start: Temporal.Instant.from(after.startAt) },
    known: withDeskWord(after, told),
    notifyPatient,
    now: moment.now,
    timeZone,
    messaging: reminderHours === null ? messaging : { ...messaging, reminderHours },
    sendsConfirmation,
    isDayOff: isDayOffFor(context, moment)
  }
}

/** What the desk itself told the patient stands among the messages as one that was delivered then. */
function withDeskWord(
  { status, toldStartAt, toldAt }: AppointmentChange['after'],
  told: readonly Told[]
): readonly KnownMessage[] {
  if (toldStartAt === null || toldAt === null || status === 'entered-in-error') return told
  const said = { purpose: 'booking-confirmation', state: 'delivered', about_start: toldStartAt } as const
  const isEarlier = ({ sent_at }: Told): boolean =>
    sent_at !== null && Date.parse(sent_at) <= Date.parse(toldAt)
  return [...told.filter(isEarlier), said, ...told.filter((row) => !isEarlier(row))]
}

/** Takes a waiting message out; reminders that were to go as one with it wait for themselves again. */
export async function supersede(
  transaction: Transaction,
  row: Pick<MessageRow, 'id'>,
  { reason, moment }: { reason: string; moment: Moment }
): Promise<void> {
  await changeMessage(transaction, { id: row.id, from: 'queued' }, ended('superseded', reason, moment))
  await releaseGroup(transaction, row.id)
}

interface PutIn {
  readonly messages: readonly PlannedMessage[]
  readonly change: Pick<AppointmentChange, 'after'>
  readonly person: PersonFacts | null
  readonly moment: Moment
  readonly known: readonly MessageRow[]
  readonly told: readonly Told[]
}

/** In the outbox as they would leave now; recipient, rules and text are looked at again when they do. */
export async function putIn(
  context: MessagingContext,
  transaction: Transaction,
  { messages, change: { after }, person, moment, known, told }: PutIn
): Promise<void> {
  const { settings, now } = moment
  const channel = person ? appointmentChannel(person) : 'sms'
  const { recipient, language: own } = placeOf(person, channel)
  const language = own ?? settings.language
  const start = Temporal.Instant.from(after.startAt)
  const valuesAt = appointmentTexts({ settings, language, isProtected: person?.isProtected ?? false }, start)
  const checkInCode = await context.checkInCode(transaction, { id: after.id, start: after.startAt })
  const about = {
    patient_id: after.patientId,
    appointment_id: after.id,
    about_start: storedMoment(start),
    language,
    channel,
    recipient,
    reason: person ? channelRefusal(person, channel) : null,
    created_at: storedMoment(now)
  }
  for (const message of messages) {
    const template = await findText(context, transaction, { channel, purpose: message.purpose, language })
    const draft = {
      ...about,
      key: message.key,
      reminder_hours: message.reminderHours,
      purpose: message.purpose,
      body: renderTemplate(template.body, { ...valuesAt(message.notBefore), checkInCode }),
      template_version: template.version,
      not_before: storedMoment(message.notBefore),
      expires_at: storedMoment(message.expiresAt)
    }
    const before = known.find(({ key }) => key === message.key)
    if (!before) await enqueue(transaction, draft, settings.messaging.segmentPriceMinor)
    else if (before.state === 'superseded' && !isToldElsewhere(before, told))
      await reviveMessage(transaction, before, draft)
  }
}

/** Another message speaks for it. */
function isToldElsewhere({ id, state }: MessageRow, told: readonly Told[]): boolean {
  return told.some((row) => row.id === id && row.state !== state)
}

/** Where it would go if it left now, and in which language. */
export function placeOf(
  person: PersonFacts | null,
  channel: ConsentChannel
): { recipient: string | null; language: Language | null } {
  const email = person?.email?.target
  if (channel === 'email') {
    return email?.ok
      ? { recipient: email.address, language: email.language }
      : { recipient: null, language: null }
  }
  const target = person?.target
  return target?.ok
    ? { recipient: target.e164, language: target.language }
    : { recipient: null, language: null }
}

/** How far the messages about each appointment have come. */
export async function messageStates(
  reader: Reader,
  ids: readonly AppointmentId[],
  now: Temporal.Instant
): Promise<ReadonlyMap<AppointmentId, AppointmentMessageState>> {
  const rows = await messageStateRows(reader, ids)
  const ofEach = Map.groupBy(rows, (row) => row.appointment_id)
  const moment = storedMoment(now)
  return new Map(ids.map((id) => [id, messageStateOf(ofEach.get(id) ?? [], moment)]))
}
