import { hostname, networkInterfaces } from 'node:os'
import type { NetworkInterface } from '@contract/lan'

/** The networks this PC is on: one IPv4 address each. The loopback comes last; only programs on this PC reach it. */
export type ListInterfaces = () => readonly NetworkInterface[]

export const systemInterfaces: ListInterfaces = () => {
  const all = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) => {
    const found = addresses.find(({ family }) => family === 'IPv4')
    return found ? [{ name, address: found.address, isInternal: found.internal }] : []
  })
  return all
    .sort((a, b) => Number(a.isInternal) - Number(b.isInternal) || a.name.localeCompare(b.name))
    .map(({ name, address }) => ({ name, address }))
}

/** Under what names a browser on the network may call this PC. */
export function namesOf(address: string): string[] {
  const host = hostname().toLowerCase()
  const isName = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*$/.test(host)
  return [...new Set([address, ...(isName ? [host, `${host.replace(/\..*$/, '')}.local`] : [])])]
}
