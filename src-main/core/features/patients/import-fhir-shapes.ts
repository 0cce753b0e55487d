import { z } from 'zod'

/** Of each R4 resource only what is read; everything else may be there and is passed over. */
const Coding = z.looseObject({ system: z.string().optional(), code: z.string().optional() })
export type FhirCoding = z.infer<typeof Coding>
const Concept = z.looseObject({ coding: z.array(Coding).optional() })
const Period = z.looseObject({ start: z.string().optional(), end: z.string().optional() })
const Reference = z.looseObject({ reference: z.string().optional(), display: z.string().optional() })
const Extension = z.looseObject({ url: z.string(), valueBoolean: z.boolean().optional() })

const FhirIdentifier = z.looseObject({
  use: z.string().optional(),
  system: z.string().optional(),
  value: z.string().optional(),
  period: Period.optional(),
  type: Concept.optional(),
  assigner: Reference.optional()
})
export type FhirIdentifier = z.infer<typeof FhirIdentifier>

const HumanName = z.looseObject({
  use: z.string().optional(),
  text: z.string().optional(),
  family: z.string().optional(),
  given: z.array(z.string()).optional()
})

const Address = z.looseObject({
  use: z.string().optional(),
  text: z.string().optional(),
  line: z.array(z.string()).optional(),
  city: z.string().optional(),
  postalCode: z.string().optional(),
  extension: z.array(Extension).optional()
})

const ContactPoint = z.looseObject({
  system: z.string().optional(),
  value: z.string().optional(),
  use: z.string().optional(),
  rank: z.number().optional(),
  period: Period.optional()
})

/** Any resource, to know its kind. */
export const FhirResource = z.looseObject({ resourceType: z.string(), id: z.string().optional() })

export const FhirPatient = z.looseObject({
  resourceType: z.literal('Patient'),
  id: z.string().optional(),
  meta: z.looseObject({ security: z.array(Coding).optional() }).optional(),
  modifierExtension: z.array(z.unknown()).optional(),
  extension: z.array(Extension).optional(),
  active: z.boolean().optional(),
  identifier: z.array(FhirIdentifier).optional(),
  name: z.array(HumanName).optional(),
  telecom: z.array(ContactPoint).optional(),
  gender: z.string().optional(),
  birthDate: z.string().optional(),
  deceasedBoolean: z.boolean().optional(),
  deceasedDateTime: z.string().optional(),
  address: z.array(Address).optional(),
  contact: z.array(z.unknown()).optional(),
  communication: z
    .array(z.looseObject({ language: Concept.optional(), preferred: z.boolean().optional() }))
    .optional(),
  generalPractitioner: z.array(Reference).optional()
})
export type FhirPatient = z.infer<typeof FhirPatient>

export const FhirRelatedPerson = z.looseObject({
  resourceType: z.literal('RelatedPerson'),
  active: z.boolean().optional(),
  patient: Reference,
  identifier: z.array(FhirIdentifier).optional(),
  relationship: z.array(Concept).optional(),
  period: Period.optional()
})
export type FhirRelatedPerson = z.infer<typeof FhirRelatedPerson>

export const FhirConsent = z.looseObject({
  resourceType: z.literal('Consent'),
  status: z.string(),
  patient: Reference.optional(),
  provision: z
    .looseObject({
      type: z.string().optional(),
      purpose: z.array(Coding).optional(),
      code: z.array(Concept).optional()
    })
    .optional()
})
export type FhirConsent = z.infer<typeof FhirConsent>

export const FhirPractitioner = z.looseObject({
  resourceType: z.literal('Practitioner'),
  id: z.string().optional(),
  name: z.array(HumanName).optional()
})

export const BundleEntry = z.looseObject({ fullUrl: z.string().optional(), resource: z.unknown() })

/** A person's name on one line. */
export function nameOf(names: z.infer<typeof HumanName>[] | undefined): string {
  const name = names?.find(({ use }) => use === 'official') ?? names?.find(({ use }) => use !== 'old')
  return (
    [...(name?.given ?? []), name?.family].filter((part) => part !== undefined).join(' ') ||
    (name?.text ?? '')
  )
}
