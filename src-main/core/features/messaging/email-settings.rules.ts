import type { EmailSettings, EmailSettingsDraft } from '@contract/email'
import { isLoopback } from '../../mail'
import { AppError } from '../../platform/app-error'
import { parseEmail } from '../patients'

/** As they are kept, in the encrypted database alone. */
export interface StoredEmail extends EmailSettings {
  readonly password: string
}

/** What a clinic starts with: off, and the port and kind that most servers ask for (RFC 8314 § 3). */
export const NO_EMAIL: StoredEmail = {
  isOn: false,
  host: '',
  port: 465,
  security: 'tls',
  user: '',
  password: '',
  senderName: '',
  senderAddress: '',
  replyTo: ''
}

/**
 * The settings as they may be used.
 * @throws AppError `email-host-missing`, `email-address-invalid` {field}, `email-plain-refused`,
 * `email-password-needed`: a password that is kept goes to the server it was given for and to no other
 */
export function checkedEmail(
  draft: EmailSettingsDraft,
  { kept, isTraining }: { kept: StoredEmail; isTraining: boolean }
): StoredEmail {
  const { password, ...rest } = draft
  const isSameServer = rest.host === kept.host && rest.port === kept.port && rest.user === kept.user
  const isWeaker = rest.security === 'none' && kept.security !== 'none'
  const settings = { ...rest, password: password ?? (isSameServer && !isWeaker ? kept.password : '') }
  if (!settings.isOn && settings.host === '') return settings
  if (!/^[\p{L}\p{N}][\p{L}\p{N}.:-]*$/u.test(settings.host)) throw new AppError('email-host-missing')
  if (settings.security === 'none' && !(isTraining && isLoopback(settings.host)))
    throw new AppError('email-plain-refused')
  if (settings.user !== '' && settings.password === '') throw new AppError('email-password-needed')
  return {
    ...settings,
    senderAddress: checkedAddress(settings.senderAddress, 'senderAddress'),
    replyTo: settings.replyTo === '' ? '' : checkedAddress(settings.replyTo, 'replyTo')
  }
}

/** @throws AppError `email-address-invalid` {field} */
export function checkedAddress(text: string, field: string): string {
  const reading = parseEmail(text)
  if (!reading.ok) throw new AppError('email-address-invalid', { field })
  return reading.email
}
