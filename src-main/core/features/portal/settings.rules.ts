import { isLoopback } from '../../mail'
import { AppError } from '../../platform/app-error'
import type { PortalConnection } from './connection.queries'

/**
 * The base address without a slash at its end. A clinic in training may use a portal on its own PC without TLS.
 * @throws AppError `portal-address-invalid`
 */
export function checkedAddress(address: string, isTraining: boolean): string {
  const trimmed = address.trim().replace(/\/+$/, '')
  if (!URL.canParse(trimmed)) throw new AppError('portal-address-invalid')
  const { protocol, username, search, hash } = new URL(trimmed)
  const isSafe = protocol === 'https:' || (isTraining && isOnThisPc(trimmed))
  if (!isSafe || username !== '' || search !== '' || hash !== '') throw new AppError('portal-address-invalid')
  return trimmed
}

/**
 * Whether all is there that the first request needs.
 * @throws AppError `portal-address-invalid`, `portal-client-missing`, `portal-key-missing`, `portal-pin-missing`
 */
export function checkReady(
  connection: PortalConnection,
  { isTraining, hasPin }: { isTraining: boolean; hasPin: boolean }
): void {
  const address = checkedAddress(connection.base_url, isTraining)
  if (connection.client_id === '') throw new AppError('portal-client-missing')
  if (connection.private_key === '') throw new AppError('portal-key-missing')
  if (address.startsWith('https:') && !hasPin) throw new AppError('portal-pin-missing')
}

/** Two: the one in use, and the one that follows it. */
export const MOST_CONFIRMED_PINS = 2

/** Without TLS, and so for training only: patients' pages and clinic's address are then the same. */
export function isOnThisPc(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'http:' && isLoopback(hostname)
}
