import { createHash, X509Certificate } from 'node:crypto'
import { connect, type TLSSocket } from 'node:tls'
import { PortalFault, type PortalFaultName } from './faults'

export interface ClientCertificate {
  /** PEM. */
  readonly certificate: string
  readonly key: string
}

export interface ServerKey {
  /** SHA-256 of the public key (SubjectPublicKeyInfo), base64: it stays when the certificate is renewed for the same key. */
  readonly sha256: string
  readonly subject: string
  readonly issuer: string
  /** ISO 8601. */
  readonly validTo: string
  /** Whether an authority that this PC trusts stands behind it. */
  readonly isTrusted: boolean
}

export interface SecureConnectOptions {
  readonly host: string
  readonly port: number
  readonly client: ClientCertificate | null
  readonly timeoutMs: number
}

/**
 * A connection whose server has shown one of these keys; nothing has been said on it yet.
 * @throws PortalFault `certificate-expired`, `pin-mismatch`, `pin-unconfirmed`, `timeout`, `unreachable`
 */
export async function connectPinned(
  options: SecureConnectOptions,
  pins: ReadonlySet<string>,
  onKey: (key: ServerKey) => void
): Promise<TLSSocket> {
  const socket = await shake(options)
  const key = serverKeyOf(socket)
  onKey(key)
  const fault = verdict(key, { pins, error: String(socket.authorizationError ?? '') })
  if (fault === null) return socket
  socket.destroy()
  throw new PortalFault(fault)
}

/** Looks at the server's key and says nothing to it. */
export async function lookAtKey(options: SecureConnectOptions): Promise<ServerKey> {
  const socket = await shake(options)
  try {
    return serverKeyOf(socket)
  } finally {
    socket.destroy()
  }
}

/** A pinned key needs no authority behind it; one that is out of date is refused whoever it belongs to. */
function verdict(
  { sha256 }: ServerKey,
  { pins, error }: { pins: ReadonlySet<string>; error: string }
): PortalFaultName | null {
  if (error.includes('CERT_HAS_EXPIRED') || error.includes('CERT_NOT_YET_VALID')) return 'certificate-expired'
  if (pins.size === 0) return 'pin-unconfirmed'
  return pins.has(sha256) ? null : 'pin-mismatch'
}

function serverKeyOf(socket: TLSSocket): ServerKey {
  const certificate = new X509Certificate(socket.getPeerCertificate(false).raw)
  const key = certificate.publicKey.export({ type: 'spki', format: 'der' })
  return {
    sha256: createHash('sha256').update(key).digest('base64'),
    subject: certificate.subject,
    issuer: certificate.issuer,
    validTo: new Date(certificate.validTo).toISOString(),
    isTrusted: socket.authorized
  }
}

/** A TLS alert about the certificate that we showed or did not show (RFC 8446 § 6.2); TLS 1.3 sends it after the handshake. */
export function refusesOurCertificate(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    /^ERR_SSL_.*_ALERT_(?:.*CERTIFICATE.*|UNKNOWN_CA|HANDSHAKE_FAILURE)$/.test(String(error.code))
  )
}

async function shake({ host, port, client, timeoutMs }: SecureConnectOptions): Promise<TLSSocket> {
  return await new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      // A name is proved by the pinned key; an address has no name to ask for.
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      minVersion: 'TLSv1.2',
      // Judged by `verdict`, before anything is sent.
      rejectUnauthorized: false,
      ...(client ? { cert: client.certificate, key: client.key } : {})
    })
    const giveUp = (fault: PortalFaultName, cause?: unknown) => {
      socket.destroy()
      reject(new PortalFault(fault, { cause }))
    }
    const timer = setTimeout(() => giveUp('timeout'), timeoutMs)
    const onError = (error: Error) => {
      clearTimeout(timer)
      giveUp(refusesOurCertificate(error) ? 'client-certificate-refused' : 'unreachable', error)
    }
    socket.once('error', onError)
    socket.once('secureConnect', () => {
      clearTimeout(timer)
      socket.off('error', onError)
      resolve(socket)
    })
  })
}
