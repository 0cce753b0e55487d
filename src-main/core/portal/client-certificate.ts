import { createPrivateKey, X509Certificate } from 'node:crypto'
import { AppError } from '../platform/app-error'
import type { ClientCertificate } from './pins'

export interface CertificateFacts {
  readonly subject: string
  /** ISO 8601. */
  readonly validTo: string
}

/**
 * What the clinic's own certificate says, where the portal asks for one (mutual TLS).
 * @throws AppError `portal-own-certificate-unreadable`, `portal-own-certificate-other-key`
 */
export function readClientCertificate({ certificate, key }: ClientCertificate): CertificateFacts {
  const read = readBoth(certificate, key)
  if (!read.certificate.checkPrivateKey(read.key)) throw new AppError('portal-own-certificate-other-key')
  const { subject, validTo } = read.certificate
  return { subject: subject.replaceAll('\n', ', '), validTo: new Date(validTo).toISOString() }
}

function readBoth(certificate: string, key: string) {
  try {
    return { certificate: new X509Certificate(certificate), key: createPrivateKey(key) }
  } catch (error) {
    throw new AppError('portal-own-certificate-unreadable', {}, { cause: error })
  }
}
