import type { Resource } from '@medplum/fhirtypes'
import { z } from 'zod'
import type { PortalResource } from './kind'
import { PortalType, WireId } from '../../portal'

/** A resource as it stands at the portal: it has an id and a version. */
export type Remote = PortalResource & { readonly id: string }

// Made once: a schema is compiled where it is first used, which takes longer than all that it looks at afterwards.
const Typed = z.looseObject({ resourceType: PortalType })
const Named = z.looseObject({ resourceType: PortalType, id: WireId })
const AnyRemote = z.custom<Remote>((value) => Named.safeParse(value).success)
const AnyBody = z.custom<PortalResource>((value) => Typed.safeParse(value).success)

/** Null for what is none of the types that are exchanged, or has no id as FHIR has them. */
export function asRemote(resource: Resource | null): Remote | null {
  const read = AnyRemote.safeParse(resource)
  return read.success ? read.data : null
}

export function readBodyText(text: string): PortalResource {
  return AnyBody.parse(JSON.parse(text))
}

/** @throws ZodError where a person has made something else of it */
export function asBody(value: unknown): PortalResource {
  return AnyBody.parse(value)
}

/** `W/"n"` of the version the resource names. */
export function etagOf(resource: { meta?: { versionId?: string } }): string | null {
  const version = resource.meta?.versionId
  return version === undefined ? null : `W/"${version}"`
}

/** The patient whom a resource is about, by the id at the portal; null where it names none. Nothing in it is trusted. */
export function patientNamedIn(resource: unknown): string | null {
  const read = Naming.safeParse(resource)
  if (!read.success) return null
  const { resourceType, id, patient, subject, participant = [] } = read.data
  if (resourceType === 'Patient') return id ?? null
  const named = [patient, subject, read.data.for, ...participant.map(({ actor }) => actor)]
  const ids = named.flatMap((one) => idIn(one?.reference, 'Patient') ?? [])
  return ids[0]?.slice(0, LONGEST_ID) ?? null
}

const LONGEST_ID = 64
const Reference = z.looseObject({ reference: z.string().optional() }).optional().catch(undefined)
const Naming = z.looseObject({
  resourceType: z.string(),
  id: z.string().optional().catch(undefined),
  patient: Reference,
  subject: Reference,
  for: Reference,
  participant: z
    .array(z.looseObject({ actor: Reference }))
    .optional()
    .catch(undefined)
})

/** The id in `Type/id` or in an address that ends so; null for anything else. */
export function idIn(reference: string | undefined, type: string): string | null {
  const parts = (reference ?? '').split('/_history/')[0]?.split('/') ?? []
  const id = parts.at(-1)
  return parts.at(-2) === type && id ? id : null
}
