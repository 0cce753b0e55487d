import type { LetterId, MessageId } from '@contract/ids'
import type { LetterCause, LetterKind } from '@contract/letters'
import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import { findAppointment, type AppointmentRecord } from '../appointments'
import type { LetterBook, MessagingMoment } from '../messaging'
import { patientSummaries } from '../patients'
import { writeFromTemplate } from './compose'
import { causeOf, planLetters } from './letter-plan.rules'
import type { LetterTemplates } from './letter-templates'
import {
  appendStep,
  changeLetter,
  insertLetter,
  lettersForReserved,
  lettersOfAppointment
} from './letter.queries'

export interface MakeDependencies {
  readonly templates: LetterTemplates
  /** Letters were made or withdrawn; the transaction has not ended yet. */
  readonly onMade: () => void
}

interface Change {
  readonly after: Pick<AppointmentRecord, 'id' | 'patientId' | 'status' | 'startAt' | 'date'>
  readonly notifyPatient: boolean
  readonly refusal: string | null
  readonly messageId: MessageId | null
  readonly moment: MessagingMoment
}

/** Letters the program makes and withdraws by itself, in the transaction of what calls for them. */
export function createLetterBook({ templates, onMade }: MakeDependencies): LetterBook {
  async function follow(transaction: Transaction, change: Change): Promise<void> {
    const { after, notifyPatient, refusal, moment } = change
    const letters = await lettersOfAppointment(transaction, after.id)
    const cause = causeOf(refusal, moment.settings.letters)
    if (letters.length === 0 && cause === null) return
    const { kind, overtaken } = planLetters({
      appointment: after,
      letters,
      cause,
      notifyPatient,
      daysAhead: daysUntil(after.date, moment)
    })
    for (const id of overtaken) await withdraw(transaction, { id, reason: 'appointment-changed', moment })
    // The letters there have been number the next: the same step, taken again, finds it made.
    const key = `appointment/${after.id}/${letters.length}`
    if (kind !== null) await make(transaction, { ...change, kind, cause: cause ?? 'reserved', key })
    if (kind !== null || overtaken.length > 0) onMade()
  }

  async function make(
    transaction: Transaction,
    {
      after,
      moment,
      messageId,
      kind,
      cause,
      key
    }: Change & { kind: LetterKind; cause: LetterCause; key: string }
  ): Promise<void> {
    const { settings, now, day } = moment
    const patient = (await patientSummaries(transaction, [after.patientId], day.today)).get(after.patientId)
    if (!patient) return
    const language = patient.language ?? settings.language
    const name = `${patient.givenName} ${patient.familyName}`.trim()
    const written = await writeFromTemplate({ templates, settings, now }, transaction, {
      kind,
      language,
      name,
      aboutStart: after.startAt
    })
    const at = toStoredInstant(now)
    const id = await insertLetter(transaction, {
      key,
      patient_id: after.patientId,
      appointment_id: after.id,
      about_start: after.startAt,
      message_id: messageId,
      kind,
      language,
      subject: written.subject,
      body: written.body,
      template_version: written.templateVersion,
      cause,
      state: 'waiting',
      reason: null,
      created_at: at,
      created_by: null,
      printed_at: null,
      printed_by: null,
      ended_at: null
    })
    if (id !== null) await appendStep(transaction, { id, step: 'made', at, userId: null })
  }

  return {
    async nowReached(transaction, patientId, moment) {
      const ids = await lettersForReserved(transaction, patientId)
      for (const id of ids) await withdraw(transaction, { id, reason: 'reachable', moment })
      if (ids.length > 0) onMade()
    },
    follow: async (transaction, change) => await follow(transaction, { ...change, messageId: null }),
    async insteadOf(transaction, { id, appointmentId, reason }, moment) {
      const after = await findAppointment(transaction, appointmentId)
      if (after)
        await follow(transaction, { after, notifyPatient: true, refusal: reason, messageId: id, moment })
    }
  }
}

async function withdraw(
  transaction: Transaction,
  {
    id,
    reason,
    moment
  }: { id: LetterId; reason: 'appointment-changed' | 'reachable'; moment: MessagingMoment }
): Promise<void> {
  const at = toStoredInstant(moment.now)
  const ended = { state: 'withdrawn', reason, ended_at: at } as const
  if (await changeLetter(transaction, { id, from: 'waiting' }, ended))
    await appendStep(transaction, { id, step: 'withdrawn', at, userId: null })
}

/** Whole days at the clinic from today. */
export function daysUntil(date: string, { day }: Pick<MessagingMoment, 'day'>): number {
  return day.today.until(Temporal.PlainDate.from(date), { largestUnit: 'days' }).days
}
