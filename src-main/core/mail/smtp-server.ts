import { getCACertificates } from 'node:tls'
import type { EmailSettings } from '@contract/email'

/** The server that takes the clinic's e-mail. */
export interface SmtpServer extends Pick<EmailSettings, 'host' | 'port' | 'security' | 'user'> {
  readonly password: string
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1'])

/** Nothing of what is sent there leaves the PC. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase())
}

/**
 * Who may vouch for a server's certificate: those the runtime knows and those the operating system trusts, for a
 * hospital's mail server often has a certificate of its own house.
 */
export function trustedAuthorities(): string[] {
  return [...getCACertificates('default'), ...getCACertificates('system')]
}
