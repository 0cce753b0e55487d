import type { PortalTest, PortalTestStep } from '@contract/portal'
import { DOWN_FAULTS, lookAtKey, PortalFault, type PortalFaultName, type ServerKey } from '../../portal'
import { notePin, type PortalConnection } from './connection.queries'
import { storedNow } from './context'
import { clientCertificateOf, openRemote, type Remoteness } from './remote'
import { codedTrouble } from './trouble.rules'

const STEPS: readonly PortalTestStep[] = [
  'reach',
  'key',
  'portal',
  'clock',
  'sign-in',
  'status',
  'fhir',
  'events'
]
const PATIENCE_MS = 10_000
/** The most by which two clocks may differ: the life of a signed request (SMART Backend Services). */
const MOST_CLOCK_MS = 300_000

interface Found {
  serverKey: ServerKey | null
  clockSeconds: number | null
  software: string | null
}

/** Walks the whole way to the portal, one named step after the other, until one fails. */
export async function testConnection(
  dependencies: Remoteness,
  connection: PortalConnection
): Promise<PortalTest> {
  const found: Found = { serverKey: null, clockSeconds: null, software: null }
  const ending = new AbortController()
  let reached = 0
  const step = (name: PortalTestStep): void => {
    reached = STEPS.indexOf(name)
  }
  try {
    step('reach')
    await look(dependencies, connection, found)
    if (found.serverKey) step('key')
    const { context, session, close } = await openRemote(dependencies, connection, ending.signal)
    try {
      await context.fhir.read('Patient', 'none', ending.signal).catch((error: unknown) => {
        if (isOfTheLine(error)) throw error
      })
      step('portal')
      await session.token.address(ending.signal)
      step('clock')
      const offset = session.time.offsetMs
      found.clockSeconds = offset === null ? null : Math.round(offset / 1_000)
      if (offset !== null && Math.abs(offset) > MOST_CLOCK_MS) throw new PortalFault('wrong-clock')
      step('sign-in')
      await session.token.token(ending.signal)
      step('status')
      found.software = (await context.clinic.status(ending.signal)).software
      step('fhir')
      await context.fhir.findAll(
        'Practitioner',
        { _count: '1', identifier: 'urn:skranke:test|0' },
        ending.signal
      )
      step('events')
      const path = '/clinic/events?wait=0'
      const head = await session.open({
        ...{ method: 'GET', path, signal: ending.signal },
        headers: { accept: 'application/json' }
      })
      if (head.status !== 200) throw new PortalFault('not-a-portal')
    } finally {
      close()
    }
    return { ...found, steps: STEPS.map((name) => ({ step: name, outcome: 'ok' })), error: null }
  } catch (error) {
    const coded = codedTrouble(error)
    if (coded === null) throw error
    return { ...found, steps: outcomes(reached), error: coded }
  } finally {
    ending.abort()
  }
}

const FAULTS_OF_THE_LINE: ReadonlySet<PortalFaultName> = new Set([
  ...DOWN_FAULTS,
  'pin-mismatch',
  'pin-unconfirmed',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-foreign',
  'client-certificate-refused',
  'timeout'
])

function isOfTheLine(error: unknown): boolean {
  return error instanceof PortalFault && FAULTS_OF_THE_LINE.has(error.fault)
}

/** Looks at the server's key before anything is said to it, and notes it for the manager to confirm. */
async function look(
  { database, clock }: Remoteness,
  connection: PortalConnection,
  found: Found
): Promise<void> {
  const url = new URL(connection.base_url)
  if (url.protocol !== 'https:') return
  const key = await lookAtKey({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 443),
    client: clientCertificateOf(connection),
    timeoutMs: PATIENCE_MS
  })
  found.serverKey = key
  await database.write((transaction) => notePin(transaction, key.sha256, storedNow({ clock })))
}

function outcomes(failed: number): PortalTest['steps'] {
  const reached = (index: number) => (index === failed ? 'failed' : 'not-reached')
  return STEPS.map((step, index) => ({ step, outcome: index < failed ? 'ok' : reached(index) }))
}
