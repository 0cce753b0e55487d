import type { CodeableConcept, Extension, Meta, Period, Reference } from '@medplum/fhirtypes'
import type { PortalType } from '../../../portal/wire'
import { profilesOf, type PortalClinic } from './systems.rules'

/** Empty lists are no FHIR: what there is none of is left out. */
export function listed<K extends string, T>(key: K, list: readonly T[]): Partial<Record<K, T[]>> {
  const held: Partial<Record<K, T[]>> = {}
  if (list.length > 0) held[key] = [...list]
  return held
}

/** What is null or empty is left out. */
export function given<K extends string>(key: K, value: string | null): Partial<Record<K, string>> {
  const held: Partial<Record<K, string>> = {}
  if (value !== null && value !== '') held[key] = value
  return held
}

export function periodOf(start: string | null, end: string | null): { period?: Period } {
  return start === null && end === null ? {} : { period: { ...given('start', start), ...given('end', end) } }
}

/** `meta` as the clinic writes it; version and time are the portal's. */
export function metaOf(type: PortalType, { country }: PortalClinic): { meta?: Meta } {
  const profile = profilesOf(type, country)
  return profile.length === 0 ? {} : { meta: { profile } }
}

/** A relative reference; a portal's own id is at most 64 letters, digits, dots and dashes (FHIR R4, id). */
export function referenceTo<T extends PortalType>(type: T, remoteId: string): { reference: string } {
  return { reference: `${type}/${remoteId}` }
}

const ID = /^[A-Za-z0-9.-]{1,64}$/

/** The id in a reference to a resource of that type on the portal itself; null for anything else. */
export function referencedId(reference: Reference | undefined, type: PortalType): string | null {
  const [named, id, ...rest] = (reference?.reference ?? '').split('/')
  return named === type && id !== undefined && rest.length === 0 && ID.test(id) ? id : null
}

/** The first code of a system. */
export function codeOf(concepts: readonly CodeableConcept[] | undefined, system: string): string | null {
  const codings = (concepts ?? []).flatMap(({ coding = [] }) => coding)
  return codings.find((coding) => coding.system === system)?.code ?? null
}

export function extensionOf(extensions: readonly Extension[] | undefined, url: string): Extension | null {
  return extensions?.find((extension) => extension.url === url) ?? null
}

/** Line breaks and tabs stay; what is invisible goes (Unicode general category C). */
const INVISIBLE = /(?![\n\t])\p{C}/gu

/** Text a person typed at the portal, as plain text of at most so many characters. It never becomes markup anywhere. */
export function plainText(text: string | undefined, maximum: number): string {
  return [...(text ?? '').replaceAll('\r\n', '\n').replace(INVISIBLE, '').trim()].slice(0, maximum).join('')
}
