import { z } from 'zod'
import {
  ADDRESS_PROTECTIONS,
  CONFIDENTIALITIES,
  GUARDIAN_KINDS,
  GUARDIAN_PURPOSES,
  IDENTIFIER_TYPES,
  SEXES
} from './choices'
import { Consent, ConsentChannel } from './consents'
import { ClinicianId, GuardianId, IdentifierId, PatientId } from './ids'
import { DESK, type EventSpec, type MethodSpec } from './method'
import { CivilDate, Instant, Language, Line, PageCursor } from './values'

/** FHIR AdministrativeGender. */
export const Sex = z.enum(SEXES)
export type Sex = z.infer<typeof Sex>

export const IdentifierType = z.enum(IDENTIFIER_TYPES)
export type IdentifierType = z.infer<typeof IdentifierType>

/** Kode 7 is `confidential`, kode 6 `strictly-confidential`: no address on screen, print or export. */
export const AddressProtection = z.enum(ADDRESS_PROTECTIONS)
export type AddressProtection = z.infer<typeof AddressProtection>

/** Why opening this record asks for a reason, besides a protected address. */
export const Confidentiality = z.enum(CONFIDENTIALITIES)
export type Confidentiality = z.infer<typeof Confidentiality>

export const Identifier = z.strictObject({
  id: IdentifierId,
  type: IdentifierType,
  /** ISO 3166-1 alpha-2, of what another country issued. */
  country: z.string().length(2).nullable(),
  value: z.string(),
  status: z.enum(['in-use', 'ceased']),
  periodStart: CivilDate.nullable(),
  /** The last day; of one in use, such as a passport, the day it runs out. */
  periodEnd: CivilDate.nullable()
})
export type Identifier = z.infer<typeof Identifier>

export const ContactChannel = z.enum(['mobile', 'email'])
export type ContactChannel = z.infer<typeof ContactChannel>

export const VerifiedHow = z.enum(['code', 'said', 'portal'])
export type VerifiedHow = z.infer<typeof VerifiedHow>

/** A way to reach the patient. Stale: 18 months after the later of updated and verified (eForvaltningsforskriften § 32). */
export const Contact = z.strictObject({
  channel: ContactChannel,
  /** E.164 for a mobile. */
  value: z.string(),
  /** As a person reads it: `412 34 567`. */
  display: z.string(),
  updatedAt: Instant,
  verifiedAt: Instant.nullable(),
  verifiedHow: VerifiedHow.nullable(),
  isStale: z.boolean(),
  /** Somebody has answered from it that it is not the patient's: nothing goes there until the desk has settled it. */
  isDisputed: z.boolean(),
  /** Whole months since the later of updated and verified. */
  ageMonths: z.int(),
  /** Other patients who have the same one. Who has a protected address is neither counted nor named. */
  sharedWith: z.int(),
  /** The first of them, by name. */
  sharedBy: z.array(z.strictObject({ patientId: PatientId, name: z.string() }))
})
export type Contact = z.infer<typeof Contact>

export const PatientHit = z.strictObject({
  id: PatientId,
  familyName: z.string(),
  givenName: z.string(),
  birthDate: CivilDate.nullable(),
  age: z.int().nullable(),
  sex: Sex,
  nationalNumber: z.string().nullable(),
  /** Null of a protected patient: a hit is no look at a record. */
  mobile: z.string().nullable(),
  /** Other patients with the same mobile, those with a protected address left out; at most 20 are counted. */
  mobileSharedWith: z.int(),
  /** Nobody has confirmed the mobile for 18 months. */
  isMobileStale: z.boolean(),
  gpName: z.string().nullable(),
  isProtected: z.boolean(),
  /** Opening the record asks why; then number, mobile and GP are left out, which finding somebody does not need. */
  isConfidential: z.boolean(),
  isDeceased: z.boolean(),
  /** Set when what matched is not the number shown: a ceased one, or another one in use. */
  foundBy: Identifier.nullable()
})
export type PatientHit = z.infer<typeof PatientHit>

export const GuardianKind = z.enum(GUARDIAN_KINDS)
export type GuardianKind = z.infer<typeof GuardianKind>

export const GuardianPurpose = z.enum(GUARDIAN_PURPOSES)
export type GuardianPurpose = z.infer<typeof GuardianPurpose>

export const RelatedPerson = z.strictObject({
  guardianId: GuardianId,
  patientId: PatientId,
  name: z.string(),
  birthDate: CivilDate.nullable(),
  age: z.int().nullable(),
  kind: GuardianKind,
  /** Whether this guardian's mobile gets the child's messages, save those that another one was chosen for. */
  carriesMessages: z.boolean(),
  /** What goes to this guardian: chosen for it, or carried with all the rest. At most one guardian has each. */
  carries: z.array(GuardianPurpose),
  /** Of those, what was chosen for this guardian. */
  chosenFor: z.array(GuardianPurpose),
  from: CivilDate,
  /** The last day is the one before: a planned end, or the day the child decides alone. */
  until: CivilDate.nullable(),
  /** The desk's own plan; null where only the child's age ends it, or nothing. */
  plannedEnd: CivilDate.nullable(),
  /** An SMS about the child goes to this guardian today: something is carried, there is a mobile, the child is a minor. */
  getsMessages: z.boolean(),
  /** Never said of somebody whose address is protected. */
  sharesMobile: z.boolean(),
  /** Kode 6 or 7: opening the record asks for a reason. */
  isProtected: z.boolean()
})
export type RelatedPerson = z.infer<typeof RelatedPerson>

/** What the desk should know, said where the booking is made. */
export const PatientAlert = z.enum([
  'mobile-missing',
  'number-disputed',
  'mobile-stale',
  'email-stale',
  'consent-missing',
  'reserved',
  'not-own-gp',
  'number-missing',
  'birth-date-missing',
  'address-protected',
  'confidential',
  'no-show-history',
  'turned-16',
  'deceased',
  'control-digit-2032',
  'possible-duplicate'
])
export type PatientAlert = z.infer<typeof PatientAlert>

export const Patient = z.strictObject({
  id: PatientId,
  /** Rises with every change; an update names the one it was made on. */
  version: z.int(),
  familyName: z.string(),
  givenName: z.string(),
  birthDate: CivilDate.nullable(),
  age: z.int().nullable(),
  deceasedOn: CivilDate.nullable(),
  sex: Sex,
  language: Language.nullable(),
  /** Those in use first, and of them the one that is shown. */
  identifiers: z.array(Identifier),
  /** The name is the desk's own until the real one is known. */
  provisionalName: z.enum(['newborn', 'unknown']).nullable(),
  addressProtection: AddressProtection,
  confidentiality: Confidentiality,
  /** Null when protected: it is on no screen. */
  address: z.strictObject({ line: z.string(), postalCode: z.string(), city: z.string() }).nullable(),
  gp: z.strictObject({ clinicianId: ClinicianId.nullable(), name: z.string() }).nullable(),
  mobile: Contact.nullable(),
  email: Contact.nullable(),
  /** What the patient asked for; the other one is used where this one cannot be. */
  preferredChannel: ConsentChannel,
  isReserved: z.boolean(),
  consents: z.array(Consent),
  guardians: z.array(RelatedPerson),
  children: z.array(RelatedPerson),
  note: z.string(),
  alerts: z.array(PatientAlert),
  /** In the last six months. */
  noShowCount: z.int(),
  createdAt: Instant,
  updatedAt: Instant
})
export type Patient = z.infer<typeof Patient>

export const PatientDraft = z.strictObject({
  familyName: Line(100),
  givenName: Line(100),
  birthDate: CivilDate.nullable(),
  sex: Sex,
  language: Language.nullable(),
  /** As typed; the core checks it again. Null: none known. */
  nationalNumber: Line(20).nullable(),
  /** Set when the number is of a type that cannot be told from its digits, such as DUF. */
  nationalNumberType: IdentifierType.nullable(),
  /** The desk has seen the warning about the number (2032 rule) and goes on. */
  acceptsNumberWarning: z.boolean(),
  addressProtection: AddressProtection,
  /** Null: leave a protected address as it is. */
  address: z.strictObject({ line: Line(200), postalCode: Line(10), city: Line(60) }).nullable(),
  mobile: Line(30).nullable(),
  email: Line(254).nullable(),
  gpClinicianId: ClinicianId.nullable(),
  gpExternalName: Line(100).nullable(),
  note: z.string().max(2000)
})
export type PatientDraft = z.infer<typeof PatientDraft>

/** A guardian chosen for a child: who, and what they are to it. */
export const GuardianDraft = z.strictObject({
  guardianPatientId: PatientId,
  kind: GuardianKind,
  /** Whether the guardian's mobile gets the child's messages. */
  carriesMessages: z.boolean(),
  /** Null: from today. */
  from: CivilDate.nullable().default(null),
  /** The day on which it ends; null: with the child's health majority, or when it is ended. */
  until: CivilDate.nullable().default(null)
})
export type GuardianDraft = z.infer<typeof GuardianDraft>

export const NumberVerdict = z.strictObject({
  verdict: z.enum(['valid', 'warning', 'invalid']),
  /** The rule that failed or warns: `number-length`, `number-control-digit-1`, `control-digit-2032`, … */
  code: z.string().nullable(),
  type: IdentifierType.nullable(),
  normalized: z.string(),
  /** A suggestion for an empty birth date field; never stored by itself. */
  birthDate: CivilDate.nullable(),
  /** The patient who has this number already. */
  takenBy: PatientHit.nullable()
})
export type NumberVerdict = z.infer<typeof NumberVerdict>

export const patientMethods = {
  /** Name parts in any order, birth date, national number or its first six digits, mobile. */
  'patients.search': {
    input: z.strictObject({ text: z.string().max(200), limit: z.int().min(1).max(50) }),
    output: z.strictObject({ hits: z.array(PatientHit), hasMore: z.boolean() }),
    access: 'signed-in'
  },
  'patients.list': {
    input: z.strictObject({
      filter: z.enum(['all', 'incomplete', 'recent', 'mobile-missing', 'mobile-stale']),
      cursor: PageCursor.nullable(),
      limit: z.int().min(1).max(200)
    }),
    output: z.strictObject({ hits: z.array(PatientHit), nextCursor: PageCursor.nullable(), total: z.int() }),
    access: 'signed-in'
  },
  /**
   * Opens a record; the look is logged. A protected or confidential patient needs a reason (`reason-required`): one of
   * OPENING_REASONS, or what was typed. Every other method that names such a patient is refused with the same code until
   * the person at this window has opened the record with one.
   */
  'patients.open': {
    input: z.strictObject({ id: PatientId, reason: Line(200).min(1).nullable() }),
    output: Patient,
    access: 'signed-in'
  },
  /**
   * The record this window opened last, read again because it changed: no new look, so no new row in the log. Refused
   * with `not-open` where that is another one.
   */
  'patients.refresh': { input: z.strictObject({ id: PatientId }), output: Patient, access: 'signed-in' },
  'patients.checkNumber': {
    input: z.strictObject({
      text: z.string().max(40),
      type: IdentifierType.nullable(),
      exceptPatientId: PatientId.nullable()
    }),
    output: NumberVerdict,
    access: 'signed-in'
  },
  'patients.checkContact': {
    input: z.strictObject({ channel: ContactChannel, text: z.string().max(254) }),
    output: z.strictObject({
      code: z.string().nullable(),
      value: z.string(),
      display: z.string(),
      sharedWith: z.array(PatientHit)
    }),
    access: 'signed-in'
  },
  'patients.create': {
    input: PatientDraft.extend({ guardians: z.array(GuardianDraft).max(4).default([]) }),
    output: Patient,
    access: DESK
  },
  /** Refused with `stale-version` when someone else changed the patient meanwhile. */
  'patients.update': {
    input: z.strictObject({ id: PatientId, version: z.int(), draft: PatientDraft }),
    output: Patient,
    access: DESK
  },
  /** The patient said the mobile or e-mail is right. */
  'patients.confirmContact': {
    input: z.strictObject({ id: PatientId, channel: ContactChannel }),
    output: Patient,
    access: DESK
  },
  /** Takes that back: as sure as before is how sure it is again. Refused with `confirmation-outdated` when it changed since. */
  'patients.takeBackConfirmation': {
    input: z.strictObject({ id: PatientId, channel: ContactChannel, verifiedAt: Instant }),
    output: Patient,
    access: DESK
  },
  /** By SMS or by e-mail, as the patient prefers. */
  'patients.preferChannel': {
    input: z.strictObject({ id: PatientId, channel: ConsentChannel }),
    output: Patient,
    access: DESK
  },
  /** Marks a record as confidential, or lifts the mark, which only a manager does (`not-allowed`). */
  'patients.setConfidentiality': {
    input: z.strictObject({ id: PatientId, confidentiality: Confidentiality }),
    output: Patient,
    access: DESK
  },
  'patients.addGuardian': {
    input: GuardianDraft.extend({ childId: PatientId }),
    output: Patient,
    access: DESK
  },
  'patients.endGuardian': {
    input: z.strictObject({ guardianId: GuardianId, patientId: PatientId }),
    output: Patient,
    access: DESK
  },
  /** Whose mobile gets one kind of a child's messages. Null: the guardian who carries all the rest. */
  'patients.chooseCarrier': {
    input: z.strictObject({
      childId: PatientId,
      purpose: GuardianPurpose,
      guardianId: GuardianId.nullable()
    }),
    output: Patient,
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>

export const patientEvents = {
  /** Null: many at once, such as an import. */
  'patients.changed': { payload: z.strictObject({ patientId: PatientId.nullable() }), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
