import { z } from 'zod'
import { CodedError } from './frames'
import { AppointmentId, PatientId } from './ids'
import { DESK, MANAGER, type EventSpec, type MethodSpec } from './method'
import { Instant, Line } from './values'

/** FHIR types that clinic and portal exchange. */
export const PortalResourceType = z.enum([
  'Practitioner',
  'Schedule',
  'Patient',
  'RelatedPerson',
  'Consent',
  'Slot',
  'Appointment',
  'Communication',
  'Task'
])
export type PortalResourceType = z.infer<typeof PortalResourceType>

export const PortalOperationKind = z.enum(['put', 'book', 'move', 'cancel', 'change'])
export type PortalOperationKind = z.infer<typeof PortalOperationKind>

/** A load, a resynchronisation or a comparison of everything. */
export const PortalRun = z.strictObject({
  id: z.int(),
  kind: z.enum(['load', 'resync-clinic', 'resync-portal', 'compare']),
  phase: z.enum(['listing', 'sending', 'done', 'stopped']),
  type: PortalResourceType.nullable(),
  listed: z.int(),
  sent: z.int(),
  differing: z.int(),
  startedAt: Instant,
  endedAt: Instant.nullable()
})
export type PortalRun = z.infer<typeof PortalRun>

export const PortalStatusView = z.strictObject({
  /** `epoch-changed`: the portal was restored or wiped, and a person has to choose (`portal.answerEpoch`). */
  state: z.enum(['off', 'loading', 'on', 'epoch-changed']),
  /** Whether the portal's events reach us at this moment. */
  isListening: z.boolean(),
  connectedSince: Instant.nullable(),
  lastExchangeAt: Instant.nullable(),
  trouble: CodedError.nullable(),
  troubleSince: Instant.nullable(),
  software: z.string().nullable(),
  waiting: z.array(
    z.strictObject({
      kind: PortalOperationKind,
      type: PortalResourceType,
      count: z.int(),
      /** Null while it was only just written down. */
      oldestAt: Instant.nullable(),
      /** Of these, what the portal was asked to take and did not yet; by reason, a code. */
      putOff: z.array(z.strictObject({ reason: z.string().nullable(), count: z.int() }))
    })
  ),
  /** What of the dead letters is of which kind. */
  refused: z.array(z.strictObject({ kind: PortalOperationKind, type: PortalResourceType, count: z.int() })),
  /** Keys of the server that were seen or announced and that a manager has not confirmed. */
  newKeys: z.int(),
  conflicts: z.int(),
  deadLetters: z.int(),
  setAside: z.int(),
  /** What patients have asked for and nobody at the desk has answered yet. */
  requests: z.int(),
  /** How many the portal holds, by type. */
  held: z.array(z.strictObject({ type: PortalResourceType, count: z.int() })),
  comparedAt: Instant.nullable(),
  /** The one under way, or the last. */
  run: PortalRun.nullable()
})
export type PortalStatusView = z.infer<typeof PortalStatusView>

export const PortalPin = z.strictObject({
  /** SHA-256 of the server's public key, base64. */
  sha256: z.string(),
  firstSeenAt: Instant,
  lastSeenAt: Instant.nullable(),
  /** When the portal told that it would show it, on a line whose key was confirmed. */
  announcedAt: Instant.nullable(),
  confirmedAt: Instant.nullable()
})
export type PortalPin = z.infer<typeof PortalPin>

export const PortalSettings = z.strictObject({
  isOn: z.boolean(),
  baseUrl: z.string(),
  clientId: z.string(),
  weeksAhead: z.int(),
  keyId: z.string().nullable(),
  /** JSON Web Key Set of the public half, to be given to the portal; null without a key. */
  publicKeys: z.string().nullable(),
  /** The one that the clinic shows, where the portal asks for one; `unreadable`: what is kept is none. */
  clientCertificate: z
    .strictObject({ subject: z.string(), validTo: Instant })
    .or(z.literal('unreadable'))
    .nullable(),
  pins: z.array(PortalPin)
})
export type PortalSettings = z.infer<typeof PortalSettings>

export const PortalSettingsDraft = z.strictObject({
  baseUrl: Line(300),
  clientId: Line(200),
  weeksAhead: z.int().min(1).max(52),
  /** PEM; null leaves what is kept, both empty take it away. */
  clientCertificate: z
    .strictObject({ certificate: z.string().max(20_000), key: z.string().max(20_000) })
    .nullable()
})
export type PortalSettingsDraft = z.infer<typeof PortalSettingsDraft>

export const PortalTestStep = z.enum([
  'reach',
  'key',
  'portal',
  'clock',
  'sign-in',
  'status',
  'fhir',
  'events'
])
export type PortalTestStep = z.infer<typeof PortalTestStep>

export const PortalTest = z.strictObject({
  steps: z.array(z.strictObject({ step: PortalTestStep, outcome: z.enum(['ok', 'failed', 'not-reached']) })),
  error: CodedError.nullable(),
  /** What the server showed, for the manager to compare. */
  serverKey: z
    .strictObject({
      sha256: z.string(),
      subject: z.string(),
      issuer: z.string(),
      validTo: Instant
    })
    .nullable(),
  /** How far the portal's clock is ahead of this PC's, in seconds. */
  clockSeconds: z.int().nullable(),
  software: z.string().nullable()
})
export type PortalTest = z.infer<typeof PortalTest>

export const PortalConflictKind = z.enum([
  'slot-taken',
  'cancelled-by-patient',
  'field-differs',
  'not-allowed'
])
export type PortalConflictKind = z.infer<typeof PortalConflictKind>
export const PortalChoice = z.enum(['keep-ours', 'take-theirs', 'overbook', 'move', 'cancel', 'seen'])
export type PortalChoice = z.infer<typeof PortalChoice>

/** What a resource says, for a person to read; the page words each by its name. */
export const PortalFact = z.strictObject({
  name: z.enum([
    'name',
    'number',
    'active',
    'mobile',
    'mobile-unverified',
    'email',
    'address',
    'start',
    'with',
    'status',
    'purpose',
    'decision',
    'decided',
    'until',
    'request'
  ]),
  /** Text, a code of its kind, or a moment. */
  value: z.string()
})
export type PortalFact = z.infer<typeof PortalFact>

export const PortalSide = z.strictObject({
  patient: z.strictObject({ id: PatientId, name: z.string() }).nullable(),
  /** The clinic's own appointment that stands on this side. */
  appointmentId: AppointmentId.nullable(),
  facts: z.array(PortalFact)
})
export type PortalSide = z.infer<typeof PortalSide>

/** Both sides, for the page to show beside each other; and as FHIR (JSON text). */
export const PortalConflictView = z.strictObject({
  id: z.int(),
  kind: PortalConflictKind,
  type: PortalResourceType,
  localId: z.int().nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  atDesk: PortalSide,
  atPortal: PortalSide,
  choices: z.array(PortalChoice),
  foundAt: Instant
})
export type PortalConflictView = z.infer<typeof PortalConflictView>

export const PortalOperationView = z.strictObject({
  seq: z.int(),
  kind: PortalOperationKind,
  type: PortalResourceType,
  localId: z.int(),
  state: z.enum(['waiting', 'in-doubt', 'applied', 'nothing', 'conflict', 'dead', 'discarded', 'superseded']),
  tries: z.int(),
  nextAt: Instant.nullable(),
  createdAt: Instant.nullable(),
  sentAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** A code. */
  reason: z.string().nullable(),
  /** The portal's own words, to be shown as text. */
  answer: z.string().nullable()
})
export type PortalOperationView = z.infer<typeof PortalOperationView>

export const PortalDeadLetter = PortalOperationView.extend({
  /** Whom it is about; null where it is about nobody. */
  patient: PortalSide.shape.patient,
  /** JSON of the resource that was sent, of a step the appointment; null when nothing could be. */
  body: z.string().nullable(),
  /** The elements that a person may change; all others stay as they are. */
  editable: z.array(z.string()),
  attempts: z.array(
    z.strictObject({
      at: Instant,
      outcome: z.string(),
      status: z.int().nullable(),
      detail: z.string()
    })
  )
})
export type PortalDeadLetter = z.infer<typeof PortalDeadLetter>

export const PortalKnowledge = z.strictObject({
  resources: z.array(
    z.strictObject({
      type: PortalResourceType,
      localId: z.int(),
      remoteId: z.string(),
      lastUpdated: z.string(),
      facts: z.array(PortalFact),
      /** JSON as the portal holds it. */
      body: z.string().nullable()
    })
  ),
  /** What of all that is not confirmed yet. */
  operations: z.array(PortalOperationView)
})
export type PortalKnowledge = z.infer<typeof PortalKnowledge>

/** How a patient's account at the portal stands. */
export const PortalAccount = z.strictObject({
  /** `invited`: the activation e-mail has not been answered yet. As the desk wants it, while `isWaiting`. */
  state: z.enum(['invited', 'active', 'locked', 'closed']),
  /** What became of the activation e-mail; null where the portal has not said. */
  activation: z.enum(['sent', 'delivered', 'bounced', 'done']).nullable(),
  lastLoginAt: Instant.nullable(),
  /** How surely the portal knew who logged in last: by a code, or by an electronic id (eIDAS). */
  level: z.enum(['code', 'substantial', 'high']).nullable(),
  /** The portal has not done yet what the desk asked for. */
  isWaiting: z.boolean(),
  /** The level of the last login is enough for an electronic consultation. */
  mayConsultOnline: z.boolean()
})
export type PortalAccount = z.infer<typeof PortalAccount>

/** `waiting`: on its way. `conflict`: somebody has to decide. `stuck`: refused, among the dead letters. */
export const PortalMarkState = z.enum(['waiting', 'stuck', 'conflict'])
export type PortalMarkState = z.infer<typeof PortalMarkState>

/** What the portal has not confirmed yet of those that were asked for; the others are in step. */
export const PortalMarks = z.strictObject({
  appointments: z.array(z.strictObject({ id: AppointmentId, state: PortalMarkState })),
  patients: z.array(
    z.strictObject({
      id: PatientId,
      /** Name, numbers, contact details, family. */
      record: PortalMarkState.nullable(),
      consents: PortalMarkState.nullable(),
      /** Typed at the portal and not proven to be the patient's yet: codes go to the one before. */
      newMobile: z.string().nullable()
    })
  )
})
export type PortalMarks = z.infer<typeof PortalMarks>

const Page = z.strictObject({ after: z.int().nonnegative(), limit: z.int().min(1).max(100) })
const Seq = z.strictObject({ seq: z.int().positive() })
const Nothing = z.strictObject({})

/** What a portal shows a person who may not register, for the desk to know by (docs/portal-protocol.md). */
export const PortalRefusalReason = z.enum([
  'gp-elsewhere',
  'number-missing',
  'mobile-missing',
  'consent-missing',
  'reserved',
  'under-age'
])
export type PortalRefusalReason = z.infer<typeof PortalRefusalReason>

/** What the portal's patients were told no to lately, the newest first. */
export const PortalRefusals = z.strictObject({
  /** Of whom is not kept: whoever types a number may be anybody. */
  registrations: z.array(z.strictObject({ at: Instant, reason: PortalRefusalReason })),
  codes: z.array(
    z.strictObject({
      at: Instant,
      patient: z.strictObject({ id: PatientId, name: z.string() }).nullable(),
      refusal: z.enum(['limit', 'not-allowed', 'nothing-to-verify', 'expired'])
    })
  )
})
export type PortalRefusals = z.infer<typeof PortalRefusals>

/** Why a consultation by video is not offered yet; of a child, whether one of the guardians has such a login. */
export const ConsultationObstacle = z.enum([
  'no-account',
  'not-activated',
  'locked',
  'never-logged-in',
  'low-level',
  'no-guardian'
])
export type ConsultationObstacle = z.infer<typeof ConsultationObstacle>

export const portalMethods = {
  'portal.status': { input: Nothing, output: PortalStatusView, access: 'signed-in' },
  /** For a whole day of the calendar at once. */
  'portal.marks': {
    input: z.strictObject({
      appointmentIds: z.array(AppointmentId).max(2_000),
      patientIds: z.array(PatientId).max(20)
    }),
    output: PortalMarks,
    access: 'signed-in'
  },
  /** Where a browser on this PC finds the pages of a portal that runs here for training; null elsewhere. */
  'portal.patientPages': {
    input: Nothing,
    output: z.strictObject({ address: z.string().nullable() }),
    access: DESK
  },
  'portal.settings': { input: Nothing, output: PortalSettings, access: MANAGER },
  /**
   * Refused while it is on where address or client change: `portal-must-be-off`; `portal-address-invalid`,
   * `portal-own-certificate-unreadable`, `portal-own-certificate-other-key`. Pins go with another address.
   */
  'portal.saveSettings': { input: PortalSettingsDraft, output: PortalSettings, access: MANAGER },
  /** A new key pair; the one before is gone. Refused: `portal-must-be-off`. */
  'portal.makeKey': { input: Nothing, output: PortalSettings, access: MANAGER },
  /** The server's key was compared with what the portal's own people say. At most two stand. */
  'portal.confirmPin': {
    input: z.strictObject({ sha256: z.string().max(100) }),
    output: PortalSettings,
    access: MANAGER
  },
  'portal.removePin': {
    input: z.strictObject({ sha256: z.string().max(100) }),
    output: PortalSettings,
    access: MANAGER
  },
  /** Each step until the first that fails, with the settings as they are saved. */
  'portal.test': { input: Nothing, output: PortalTest, access: MANAGER },
  /** Begins with a load of everything. Refused: `portal-address-invalid`, `portal-client-missing`, `portal-key-missing`, `portal-pin-missing`. */
  'portal.turnOn': { input: Nothing, output: PortalStatusView, access: MANAGER },
  'portal.turnOff': { input: Nothing, output: PortalStatusView, access: MANAGER },
  /** The portal was restored or wiped: whose word stands. */
  'portal.answerEpoch': {
    input: z.strictObject({ choice: z.enum(['clinic', 'portal', 'off']) }),
    output: PortalStatusView,
    access: MANAGER
  },
  'portal.conflicts': {
    input: Page,
    output: z.strictObject({ conflicts: z.array(PortalConflictView) }),
    access: DESK
  },
  /** Refused: `not-found`, `portal-decided`, `portal-choice-invalid`, and what booking and cancelling refuse. */
  'portal.decide': {
    input: z.strictObject({ id: z.int().positive(), choice: PortalChoice }),
    output: Nothing,
    access: DESK
  },
  'portal.deadLetters': {
    input: Page,
    output: z.strictObject({ letters: z.array(PortalDeadLetter) }),
    access: MANAGER
  },
  /**
   * Sends what a person has made of it. Refused: `portal-operation-ended`, `portal-body-invalid`, and `portal-body-fixed`
   * with the `elements` that are not a person's to change.
   */
  'portal.edit': {
    input: z.strictObject({ seq: z.int().positive(), body: z.string().max(200_000) }),
    output: Nothing,
    access: MANAGER
  },
  'portal.retry': { input: Seq, output: Nothing, access: MANAGER },
  /** It is never sent; what waits behind it goes on. */
  'portal.discard': { input: Seq, output: Nothing, access: MANAGER },
  /** What came from the portal and could not be taken in. */
  'portal.setAside': {
    input: Nothing,
    output: z.strictObject({
      rows: z.array(
        z.strictObject({
          type: PortalResourceType,
          /** Empty: of this type nothing could be read, since a page of it was broken. */
          remoteId: z.string(),
          /** Whom it is about, where that is a patient of the clinic. */
          patientId: PatientId.nullable(),
          cause: z.enum(['pending', 'broken', 'refused']),
          reason: z.string(),
          since: Instant
        })
      )
    }),
    access: MANAGER
  },
  'portal.knowsOf': {
    input: z.strictObject({ patientId: PatientId }),
    output: PortalKnowledge,
    access: DESK
  },
  /** Null where the portal has told of none. */
  'portal.account': {
    input: z.strictObject({ patientId: PatientId }),
    output: PortalAccount.nullable(),
    access: DESK
  },
  /** Locks an account or lets it log in again; the portal does so as soon as it hears of it. Refused: `portal-account-missing`. */
  'portal.setLocked': {
    input: z.strictObject({ patientId: PatientId, isLocked: z.boolean() }),
    output: PortalAccount,
    access: DESK
  },
  /** What patients were refused at the portal in the last week, registrations, and the last day, codes. */
  'portal.refusals': { input: Nothing, output: PortalRefusals, access: DESK },
  /** Whether the level of the last login is enough for a consultation by video; nothing stands against it without a portal. */
  'portal.consultation': {
    input: z.strictObject({ patientId: PatientId }),
    output: z.strictObject({ obstacle: ConsultationObstacle.nullable(), lastLoginAt: Instant.nullable() }),
    access: 'signed-in'
  },
  /** Refused: `portal-off`, `portal-run-open`. */
  'portal.compare': { input: Nothing, output: PortalStatusView, access: MANAGER },
  'portal.resynchronise': {
    input: z.strictObject({ from: z.enum(['clinic', 'portal']) }),
    output: PortalStatusView,
    access: MANAGER
  },
  /** What the last comparison found; at most 500. */
  'portal.differences': {
    input: Nothing,
    output: z.strictObject({
      differences: z.array(
        z.strictObject({
          type: PortalResourceType,
          localId: z.int().nullable(),
          remoteId: z.string().nullable(),
          patient: PortalSide.shape.patient,
          what: z.enum(['only-here', 'only-there', 'other-version', 'other-content'])
        })
      )
    }),
    access: MANAGER
  }
} as const satisfies Record<string, MethodSpec>

export const portalEvents = {
  'portal.changed': { payload: Nothing, access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
