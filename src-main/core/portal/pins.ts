import { createHash, X509Certificate } from 'node:crypto'
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls'
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
}

export interface SecureConnectOptions {
  readonly host: string
  readonly port: number
  readonly client: ClientCertificate | null
  readonly timeoutMs: number
}

/**
 * A connection whose server has shown one of these keys; nothing has been said on it yet.
 * @throws PortalFault `certificate-expired`, `certificate-not-yet-valid`, `certificate-foreign`, `pin-mismatch`,
 *   `pin-unconfirmed`, `client-certificate-refused`, `timeout`, `broken-off`, `address-unknown`, `unreachable`
 */
export async function connectPinned(
  options: SecureConnectOptions,
  pins: ReadonlySet<string>,
  onKey: (key: ServerKey) => void
): Promise<TLSSocket> {
  const socket = await shake(options)
  const key = serverKeyOf(socket)
  onKey(key)
  const isForHost = checkServerIdentity(options.host, socket.getPeerCertificate(false)) === undefined
  const fault = verdict(key, { pins, isForHost, error: String(socket.authorizationError ?? '') })
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

/** A pinned key needs neither an authority nor a name; a certificate that is out of date is refused whoever it belongs to. */
function verdict(
  { sha256 }: ServerKey,
  { pins, isForHost, error }: { pins: ReadonlySet<string>; isForHost: boolean; error: string }
): PortalFaultName | null {
  if (error.includes('CERT_HAS_EXPIRED')) return 'certificate-expired'
  if (error.includes('CERT_NOT_YET_VALID')) return 'certificate-not-yet-valid'
  if (pins.has(sha256)) return null
  if (!isForHost) return 'certificate-foreign'
  return pins.size === 0 ? 'pin-unconfirmed' : 'pin-mismatch'
}

function serverKeyOf(socket: TLSSocket): ServerKey {
  const certificate = new X509Certificate(socket.getPeerCertificate(false).raw)
  const key = certificate.publicKey.export({ type: 'spki', format: 'der' })
  return {
    sha256: createHash('sha256').update(key).digest('base64'),
    subject: certificate.subject,
    issuer: certificate.issuer,
    validTo: new Date(certificate.validTo).toISOString()
  }
}

/** A TLS alert about the certificate that we showed or did not show (RFC 8446 § 6.2); TLS 1.3 sends it after the handshake. */
function refusesOurCertificate(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    /^ERR_SSL_.*_ALERT_(?:.*CERTIFICATE.*|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR|HANDSHAKE_FAILURE)$/.test(
      String(error.code)
    )
  )
}

/** The fault for what Node says went wrong with a connection. */
export function faultOfConnection(error: unknown): PortalFaultName {
  if (refusesOurCertificate(error)) return 'client-certificate-refused'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'address-unknown'
  // EPROTO and ERR_SSL_…: what answered was no TLS, or another version of it.
  return /^(?:EPROTO$|ERR_SSL_)/.test(code) ? 'broken-off' : 'unreachable'
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
    let isConnected = false
    const onError = (error: Error) => {
      clearTimeout(timer)
      const fault = faultOfConnection(error)
      giveUp(isConnected && fault === 'unreachable' ? 'broken-off' : fault, error)
    }
    socket.once('connect', () => {
      isConnected = true
    })
    socket.once('error', onError)
    socket.once('secureConnect', () => {
      clearTimeout(timer)
      socket.off('error', onError)
      resolve(socket)
    })
  })
}
