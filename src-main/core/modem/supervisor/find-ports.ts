import { access, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** What is known of a port without opening it; serialport's list() gives such. */
export interface PortInfo {
  readonly path: string
  readonly vendorId?: string | undefined
  readonly productId?: string | undefined
  readonly serialNumber?: string | undefined
}

/** Makers of GSM modems by USB vendor id (linux-usb.org/usb.ids). */
const modemVendors = new Set([
  '12d1', // Huawei
  '19d2', // ZTE
  '1e0e', // SIMCom, Qualcomm / Option
  '2c7c', // Quectel
  '1bc7', // Telit
  '1546', // u-blox
  '1e2d', // Cinterion, Gemalto, Thales
  '0681', // Siemens
  '1199', // Sierra Wireless
  '114f', // Wavecom
  '0af0', // Option
  '0bdb', // Ericsson
  '1bbb', // Alcatel
  '06e0' // MultiTech
])

/** USB-to-serial chips, which may hide a modem, or something else altogether. */
const bridgeVendors = new Set(['0403', '067b', '10c4', '1a86'])

function rank({ vendorId }: PortInfo): number {
  const vendor = vendorId?.toLowerCase() ?? ''
  if (modemVendors.has(vendor)) return 0
  return bridgeVendors.has(vendor) ? 1 : 2
}

/** Ports worth probing: known modems, then bridges. Nothing else is ever written to: it may be another device's. */
export function probablePorts(ports: readonly PortInfo[]): string[] {
  return ports
    .filter((port) => rank(port) < 2)
    .sort(
      (one, other) => rank(one) - rank(other) || one.path.localeCompare(other.path, 'en', { numeric: true })
    )
    .map(({ path }) => path)
}

function isGlob(path: string): boolean {
  return /[*?]/.test(path)
}

function matcher(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false
  )
}

async function expand(pattern: string, listed: readonly string[]): Promise<string[]> {
  if (!isGlob(pattern)) return listed.includes(pattern) || (await exists(pattern)) ? [pattern] : []
  const name = matcher(basename(pattern))
  const folder = dirname(pattern)
  const entries = await readdir(folder).catch(() => []) // a folder that is not there holds no port
  const files = entries.filter((entry) => name.test(entry)).map((entry) => join(folder, entry))
  const named = listed.filter((path) => matcher(pattern).test(path))
  return [...new Set([...files, ...named])].sort()
}

/** Ports to try, best first: the paths and globs asked for where there are any, else the probable ones of the list. */
export async function findPorts(
  patterns: readonly string[],
  list: () => Promise<readonly PortInfo[]>
): Promise<string[]> {
  const ports = await list()
  if (patterns.length === 0) return probablePorts(ports)
  const listed = ports.map(({ path }) => path)
  const found = await Promise.all(patterns.map((pattern) => expand(pattern, listed)))
  return [...new Set(found.flat())]
}
