import type { Resource } from '@medplum/fhirtypes'
import { z } from 'zod'
import type { PortalResource } from './kind'
import { PortalType } from '../../portal'

/** A resource as it stands at the portal: it has an id and a version. */
export type Remote = PortalResource & { readonly id: string }

const AnyRemote = z.custom<Remote>(
  (value) => z.looseObject({ resourceType: PortalType, id: z.string().min(1) }).safeParse(value).success
)
const AnyBody = z.custom<PortalResource>(
  (value) => z.looseObject({ resourceType: PortalType }).safeParse(value).success
)

/** Null for what is none of the types that are exchanged, or has no id. */
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

/** The id in `Type/id` or in an address that ends so; null for anything else. */
export function idIn(reference: string | undefined, type: string): string | null {
  const parts = (reference ?? '').split('/_history/')[0]?.split('/') ?? []
  const id = parts.at(-1)
  return parts.at(-2) === type && id ? id : null
}
