/** Code systems and markings of FHIR R4 (hl7.org/fhir/R4) that imports and exports share. */

/** HL7 v3 Confidentiality: `R` restricted, `V` very restricted. */
export const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
/** HL7 v3 RoleCode: `PRN` parent, `PRNFOST` foster parent, `GUARD` guardian. */
export const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode'
/** HL7 v2 table 0131, contact role: `S` state agency. */
export const CONTACT_ROLE = 'http://terminology.hl7.org/CodeSystem/v2-0131'

/** What somebody is to a child, in the codes that RelatedPerson.relationship prefers (FHIR R4). */
export const RELATIONSHIPS = {
  parent: { system: ROLE_CODE, code: 'PRN' },
  'legal-guardian': { system: ROLE_CODE, code: 'GUARD' },
  'foster-parent': { system: ROLE_CODE, code: 'PRNFOST' },
  'child-welfare': { system: CONTACT_ROLE, code: 'S' }
} as const
/** HL7 v3 ActCode: `OPTIN`, `OPTOUT`. */
export const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
export const CONSENT_SCOPE = 'http://terminology.hl7.org/CodeSystem/consentscope'
export const LOINC = 'http://loinc.org'
/** LOINC: patient consent. */
export const LOINC_CONSENT = '59284-0'

/** What a message is for, and how it is sent: no published code system has these. */
export const CONSENT_PURPOSE_SYSTEM = 'urn:skranke:consent-purpose'
export const CONSENT_CHANNEL_SYSTEM = 'urn:skranke:consent-channel'

/** no-basis-Address (HL7 Norway): the address of the national register. */
export const OFFICIAL_ADDRESS = 'http://hl7.no/fhir/StructureDefinition/no-basis-address-official'

/** HL7 v2 table 0203: what kind of identifier it is, where its system is not named. */
export const IDENTIFIER_TYPE_CODE = 'http://terminology.hl7.org/CodeSystem/v2-0203'
