import { z } from 'zod'
import { PatientId } from './ids'
import { DESK, type MethodSpec } from './method'
import { FileTarget } from './shell'
import { CivilDate, Instant, PageCursor } from './values'

// HL7 FHIR R4 (hl7.org/fhir/R4), as far as the desk holds anything of a patient. What has no code of HL7's stands as text.
const Coding = z.strictObject({ system: z.url(), code: z.string() })
const CodeableConcept = z.strictObject({ coding: z.array(Coding).optional(), text: z.string().optional() })
const Reference = z.strictObject({ reference: z.string().optional(), display: z.string().optional() })
const Period = z.strictObject({
  start: z.union([Instant, CivilDate]).optional(),
  end: z.union([Instant, CivilDate]).optional()
})
const HumanName = z.strictObject({
  use: z.literal('official').optional(),
  text: z.string().optional(),
  family: z.string().optional(),
  given: z.array(z.string()).optional()
})
const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/)
const Annotation = z.strictObject({ time: Instant.optional(), text: z.string() })

export const FhirPatient = z.strictObject({
  resourceType: z.literal('Patient'),
  id,
  meta: z.strictObject({ lastUpdated: Instant, security: z.array(Coding).optional() }),
  active: z.boolean(),
  identifier: z
    .array(
      z.strictObject({
        use: z.enum(['official', 'secondary', 'old']),
        type: z.strictObject({ text: z.string() }),
        system: z.string().optional(),
        value: z.string(),
        period: Period.optional()
      })
    )
    .optional(),
  name: z.array(HumanName),
  telecom: z
    .array(
      z.strictObject({
        system: z.enum(['phone', 'email']),
        value: z.string(),
        use: z.enum(['mobile', 'home', 'old']),
        period: Period.optional()
      })
    )
    .optional(),
  gender: z.enum(['male', 'female', 'other', 'unknown']),
  birthDate: CivilDate.optional(),
  deceasedDateTime: CivilDate.optional(),
  address: z
    .array(
      z.strictObject({
        use: z.literal('home'),
        line: z.array(z.string()).optional(),
        postalCode: z.string().optional(),
        city: z.string().optional()
      })
    )
    .optional(),
  communication: z.array(z.strictObject({ language: CodeableConcept, preferred: z.boolean() })).optional(),
  generalPractitioner: z.array(Reference).optional()
})
export type FhirPatient = z.infer<typeof FhirPatient>

export const FhirFlag = z.strictObject({
  resourceType: z.literal('Flag'),
  id,
  status: z.enum(['active', 'inactive']),
  code: CodeableConcept,
  subject: Reference,
  period: Period.optional()
})
export type FhirFlag = z.infer<typeof FhirFlag>

export const FhirRelatedPerson = z.strictObject({
  resourceType: z.literal('RelatedPerson'),
  id,
  active: z.boolean(),
  patient: Reference,
  relationship: z.array(CodeableConcept),
  name: z.array(HumanName),
  period: Period
})
export type FhirRelatedPerson = z.infer<typeof FhirRelatedPerson>

export const FhirConsent = z.strictObject({
  resourceType: z.literal('Consent'),
  id,
  status: z.enum(['active', 'inactive', 'rejected', 'entered-in-error']),
  scope: CodeableConcept,
  category: z.array(CodeableConcept),
  patient: Reference,
  dateTime: Instant,
  policyRule: CodeableConcept,
  provision: z.strictObject({
    type: z.enum(['permit', 'deny']),
    code: z.array(CodeableConcept)
  })
})
export type FhirConsent = z.infer<typeof FhirConsent>

export const FhirAppointment = z.strictObject({
  resourceType: z.literal('Appointment'),
  id,
  status: z.enum([
    'waitlist',
    'proposed',
    'pending',
    'booked',
    'arrived',
    'checked-in',
    'fulfilled',
    'cancelled',
    'noshow',
    'entered-in-error'
  ]),
  cancelationReason: CodeableConcept.optional(),
  serviceType: z.array(CodeableConcept).optional(),
  start: Instant.optional(),
  end: Instant.optional(),
  created: Instant,
  comment: z.string().optional(),
  participant: z.array(
    z.strictObject({
      actor: Reference,
      status: z.enum(['accepted', 'tentative', 'needs-action', 'declined'])
    })
  )
})
export type FhirAppointment = z.infer<typeof FhirAppointment>

export const FhirEncounter = z.strictObject({
  resourceType: z.literal('Encounter'),
  id,
  status: z.enum(['planned', 'arrived', 'triaged', 'in-progress', 'finished', 'cancelled']),
  class: Coding,
  subject: Reference,
  appointment: z.array(Reference),
  period: Period.optional()
})
export type FhirEncounter = z.infer<typeof FhirEncounter>

/** One step in the history of an appointment or a task. */
export const FhirProvenance = z.strictObject({
  resourceType: z.literal('Provenance'),
  id,
  target: z.array(Reference),
  recorded: Instant,
  activity: CodeableConcept,
  agent: z.array(z.strictObject({ who: Reference })),
  /** What stood there before. */
  entity: z.array(z.strictObject({ role: z.literal('revision'), what: Reference })).optional()
})
export type FhirProvenance = z.infer<typeof FhirProvenance>

export const FhirCommunication = z.strictObject({
  resourceType: z.literal('Communication'),
  id,
  status: z.enum(['preparation', 'in-progress', 'not-done', 'stopped', 'completed', 'unknown']),
  /** The state as the desk knows it, and why where it did not arrive. */
  statusReason: CodeableConcept,
  category: z.array(CodeableConcept),
  medium: z.array(CodeableConcept),
  subject: Reference,
  about: z.array(Reference).optional(),
  sent: Instant.optional(),
  received: Instant.optional(),
  recipient: z.array(Reference).optional(),
  sender: Reference.optional(),
  payload: z.array(z.strictObject({ contentString: z.string() })).optional()
})
export type FhirCommunication = z.infer<typeof FhirCommunication>

/** What HL7 has no resource for: series, the account at the portal, codes asked for there and what was typed. */
export const FhirBasic = z.strictObject({
  resourceType: z.literal('Basic'),
  id,
  extension: z.array(z.strictObject({ url: z.string(), valueString: z.string() })),
  code: CodeableConcept,
  subject: Reference,
  created: CivilDate
})
export type FhirBasic = z.infer<typeof FhirBasic>

/** ISO 4217. */
const Currency = z.enum(['NOK', 'DKK', 'EUR'])
export type Currency = z.infer<typeof Currency>

/** A fee for an appointment the patient did not come to, as it was decided. */
export const FhirChargeItem = z.strictObject({
  resourceType: z.literal('ChargeItem'),
  id,
  status: z.enum(['billable', 'unknown']),
  code: CodeableConcept,
  subject: Reference,
  occurrenceDateTime: Instant,
  priceOverride: z.strictObject({ value: z.number(), currency: Currency }).optional(),
  enterer: Reference,
  enteredDate: Instant,
  supportingInformation: z.array(Reference),
  note: z.array(Annotation).optional()
})
export type FhirChargeItem = z.infer<typeof FhirChargeItem>

export const FhirTask = z.strictObject({
  resourceType: z.literal('Task'),
  id,
  status: z.enum(['requested', 'completed', 'cancelled']),
  intent: z.literal('order'),
  code: CodeableConcept,
  description: z.string().optional(),
  for: Reference,
  authoredOn: Instant,
  restriction: z.strictObject({ period: Period }),
  note: z.array(Annotation).optional()
})
export type FhirTask = z.infer<typeof FhirTask>

export const FhirAuditEvent = z.strictObject({
  resourceType: z.literal('AuditEvent'),
  id,
  type: Coding,
  subtype: z.array(Coding),
  action: z.enum(['R', 'U']),
  recorded: Instant,
  outcome: z.literal('0'),
  purposeOfEvent: z.array(CodeableConcept).optional(),
  agent: z.array(
    z.strictObject({
      role: z.array(CodeableConcept),
      name: z.string().optional(),
      requestor: z.literal(true)
    })
  ),
  source: z.strictObject({ observer: Reference }),
  entity: z.array(z.strictObject({ what: Reference, description: z.string().optional() }))
})
export type FhirAuditEvent = z.infer<typeof FhirAuditEvent>

export const ExportedResource = z.discriminatedUnion('resourceType', [
  FhirPatient,
  FhirFlag,
  FhirRelatedPerson,
  FhirConsent,
  FhirAppointment,
  FhirEncounter,
  FhirProvenance,
  FhirBasic,
  FhirChargeItem,
  FhirCommunication,
  FhirTask,
  FhirAuditEvent
])
export type ExportedResource = z.infer<typeof ExportedResource>

export const recordExportMethods = {
  /**
   * All that is held about one patient, part by part; `cursor` null begins, and is logged. A protected address is left
   * out unless `withAddress`: the copy may pass through other hands than the patient's own.
   */
  'recordExport.part': {
    input: z.strictObject({
      patientId: PatientId,
      cursor: PageCursor.nullable(),
      withAddress: z.boolean()
    }),
    output: z.strictObject({ resources: z.array(ExportedResource), nextCursor: PageCursor.nullable() }),
    access: DESK
  },
  /**
   * Writes the copy as a FHIR R4 Bundle of type `collection` to a file named with `shell.chooseFile`. Refused with
   * `target-unknown`, `file-not-written`.
   */
  'recordExport.save': {
    input: z.strictObject({ patientId: PatientId, withAddress: z.boolean(), target: FileTarget }),
    output: z.strictObject({ resources: z.int() }),
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>
