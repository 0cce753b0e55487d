import type { EmailSettingsDraft, SavedEmailSettings, SmtpSecurity } from '@contract/email'

/** The port that goes with each kind of encryption (RFC 8314 § 3). */
const USUAL_PORTS = { tls: 465, starttls: 587, none: 25 } as const satisfies Record<SmtpSecurity, number>

/** The settings as they are edited; a password that is kept stays unless another one is typed. */
export function draftOf({ hasPassword: _kept, ...settings }: SavedEmailSettings): EmailSettingsDraft {
  return { ...settings, password: null }
}

/** The port follows the encryption as long as it is the usual one. */
export function portFor(port: number, security: SmtpSecurity): number {
  return Object.values<number>(USUAL_PORTS).includes(port) ? USUAL_PORTS[security] : port
}

/** Whether there is enough to try it or turn it on. */
export function isWhole({ host, senderAddress }: EmailSettingsDraft): boolean {
  return host.trim() !== '' && senderAddress.trim() !== ''
}
