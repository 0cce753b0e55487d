import { PortalType as PORTAL_TYPE, type ClinicClient, type FhirClient, type Pause } from '../../portal'
import type { Reader } from '../../database/database'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { Log } from '../../platform/log'
import { findAgreedByRemote } from './agreed.queries'
import type { PortalKind, PortalKinds, PortalMark, PortalResource, PortalType } from './kind'
import type { Remote } from './resource-shape'
import { idIn } from './resource-shape'
import type { SyncDatabase } from './writes-together'

/** What every step of the sync works with. */
export interface SyncContext {
  readonly database: SyncDatabase
  readonly clock: Clock
  readonly log: Log
  /** In [0, 1). */
  readonly random: () => number
  readonly pause: Pause
  readonly kinds: PortalKinds
  readonly fhir: FhirClient
  readonly clinic: ClinicClient
  /** Names the clinic in identifiers. */
  readonly clinicKey: string
  /** Ends everything that waits. */
  readonly signal: AbortSignal
  /** After a commit that pages may show. */
  readonly onChanged: () => void
}

export const storedNow = ({ clock }: Pick<SyncContext, 'clock'>): string => toStoredInstant(clock.now())

/** The clinic's own name for it, by which it is found again. */
export function identifierOf({ clinicKey }: Pick<SyncContext, 'clinicKey'>, { type, localId }: PortalMark) {
  return { system: `urn:skranke:${clinicKey}:${type}`, value: String(localId) }
}

/** A search for one identifier, as `identifier` and `If-None-Exist` take it. */
export const token = ({ system, value }: { system: string; value: string }): string => `${system}|${value}`

/** The local id that the clinic has written on it; null for what was made at the portal, or bears nonsense. */
export function ownIdOn(
  { clinicKey }: Pick<SyncContext, 'clinicKey'>,
  resource: PortalResource
): number | null {
  const system = `urn:skranke:${clinicKey}:${resource.resourceType}`
  const identifiers: unknown = resource.identifier
  const all: readonly { system?: string; value?: string }[] = Array.isArray(identifiers) ? identifiers : []
  const value = all.find((identifier) => identifier.system === system)?.value
  return value !== undefined && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : null
}

/** The kind for a type that is known only as the program runs; what it is given is of that type, as both came together. */
export function kindOf({ kinds }: Pick<SyncContext, 'kinds'>, type: PortalType): PortalKind {
  return kinds[type]
}

export const localIdIn =
  (reader: Reader) =>
  async (type: PortalType, reference: string | undefined): Promise<number | null> => {
    const id = idIn(reference, type)
    return id === null ? null : ((await findAgreedByRemote(reader, type, id))?.local_id ?? null)
  }

export function typeOf(type: string): PortalType {
  return PORTAL_TYPE.parse(type)
}

/** What is kept after both sides agree: the portal's own body and version. */
export function agreedOn(localId: number, resource: Remote, etag: string | null, at: string) {
  return {
    type: resource.resourceType,
    local_id: localId,
    remote_id: resource.id,
    etag,
    last_updated: resource.meta?.lastUpdated ?? at,
    body: JSON.stringify(resource)
  }
}
