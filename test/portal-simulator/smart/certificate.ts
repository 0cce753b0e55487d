import { createHash, X509Certificate } from 'node:crypto'
import { generate } from 'selfsigned'

const DAY_MS = 86_400_000

export interface PortalCertificate {
  /** PEM. */
  readonly key: string
  readonly cert: string
  /** SHA-256 of the public key (SPKI), base64: what the clinic pins. */
  readonly pin: string
}

/** A certificate that vouches for itself, with a key of its own; from and until are days from today. */
export async function makePortalCertificate({
  host = 'localhost',
  from = -1,
  until = 30
} = {}): Promise<PortalCertificate> {
  const today = Date.now()
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(today + from * DAY_MS),
    notAfterDate: new Date(today + until * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [{ type: 2, value: host }]
      }
    ]
  })
  const spki = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' })
  return { key, cert, pin: createHash('sha256').update(spki).digest('base64') }
}
