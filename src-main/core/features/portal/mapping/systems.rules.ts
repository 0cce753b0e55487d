import type { Country } from '@contract/values'
import type { PortalType } from '../../../portal/wire'

/** What the mappings know of the clinic. */
export interface PortalClinic {
  readonly country: Country
  readonly name: string
  /** One line, as a patient reads it; empty where the clinic has not written it. */
  readonly address: string
}

/**
 * Profiles that a resource says it keeps to: no-basis (HL7 Norway), DK Core (HL7 Denmark), nl-core (Nictiz, R4). Types
 * that are not named have none of their country and are plain R4.
 */
const PROFILES = {
  NO: {
    Patient: 'http://hl7.no/fhir/StructureDefinition/no-basis-Patient',
    RelatedPerson: 'http://hl7.no/fhir/StructureDefinition/no-basis-RelatedPerson',
    Practitioner: 'http://hl7.no/fhir/StructureDefinition/no-basis-Practitioner',
    Appointment: 'http://hl7.no/fhir/StructureDefinition/no-basis-Appointment'
  },
  DK: {
    Patient: 'http://hl7.dk/fhir/core/StructureDefinition/dk-core-patient',
    RelatedPerson: 'http://hl7.dk/fhir/core/StructureDefinition/dk-core-related-person',
    Practitioner: 'http://hl7.dk/fhir/core/StructureDefinition/dk-core-practitioner'
  },
  NL: {
    Patient: 'http://nictiz.nl/fhir/StructureDefinition/nl-core-Patient',
    RelatedPerson: 'http://nictiz.nl/fhir/StructureDefinition/nl-core-ContactPerson',
    Practitioner: 'http://nictiz.nl/fhir/StructureDefinition/nl-core-HealthProfessional-Practitioner'
  }
} as const satisfies Record<Country, Partial<Record<PortalType, string>>>

/** `meta.profile`, as far as the clinic's country has a profile for the type. */
export function profilesOf(type: PortalType, country: Country): string[] {
  const profiles: Partial<Record<PortalType, string>> = PROFILES[country]
  const profile = profiles[type]
  return profile === undefined ? [] : [profile]
}

/** HL7 FHIR R4, appointment-cancellation-reason. */
export const CANCELLATION_REASON = 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason'
/** HL7 v3 ParticipationType: `LOC` is where it takes place. */
export const PARTICIPATION_TYPE = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType'
/** HL7 v3 ParticipationMode: `SMSWRIT`, `EMAILWRIT`, `MAILWRIT`. */
export const PARTICIPATION_MODE = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode'
export const LANGUAGE_SYSTEM = 'urn:ietf:bcp:47'

/** The clinic's own code systems and extensions: no published one has these. */
export const APPOINTMENT_TYPE = 'urn:skranke:appointment-type'
export const APPOINTMENT_KIND = 'urn:skranke:appointment-kind'
export const MESSAGE_PURPOSE = 'urn:skranke:message-purpose'
export const REQUEST_KIND = 'urn:skranke:request'
/** On an output of a Task: `words`, what the desk answers the patient. */
export const REQUEST_ANSWER = 'urn:skranke:request-answer'
/** On a Task: who tells the patient that it was answered, `portal`; without it the clinic does, where it may. */
export const TOLD_BY = 'urn:skranke:told-by'
/** On a telecom: `unverified` on one that was typed at the portal, `verified` on one that the clinic has had proven. */
export const CONTACT_STATE = 'urn:skranke:contact-state'
/** On a telecom: when the patient said at the portal that it is right. */
export const CONTACT_CONFIRMED = 'urn:skranke:contact-confirmed'
/** On a RelatedPerson: `full` or `shared`, see `guardianAccess`. */
export const GUARDIAN_ACCESS = 'urn:skranke:guardian-access'
/** On an Appointment: who reminds the patient, `clinic` or `nobody`; whoever is not named keeps silent. */
export const REMINDED_BY = 'urn:skranke:reminded-by'
/** On an Appointment: where a video visit is held. */
export const VIDEO_LINK = 'urn:skranke:video-link'
/** What a portal's booking is known by there. */
export const PORTAL_BOOKING = 'urn:skranke:portal:booking'
/** The wording that was read before a consent, by its version. */
export const WORDING_URI = 'urn:skranke:consent-wording:'
