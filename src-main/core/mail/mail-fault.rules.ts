import type { EmailTestStep } from '@contract/email'
import { AppError, type ErrorParameters } from '../platform/app-error'

/** What nodemailer says of an error; `response` is the server's own line. */
export interface SmtpFailure {
  readonly code?: string | undefined
  readonly originalCode?: string | undefined
  readonly command?: string | undefined
  readonly response?: string | undefined
  readonly responseCode?: number | undefined
}

/** Codes of OpenSSL's verification, as Node hands them on. */
const CERTIFICATE_FAULTS: Readonly<Record<string, MailFault>> = {
  CERT_HAS_EXPIRED: 'email-certificate-expired',
  CERT_NOT_YET_VALID: 'email-clock-wrong',
  ERR_TLS_CERT_ALTNAME_INVALID: 'email-certificate-foreign',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'email-certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'email-certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'email-certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'email-certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'email-certificate-untrusted',
  CERT_UNTRUSTED: 'email-certificate-untrusted',
  CERT_REVOKED: 'email-certificate-untrusted'
}

/** The step of setting up at which each fault stands. */
const STEPS = {
  'email-host-unknown': 'look-up',
  'email-refused': 'connection',
  'email-no-answer': 'connection',
  'email-not-smtp': 'connection',
  'email-connection-lost': 'connection',
  'email-starttls-missing': 'encryption',
  'email-tls-failed': 'encryption',
  'email-certificate-expired': 'encryption',
  'email-certificate-foreign': 'encryption',
  'email-certificate-untrusted': 'encryption',
  'email-clock-wrong': 'encryption',
  'email-sign-in': 'sign-in',
  'email-sign-in-not-offered': 'sign-in',
  'email-sign-in-required': 'sign-in',
  'email-sign-in-later': 'sign-in',
  'email-sender-refused': 'acceptance',
  'email-relay-denied': 'acceptance',
  'email-recipient-refused': 'acceptance',
  'email-recipient-later': 'acceptance',
  'email-mailbox-full': 'acceptance',
  'email-content-refused': 'acceptance',
  'email-server-later': 'acceptance',
  'email-unanswered': 'acceptance'
} as const satisfies Record<string, EmailTestStep>

export type MailFault = keyof typeof STEPS

export function stepOfFault(fault: MailFault): EmailTestStep {
  return STEPS[fault]
}

export function isMailFault(code: string): code is MailFault {
  return code in STEPS
}

/** Why no connection, encryption or sign-in came about. */
export function sessionFault(failure: SmtpFailure): MailFault {
  const { code = '', originalCode = '' } = failure
  const certificate = CERTIFICATE_FAULTS[originalCode] ?? CERTIFICATE_FAULTS[code]
  if (certificate) return certificate
  if (code === 'EDNS' || originalCode === 'ENOTFOUND' || originalCode === 'EAI_AGAIN')
    return 'email-host-unknown'
  if (code === 'EAUTH') return signInFault(failure)
  if (originalCode === 'ECONNREFUSED') return 'email-refused'
  if (code === 'ETIMEDOUT' || /UNREACH|ETIMEDOUT/.test(originalCode)) return 'email-no-answer'
  if (/^ERR_SSL|^EPROTO$/.test(originalCode)) return 'email-tls-failed'
  if (code === 'ETLS') return failure.response === undefined ? 'email-tls-failed' : 'email-starttls-missing'
  if (code === 'EPROTOCOL') return 'email-not-smtp'
  return 'email-connection-lost'
}

function signInFault({ responseCode, response = '' }: SmtpFailure): MailFault {
  // RFC 4954 § 6: 454 is a passing failure of the server; everything else says no to user and password.
  if (responseCode === 454 || (responseCode !== undefined && responseCode < 500)) return 'email-sign-in-later'
  return /not (supported|implemented|available)/i.test(response)
    ? 'email-sign-in-not-offered'
    : 'email-sign-in'
}

/** Whose matter a refusal is: `person`: the settings are wrong and every message would be refused. */
export interface Refusal {
  readonly fault: MailFault
  readonly class: 'permanent' | 'retry-backoff' | 'person'
}

/** What the server's answer to one message means (RFC 5321 § 4.2.1, RFC 3463). Null: it gave none. */
export function refusalOf(failure: SmtpFailure): Refusal | null {
  const { responseCode, command = '', response = '' } = failure
  if (responseCode === undefined) return null
  const isPermanent = responseCode >= 500 && responseCode !== 503
  if (responseCode === 530 || responseCode === 538)
    return { fault: 'email-sign-in-required', class: 'person' }
  if (command === 'MAIL FROM')
    return isPermanent ? { fault: 'email-sender-refused', class: 'person' } : later('email-server-later')
  if (command === 'RCPT TO') return recipientRefusal({ response, isPermanent })
  return isPermanent ? { fault: 'email-content-refused', class: 'permanent' } : later('email-server-later')
}

function recipientRefusal({ response, isPermanent }: { response: string; isPermanent: boolean }): Refusal {
  if (!isPermanent) return later('email-recipient-later')
  if (/\b5\.2\.2\b|^552/.test(response)) return { fault: 'email-mailbox-full', class: 'permanent' }
  if (/\b5\.7\.\d+\b.*relay|relay(ing)? (access )?denied/i.test(response))
    return { fault: 'email-relay-denied', class: 'permanent' }
  return { fault: 'email-recipient-refused', class: 'permanent' }
}

function later(fault: MailFault): Refusal {
  return { fault, class: 'retry-backoff' }
}

/** @returns what a page can say of it; the server's own words are in no log and no parameter that is logged */
export function mailError(fault: MailFault, parameters: ErrorParameters, cause: unknown): AppError {
  return new AppError(fault, parameters, { cause })
}
