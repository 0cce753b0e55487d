import type { Database } from '../../database/database'
import type { Clock } from '../../platform/clock'
import { describeError, type Log } from '../../platform/log'
import {
  ClinicClient,
  createNodeHttp,
  FhirClient,
  PortalSession,
  type ClientCertificate,
  type Pause,
  type PortalHttp,
  type ServerKey
} from '../../portal'
import { listPins, notePin, type PortalConnection } from './connection.queries'
import { storedNow, type SyncContext } from './context'
import type { KindLoader } from './kind'
import { writesTogether } from './writes-together'

export interface Remoteness {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  readonly pause: Pause
  readonly newId: () => string
  readonly loadKinds: KindLoader
  /** Tests put themselves in between. */
  readonly wrapHttp?: (http: PortalHttp) => PortalHttp
  readonly onChanged: () => void
}

export interface OpenRemote {
  readonly context: SyncContext
  readonly session: PortalSession
  /** Ends every connection. */
  close(): void
}

/** What the clinic shows where the portal asks for a certificate; null where it has none. */
export function clientCertificateOf({
  client_certificate: certificate,
  client_certificate_key: key
}: PortalConnection): ClientCertificate | null {
  return certificate === '' ? null : { certificate, key }
}

/** Opens the way to the portal that the settings name; nothing is said on it yet. */
export async function openRemote(
  dependencies: Remoteness,
  connection: PortalConnection,
  signal: AbortSignal
): Promise<OpenRemote> {
  const { database, clock, log, random, pause, newId, loadKinds, wrapHttp, onChanged } = dependencies
  const { kinds, committed } = await loadKinds()
  const pins = new Set(
    (await listPins(database.reader)).flatMap(({ sha256, confirmed_at }) =>
      confirmed_at === null ? [] : [sha256]
    )
  )
  const seen = new Set<string>()
  const wire = createNodeHttp({
    pins: () => pins,
    client: clientCertificateOf(connection),
    onKey: ({ sha256 }: ServerKey) => {
      if (seen.has(sha256)) return
      seen.add(sha256)
      // The manager sees it beside the others, and may confirm it when the portal has said that it comes.
      void database
        .write((transaction) => notePin(transaction, sha256, storedNow({ clock })))
        .catch((error: unknown) => log.error('portal-pin-not-noted', describeError(error)))
    }
  })
  const session = new PortalSession({
    http: wrapHttp ? wrapHttp(wire.http) : wire.http,
    pause,
    clock,
    newId,
    base: connection.base_url,
    clientId: connection.client_id,
    key: { privateKey: connection.private_key, keyId: connection.key_id }
  })
  const context: SyncContext = {
    ...{ database: writesTogether(database), clock, log, random, pause, kinds, signal },
    onChanged() {
      committed()
      onChanged()
    },
    fhir: new FhirClient(session),
    clinic: new ClinicClient(session),
    clinicKey: connection.clinic_key ?? ''
  }
  return { context, session, close: () => wire.close() }
}
