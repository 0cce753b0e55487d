import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  X509Certificate
} from 'node:crypto'
import { isIP } from 'node:net'
import { generate } from 'selfsigned'
import { z } from 'zod'
import type { Database } from '../database/database'
import { deriveKey } from '../database/key-envelope'
import { findCertificate, writeCertificate, type CertificateRow } from './certificate.queries'

const DAY_MS = 86_400_000
/** Each renewal makes every PC ask again whether it trusts the desk, so it is not done often. */
const VALID_DAYS = 825
const RENEWED_BEFORE_DAYS = 30
const CIPHER = 'aes-256-gcm'

export interface Certificate {
  /** PEM. */
  readonly certificate: string
  readonly privateKey: string
  readonly validUntil: Date
}

export interface CertificateOptions {
  readonly database: Database
  /** The database key; the private key is wrapped with one derived from it. */
  readonly key: Buffer
  /** Names and addresses of this PC. */
  readonly names: readonly string[]
  /** The real time, by which browsers judge a certificate; not the clinic's, which a demonstration may move. */
  readonly now: Date
}

/**
 * The clinic's certificate, made when it is first needed. It is renewed a month before it ends and when the PC has a new
 * name or address, with the key it has.
 */
export async function readyCertificate(options: CertificateOptions): Promise<Certificate> {
  const { database, key, names, now } = options
  const row = await findCertificate(database.reader)
  if (row && isGood(row, names, now)) return opened(row, key)
  const made = await makeCertificate(names, now, row ? opened(row, key).privateKey : null)
  await database.write(async (transaction) => {
    await writeCertificate(transaction, sealed(made, key, names))
  })
  return made
}

/** Of the certificate there is; null before the first. */
export async function certificateOnHand(
  database: Database
): Promise<{ fingerprint: string; validUntil: string } | null> {
  const row = await findCertificate(database.reader)
  return row && { fingerprint: fingerprintOf(row.certificate), validUntil: row.valid_until }
}

/** SHA-256 as browsers show it: `3F:A0:…`. */
export function fingerprintOf(certificate: string): string {
  return new X509Certificate(certificate).fingerprint256
}

function isGood({ names, valid_until }: CertificateRow, wanted: readonly string[], now: Date): boolean {
  const known = z.array(z.string()).parse(JSON.parse(names))
  const isForAll = wanted.every((name) => known.includes(name))
  return isForAll && Date.parse(valid_until) - now.getTime() > RENEWED_BEFORE_DAYS * DAY_MS
}

async function makeCertificate(
  names: readonly string[],
  now: Date,
  formerKey: string | null
): Promise<Certificate> {
  // A day back, for PCs whose clocks are slow.
  const notBeforeDate = new Date(now.getTime() - DAY_MS)
  const notAfterDate = new Date(now.getTime() + VALID_DAYS * DAY_MS)
  const made = await generate([{ name: 'commonName', value: 'Skranke' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate,
    ...(formerKey === null ? {} : { keyPair: { privateKey: formerKey, publicKey: publicOf(formerKey) } }),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name }))
      }
    ]
  })
  return { certificate: made.cert, privateKey: made.private, validUntil: notAfterDate }
}

function publicOf(privateKey: string): string {
  return createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'pem' }).toString()
}

function sealed(
  { certificate, privateKey, validUntil }: Certificate,
  key: Buffer,
  names: readonly string[]
): CertificateRow {
  const nonce = randomBytes(12)
  const cipher = createCipheriv(CIPHER, wrappingKey(key), nonce)
  const wrapped = Buffer.concat([cipher.update(privateKey, 'utf8'), cipher.final()])
  return {
    certificate,
    key_nonce: nonce.toString('base64'),
    key_wrapped: wrapped.toString('base64'),
    key_tag: cipher.getAuthTag().toString('base64'),
    names: JSON.stringify(names),
    valid_until: validUntil.toISOString()
  }
}

function opened(row: CertificateRow, key: Buffer): Certificate {
  const decipher = createDecipheriv(CIPHER, wrappingKey(key), Buffer.from(row.key_nonce, 'base64'))
  decipher.setAuthTag(Buffer.from(row.key_tag, 'base64'))
  const privateKey = Buffer.concat([
    decipher.update(Buffer.from(row.key_wrapped, 'base64')),
    decipher.final()
  ]).toString('utf8')
  return { certificate: row.certificate, privateKey, validUntil: new Date(row.valid_until) }
}

function wrappingKey(key: Buffer): Buffer {
  return deriveKey(key, 'certificate for other PCs')
}
