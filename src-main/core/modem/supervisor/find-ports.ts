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
  '05c6', // Qualcomm, as Quectel UC15/UC20 and older dongles name themselves
  '1bc7', // Telit
  '1546', // u-blox
  '1e2d', // Cinterion, Gemalto, Thales
  '0681', // Siemens
  '1199', // Sierra Wireless
  '114f', // Wavecom
  '0af0', // Option
  '0bdb', // Ericsson
  '2cb7', // Fibocom
  '1435', // Wistron NeWeb
  '1410', // Novatel
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

/** Which device a port is of, whatever the port is called now; null where the system does not say. */
export function usbId({ vendorId, productId, serialNumber }: PortInfo): string | null {
  if (vendorId === undefined || productId === undefined) return null
  return [vendorId, productId, serialNumber ?? ''].join(':').toLowerCase()
}

/** The ports of a device of that make, and of that very device first. */
export function portsOf(id: string, ports: readonly PortInfo[]): string[] {
  const make = (each: string): string => each.split(':', 2).join(':')
  const ofMake = ports.filter((port) => make(usbId(port) ?? '') === make(id))
  const isSame = (port: PortInfo): boolean => usbId(port) === id
  return ofMake.sort((one, other) => Number(isSame(other)) - Number(isSame(one))).map(({ path }) => path)
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

async function onDisk(pattern: string): Promise<string[]> {
  if (!isGlob(pattern)) return (await exists(pattern)) ? [pattern] : []
  const name = matcher(basename(pattern))
  const folder = dirname(pattern)
  const entries = await readdir(folder).catch(() => []) // a folder that is not there holds no port
  return entries.filter((entry) => name.test(entry)).map((entry) => join(folder, entry))
}

/** The ports that were asked for by path or glob. The system's list is only consulted for names that are no files. */
export async function namedPorts(
  patterns: readonly string[],
  list: () => Promise<readonly PortInfo[]>
): Promise<string[]> {
  const files = await Promise.all(patterns.map(onDisk))
  const isMissing = files.some((found) => found.length === 0)
  const listed = isMissing ? (await list()).map(({ path }) => path) : []
  const found = patterns.map((pattern, index) => {
    const names = listed.filter((path) => matcher(pattern).test(path))
    return [...new Set([...(files[index] ?? []), ...names])].sort()
  })
  return [...new Set(found.flat())]
}
