import type { RegisterSettings, RegisterSettingsDraft } from '@contract/contact-register'
import { MASKINPORTEN_ISSUER, REGISTER_ADDRESS, readPrivateKey } from '../../contact-register'
import { isLoopback } from '../../mail'
import { AppError } from '../../platform/app-error'

/** As they are kept, in the encrypted database alone. */
export interface StoredRegister extends RegisterSettings {
  readonly privateKey: string
}

/** Off: a clinic that is no public body, or has not been granted access, must not ask. */
export const NO_REGISTER: StoredRegister = {
  isOn: false,
  address: REGISTER_ADDRESS,
  issuer: MASKINPORTEN_ISSUER,
  clientId: '',
  keyId: '',
  privateKey: ''
}

/**
 * The settings as they may be used. A clinic in training may ask a register on its own PC.
 * @throws AppError `register-address-invalid` {field}, `register-field-missing` {field}, `register-key-unreadable`,
 * `register-key-needed`: a key that is kept signs for the client it was given for and for no other
 */
export function checkedRegister(
  draft: RegisterSettingsDraft,
  { kept, isTraining }: { kept: StoredRegister; isTraining: boolean }
): StoredRegister {
  const { privateKey, ...rest } = draft
  const isSameClient = rest.clientId === kept.clientId && rest.issuer === kept.issuer
  const key = privateKey ?? (isSameClient ? kept.privateKey : '')
  const settings = { ...rest, privateKey: key }
  for (const field of ['address', 'issuer'] as const)
    if (!isUsable(settings[field], isTraining)) throw new AppError('register-address-invalid', { field })
  if (key !== '') readPrivateKey(key)
  if (!settings.isOn) return settings
  for (const field of ['clientId', 'keyId'] as const)
    if (settings[field] === '') throw new AppError('register-field-missing', { field })
  if (key === '') throw new AppError('register-key-needed')
  return settings
}

function isUsable(address: string, isTraining: boolean): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, search, hash } = new URL(address)
  if (username !== '' || search !== '' || hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isTraining && isLoopback(hostname))
}
