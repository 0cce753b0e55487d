import type { PatientId } from '@contract/ids'
import type { Language } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { Reader, Transaction } from '../../database/database'
import type { AppointmentRecord } from '../appointments'
import { channelRefusal } from './channel.rules'
import type { MessagingContext, Moment } from './context'
import { appointmentValues } from './message-text.rules'
import { storedMoment } from './moment'
import { enqueue, measure, type MessageDraft } from './outbox'
import { readPerson } from './person'
import { renderTemplate, type TemplateValues } from './template.rules'

/** Texts to who is here or on the way, about the visit itself. */
export type VisitPurpose = 'delay-notice' | 'arrival-code'

export interface VisitText {
  /** Why nothing may go to this patient; the rest is empty then. */
  readonly reason: string | null
  readonly mobile: string | null
  readonly language: Language
  readonly body: string
  readonly version: number | null
  readonly segments: number
  readonly costMinor: number
}

/**
 * The text as this patient would get it now. It rests on the same basis as reminders do, and goes by SMS alone: an
 * e-mail is read when the patient is at home again.
 */
export async function visitText(
  context: MessagingContext,
  reader: Reader,
  {
    purpose,
    appointment,
    values,
    moment
  }: {
    purpose: VisitPurpose
    appointment: Pick<AppointmentRecord, 'patientId' | 'startAt'>
    values: TemplateValues
    moment: Moment
  }
): Promise<VisitText> {
  const { settings, now } = moment
  const { mobile, reason, language, isProtected } = await reach(reader, appointment.patientId, moment)
  if (reason !== null)
    return { reason, mobile: null, language, body: '', version: null, segments: 0, costMinor: 0 }
  const template = await context.templates.find(reader, { channel: 'sms', purpose, language })
  const start = Temporal.Instant.from(appointment.startAt)
  const known = appointmentValues({ settings, language, isProtected }, { start, now })
  const body = renderTemplate(template.body, { ...known, ...values })
  const { segments, cost_minor: costMinor } = measure(body, settings.messaging.segmentPriceMinor)
  return { reason, mobile, language, body, version: template.version, segments, costMinor }
}

async function reach(
  reader: Reader,
  patientId: PatientId,
  { settings, day }: Moment
): Promise<{ mobile: string | null; reason: string | null; language: Language; isProtected: boolean }> {
  const person = await readPerson(reader, { patientId, purpose: 'appointments' }, day)
  const nobody = { mobile: null, language: settings.language, isProtected: false }
  if (!person) return { ...nobody, reason: 'not-found' }
  const reason = channelRefusal(person, 'sms')
  if (reason !== null || !person.target.ok) return { ...nobody, reason }
  const language = person.target.language ?? settings.language
  return { mobile: person.target.e164, reason: null, language, isProtected: person.isProtected }
}

/** In the outbox, to leave at once; judged again when it does. Null when its key is known. */
export async function enqueueVisitText(
  transaction: Transaction,
  {
    text,
    appointment,
    moment: { settings, now },
    hours,
    ...draft
  }: {
    text: VisitText
    appointment: Pick<AppointmentRecord, 'id' | 'patientId' | 'startAt'>
    moment: Moment
    /** How long it is worth sending. */
    hours: number
  } & Pick<MessageDraft, 'key' | 'purpose' | 'created_by'>
) {
  const at = storedMoment(now)
  return await enqueue(
    transaction,
    {
      ...draft,
      patient_id: appointment.patientId,
      appointment_id: appointment.id,
      about_start: storedMoment(Temporal.Instant.from(appointment.startAt)),
      language: text.language,
      recipient: text.mobile,
      body: text.body,
      template_version: text.version,
      not_before: at,
      expires_at: storedMoment(now.add({ minutes: hours * 60 })),
      created_at: at
    },
    settings.messaging.segmentPriceMinor
  )
}
