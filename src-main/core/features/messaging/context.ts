import type { AppointmentId } from '@contract/ids'
import type { ClinicSettings } from '@contract/settings'
import type { Temporal } from 'temporal-polyfill'
import type { Database, Reader } from '../../database/database'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Log } from '../../platform/log'
import type { AppointmentSteps } from '../appointments'
import type { CheckIn } from '../check-in'
import type { RegisterCheck } from '../contact-register'
import type { HolidayName } from '../schedules'
import type { Audit } from '../audit'
import type { ClinicDay } from '../patients'
import type { Settings } from '../settings'
import type { CostMeter } from './costs'
import type { EmailStore } from './email-store'
import type { CheckBook } from './check-reply'
import type { LetterBook } from './letter-book'
import type { OfferBook } from './offer-reply'
import type { Templates } from './templates'

/** What every part of messaging works with. */
export interface MessagingContext {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly log: Log
  readonly templates: Templates
  readonly costs: CostMeter
  readonly holidayName: HolidayName
  /** What a message about an appointment says to check in with; empty while the clinic does not offer it. */
  readonly checkInCode: CheckIn['codeFor']
  readonly email: EmailStore
  /** What the national register says of whoever is about to be written to. */
  readonly register: RegisterCheck
  /** A message goes by the other channel: whoever delivers there looks. */
  readonly onRerouted: () => void
  /** Who is offered a place that has become free. */
  readonly offers: () => OfferBook
  /** Who is asked whether the mobile is still theirs. */
  readonly checks: () => CheckBook
  /** Letters to those whom nothing digital reaches. */
  readonly letters: () => LetterBook
  /** Whether the patient portal has said that it reminds of this appointment itself. */
  readonly isRemindedElsewhere: (reader: Reader, id: AppointmentId) => Promise<boolean>
  /** How a patient's reply changes an appointment. */
  readonly steps: Pick<AppointmentSteps, 'take' | 'announce'>
}

/** The clinic's settings and the moment, read once before a transaction: inside one, another read would wait for ever. */
export interface Moment {
  readonly settings: ClinicSettings
  readonly now: Temporal.Instant
  readonly day: ClinicDay
}

export function momentOf(settings: ClinicSettings, now: Temporal.Instant): Moment {
  let day: ClinicDay | null = null
  return {
    settings,
    now,
    // Worked out when it is asked for: the time zone costs more than all the rest of a step, and most steps need no day.
    get day() {
      return (day ??= clinicDay(settings, now))
    }
  }
}

function clinicDay(
  { timeZone, country, language, isTraining }: ClinicSettings,
  now: Temporal.Instant
): ClinicDay {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate()
  return { now, today, timeZone, country, language, isTraining }
}

export async function readMoment({ settings, clock }: MessagingContext): Promise<Moment> {
  return momentOf(await settings.read(), clock.now())
}
