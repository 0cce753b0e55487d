import type { Resource } from '@medplum/fhirtypes'
import { z } from 'zod'
import { PORTAL_TYPES, type PortalType } from '../../../src-main/core/portal/wire'

/** A resource of one of the portal's types, as HL7 FHIR R4 has it. */
export type ResourceOf<Type extends PortalType> = Extract<Resource, { resourceType: Type }>
export type AnyResource = ResourceOf<PortalType>

/** What of a resource is checked when it comes in: the clinic checks its own before they leave, the portal its own. */
export const IncomingResource = z.looseObject({
  resourceType: z.enum(PORTAL_TYPES),
  id: z.string().optional()
})
export type IncomingResource = z.infer<typeof IncomingResource>

/** As it is kept. */
export interface Kept {
  readonly type: PortalType
  readonly id: string
  readonly version: number
  /** Microseconds since 1970: unlike any other's. */
  readonly updated: number
  /** With `id` and `meta`; never changed in place. */
  readonly body: IncomingResource
  /** What it can be found by, such as `identifier=urn:x|1`. */
  readonly keys: readonly string[]
}

const MICROS = 1_000

/** An instant with six digits of fraction, so that text order is time order. */
export function instantText(micros: number): string {
  const ms = Math.floor(micros / MICROS)
  return new Date(ms).toISOString().replace('Z', `${String(micros % MICROS).padStart(3, '0')}Z`)
}

/** The microseconds of an instant or date; null where it is none. */
export function microsOf(text: string): number | null {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) return null
  const beyond = /\.\d{3}(\d{1,3})/.exec(text)?.[1] ?? ''
  return ms * MICROS + Number(beyond.padEnd(3, '0'))
}

export function etagOf({ version }: Pick<Kept, 'version'>): string {
  return `W/"${version}"`
}
