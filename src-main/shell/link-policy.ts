import { parseAddress } from './address'

/** Hosts whose https pages may open in the clinic's browser. None so far: the desk links to nothing outside itself. */
const ALLOWED_HOSTS: readonly string[] = []

export function mayOpenExternally(address: string, allowedHosts: readonly string[] = ALLOWED_HOSTS): boolean {
  const url = parseAddress(address)
  return (
    url !== null &&
    url.protocol === 'https:' &&
    !url.username &&
    !url.port &&
    allowedHosts.includes(url.hostname)
  )
}
