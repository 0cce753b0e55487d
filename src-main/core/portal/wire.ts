import { z } from 'zod'

/**
 * What clinic and portal say to each other beside FHIR; the words are in docs/portal-protocol.md. Every object may have
 * more fields than these: a portal that grows does not break a clinic that is older.
 */

/** The largest answer either side reads, in bytes. */
export const LARGEST_ANSWER_BYTES = 10_000_000

/** What the clinic asks for at the token endpoint (SMART App Launch 2, system scopes). */
export const PORTAL_SCOPE = 'system/*.cruds'
/** RFC 7523 § 2.2. */
export const CLIENT_ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** A client assertion lives no longer (SMART Backend Services: five minutes). */
export const MOST_ASSERTION_SECONDS = 300

/** The FHIR types that are exchanged. */
export const PORTAL_TYPES = [
  'Patient',
  'RelatedPerson',
  'Practitioner',
  'Schedule',
  'Slot',
  'Appointment',
  'Consent',
  'Communication',
  'Task'
] as const
export const PortalType = z.enum(PORTAL_TYPES)
export type PortalType = z.infer<typeof PortalType>

/** Server-assigned ids as FHIR has them; also those of requests and registrations. */
export const WireId = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/)
const PatientReference = z.string().regex(/^Patient\/[A-Za-z0-9\-.]{1,64}$/)
/** An instant of the server's clock, UTC. */
const WireInstant = z.iso.datetime({ offset: true })

/** `GET {base}/fhir/.well-known/smart-configuration` (SMART App Launch 2), as far as the clinic reads it. */
export const SmartConfiguration = z.object({
  token_endpoint: z.url(),
  token_endpoint_auth_signing_alg_values_supported: z.array(z.string()).optional()
})
export type SmartConfiguration = z.infer<typeof SmartConfiguration>

/** RFC 6749 § 5.1. */
export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  /** Seconds. */
  expires_in: z.number().positive()
})
export type TokenAnswer = z.infer<typeof TokenAnswer>

/** RFC 6749 § 5.2. */
export const TokenRefusal = z.object({
  error: z.string(),
  error_description: z.string().optional()
})
export type TokenRefusal = z.infer<typeof TokenRefusal>

/** `GET {base}/clinic/status` */
export const PortalStatus = z.object({
  /** Random; another one once the portal was wiped or restored from a backup. */
  epoch: z.string().min(1).max(100),
  time: WireInstant,
  software: z.string().max(200),
  /** SHA-256 of the public key (SPKI) that the server will show next, base64; while there is such a one. */
  nextKey: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/)
    .optional()
})
export type PortalStatus = z.infer<typeof PortalStatus>

/** Something of these types is new: a nudge to pull, without which the clinic would find it a little later. */
export const ChangedEvent = z.object({ types: z.array(PortalType).min(1) })

/** For `login` the code goes to the verified mobile, for `verify-mobile` to the one that the patient has just put in. */
export const CodePurpose = z.enum(['login', 'verify-mobile'])
export type CodePurpose = z.infer<typeof CodePurpose>

export const CodeRequested = z.object({
  id: WireId,
  patient: PatientReference,
  purpose: CodePurpose.default('login'),
  /** When the patient pressed the button. */
  asked: WireInstant,
  /** Not to be sent once this has passed. */
  expires: WireInstant
})
export type CodeRequested = z.infer<typeof CodeRequested>

/** What the patient typed, as it was typed; it is passed on to be checked and stored by nobody. */
export const CodeTyped = z.object({
  id: WireId,
  /** Counts from 1 within the request. */
  attempt: z.int().min(1),
  typed: z.string().max(200)
})
export type CodeTyped = z.infer<typeof CodeTyped>

/** A person asks to become a portal user, having agreed to the wording that is named. */
export const RegistrationAsked = z.object({
  id: WireId,
  /** Digits only, not checked by the portal. */
  nationalNumber: z.string().regex(/^\d{6,15}$/),
  consent: z
    .object({ wordingVersion: z.string().min(1).max(100), language: z.string().max(10), given: WireInstant })
    .optional()
})
export type RegistrationAsked = z.infer<typeof RegistrationAsked>

/** `invited`: the activation e-mail has not been answered yet. */
export const AccountState = z.enum(['invited', 'active', 'locked', 'closed'])
export type AccountState = z.infer<typeof AccountState>

/** How surely the portal knew who logged in: by the clinic's code, or by an electronic id (eIDAS). */
export const LoginLevel = z.enum(['code', 'substantial', 'high'])
export type LoginLevel = z.infer<typeof LoginLevel>

export const AccountChanged = z.object({
  patient: PatientReference,
  state: AccountState,
  lastLogin: WireInstant.optional(),
  level: LoginLevel.optional(),
  /** What became of the activation e-mail. */
  activation: z.enum(['sent', 'delivered', 'bounced', 'done']).optional()
})
export type AccountChanged = z.infer<typeof AccountChanged>

const EventId = z.string().min(1).max(100)

/** One event as a long poll answers it, and as a line of the stream says it: id, event, data. */
export const PortalEvent = z.discriminatedUnion('event', [
  z.object({ id: EventId, event: z.literal('changed'), data: ChangedEvent }),
  z.object({ id: EventId, event: z.literal('code.requested'), data: CodeRequested }),
  z.object({ id: EventId, event: z.literal('code.typed'), data: CodeTyped }),
  z.object({ id: EventId, event: z.literal('registration.asked'), data: RegistrationAsked }),
  z.object({ id: EventId, event: z.literal('account.changed'), data: AccountChanged })
])
export type PortalEvent = z.infer<typeof PortalEvent>

/** An event of a name that this version does not know is passed over. */
const UnknownEvent = z.object({ id: EventId, event: z.string(), data: z.unknown() })

/** `GET {base}/clinic/events?after=ID&wait=25` with `Accept: application/json` */
export const EventPage = z.object({ events: z.array(UnknownEvent).max(1_000) })
export type EventPage = z.infer<typeof EventPage>

/** Where a code is on its way to the telephone; each may be said again, and an earlier one after a later changes nothing. */
export const CodeState = z.enum(['queued', 'sent', 'delivered', 'failed', 'uncertain', 'refused', 'expired'])
export type CodeState = z.infer<typeof CodeState>

/** Why no code comes, as far as the portal may know. */
export const CodeRefusal = z.enum([
  /** Too many codes for this patient, number or portal. */
  'limit',
  /** Nothing may be sent to this patient, for a reason that only the clinic tells. */
  'not-allowed',
  /** The number could not be reached. */
  'unreachable',
  /** The clinic's modem does not send now. */
  'modem',
  /** There is no new number to be verified. */
  'nothing-to-verify'
])
export type CodeRefusal = z.infer<typeof CodeRefusal>

/** `POST {base}/clinic/code-requests/{id}/state` */
export const CodeStateReport = z.object({
  state: CodeState,
  /** When it came to be so, by the clinic's clock. */
  at: WireInstant,
  reason: CodeRefusal.optional()
})
export type CodeStateReport = z.infer<typeof CodeStateReport>

export const CodeOutcome = z.enum([
  'right',
  'wrong',
  /** Too few or too many digits: not counted as a try. */
  'length',
  /** The code of an earlier request; a newer one was sent. */
  'older',
  'expired',
  'used',
  /** Five wrong tries have ended it. */
  'tries-used-up'
])
export type CodeOutcome = z.infer<typeof CodeOutcome>

/** `POST {base}/clinic/code-requests/{id}/checked` */
export const CodeChecked = z.object({
  attempt: z.int().min(1),
  outcome: CodeOutcome,
  /** With `wrong`. */
  triesLeft: z.int().min(0).optional(),
  /** With `older`: when the newer one was sent. */
  newerSent: WireInstant.optional()
})
export type CodeChecked = z.infer<typeof CodeChecked>

/** Why a person cannot become a portal user. One who is no patient here is answered `gp-elsewhere`, like any other. */
export const RegistrationReason = z.enum([
  'gp-elsewhere',
  'number-missing',
  'mobile-missing',
  'consent-missing',
  'reserved',
  /** A guardian logs in instead. */
  'under-age'
])
export type RegistrationReason = z.infer<typeof RegistrationReason>

/** `POST {base}/clinic/registrations/{id}/answer` */
export const RegistrationAnswer = z.union([
  z.strictObject({ allowed: z.literal(true) }),
  z.strictObject({ reason: RegistrationReason })
])
export type RegistrationAnswer = z.infer<typeof RegistrationAnswer>

/** What a refusal under `{base}/clinic` says; under `{base}/fhir` it is an OperationOutcome. */
export const ClinicRefusal = z.object({ error: z.string(), message: z.string().optional() })
export type ClinicRefusal = z.infer<typeof ClinicRefusal>
