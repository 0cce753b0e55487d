import { generate } from 'selfsigned'

export interface Certificate {
  readonly key: string
  readonly cert: string
}

const DAY_MS = 86_400_000

/** A certificate that vouches for itself; from and until are days from today. */
export async function makeCertificate({
  host = 'localhost',
  from = -1,
  until = 30
}: { host?: string; from?: number; until?: number } = {}): Promise<Certificate> {
  const today = Date.now()
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(today + from * DAY_MS),
    notAfterDate: new Date(today + until * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] }
    ]
  })
  return { key, cert }
}
