import {
  ConsentChannel,
  ConsentPurpose,
  type Consent,
  type ConsentDecision,
  type LegalBasis
} from '@contract/consents'
import type { Country } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import { isFromBeforeMajority, type ClinicDay } from '../patients'

/**
 * Purposes for which giving the mobile number may be regarded as consent in Norway (Normen, "Veileder i bruk av SMS"):
 * reminders of an appointment, a code the patient asks for, and the link without which a video appointment that was
 * agreed cannot be held (inferred). The patient can opt out of each. What the clinic starts by itself (offers, recalls,
 * notices) needs a decision, and so does every e-mail.
 */
const GIVEN_WITH_THE_NUMBER: ReadonlySet<ConsentPurpose> = new Set<ConsentPurpose>([
  'appointment-reminder',
  'one-time-code',
  'video-link'
])

/** What counts while nobody has decided. Denmark and the Netherlands ask for prior consent to everything. */
export function defaultBasis(country: Country, purpose: ConsentPurpose, channel: ConsentChannel): LegalBasis {
  return country === 'NO' && channel === 'sms' && GIVEN_WITH_THE_NUMBER.has(purpose) ? 'number-given' : 'none'
}

/** The newest row of a purpose and channel. */
export interface NewestDecision {
  readonly decision: ConsentDecision['decision']
  readonly decidedAt: string
  /** When it was first said: a row that takes a mistake back says again what was said before it. */
  readonly saidAt: string
  /** The day beside the signature of a form on paper: it was decided then, whenever it was typed. */
  readonly signedOn: string | null
}

export interface Decider {
  readonly birthDate: string | null
  readonly isReserved: boolean
}

/**
 * Today's state. What the parents gave lapses at health majority, for from then on the patient decides; what
 * was withdrawn stays withdrawn. A reservation stops everything whatever was given.
 */
export function consentOf(
  key: { purpose: ConsentPurpose; channel: ConsentChannel },
  newest: NewestDecision | null,
  { patient, day }: { patient: Decider; day: Pick<ClinicDay, 'country' | 'timeZone' | 'today'> }
): Consent {
  const counts = newest !== null && !hasLapsed(newest, patient, day) ? newest : null
  const isDecided = counts?.decision === 'given' || counts?.decision === 'withdrawn'
  const state = isDecided ? counts.decision : byDefault(key, day)
  return {
    ...key,
    state,
    isAllowed: !patient.isReserved && (state === 'given' || state === 'default-given'),
    legalBasis: BASIS[state],
    decidedAt: isDecided ? counts.decidedAt : null
  }
}

const BASIS = {
  given: 'consent',
  withdrawn: 'none',
  'default-given': 'number-given',
  'default-missing': 'none'
} as const satisfies Record<Consent['state'], LegalBasis>

function byDefault(
  { purpose, channel }: { purpose: ConsentPurpose; channel: ConsentChannel },
  { country }: Pick<ClinicDay, 'country'>
): 'default-given' | 'default-missing' {
  return defaultBasis(country, purpose, channel) === 'none' ? 'default-missing' : 'default-given'
}

function hasLapsed(
  newest: NewestDecision,
  { birthDate }: Decider,
  day: Pick<ClinicDay, 'timeZone' | 'today' | 'country'>
): boolean {
  return newest.decision === 'given' && isFromBeforeMajority(saidOn(newest, day), birthDate, day)
}

/** The day on which it was said: that of the signature, else that of the row which first said it. */
export function saidOn(
  { saidAt, signedOn }: Pick<NewestDecision, 'saidAt' | 'signedOn'>,
  { timeZone }: Pick<ClinicDay, 'timeZone'>
): Temporal.PlainDate {
  if (signedOn !== null) return Temporal.PlainDate.from(signedOn)
  return Temporal.Instant.from(saidAt).toZonedDateTimeISO(timeZone).toPlainDate()
}

/** Whether the patient has said something after this form was signed, so that the form no longer says what counts. */
export function isOvertaken(
  signedOn: Temporal.PlainDate,
  standing: Pick<NewestDecision, 'saidAt' | 'signedOn'> | null,
  day: Pick<ClinicDay, 'timeZone'>
): boolean {
  return standing !== null && Temporal.PlainDate.compare(saidOn(standing, day), signedOn) > 0
}

/**
 * What was said before a STOPP that still stands, of what was said newest first; null where what stands is none. A STOPP
 * sent twice is one.
 */
export function beforeStop<Said extends Pick<ConsentDecision, 'decision' | 'how'>>(
  said: readonly Said[]
): { readonly before: Said | null } | null {
  const isStop = ({ decision, how }: Said): boolean => decision === 'withdrawn' && how === 'sms-reply'
  const [newest] = said
  if (!newest || !isStop(newest)) return null
  return { before: said.find((each) => !isStop(each)) ?? null }
}

/**
 * Whether a list from another system may record this. Lists lag behind: one never turns a no into a yes, nor renews a
 * yes that lapsed when the patient came of age, which only the patient can.
 */
export function mayComeFromList(
  decision: 'given' | 'withdrawn',
  newest: Pick<NewestDecision, 'decision'> | null
): boolean {
  return decision === 'withdrawn' || (newest?.decision !== 'withdrawn' && newest?.decision !== 'given')
}

/** Every purpose on every channel, in the order they are shown. */
export const CONSENT_KEYS: readonly { purpose: ConsentPurpose; channel: ConsentChannel }[] =
  ConsentPurpose.options.flatMap((purpose) => ConsentChannel.options.map((channel) => ({ purpose, channel })))
