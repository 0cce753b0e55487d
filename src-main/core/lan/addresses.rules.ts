import type { LanScreen } from '@contract/lan'

const SCREEN = /^\/(wall|check-in)\/([\w-]{1,64})$/
const SOCKET = /^\/socket(?:\/(wall|check-in)\/([\w-]{1,64}))?$/

/** What a socket is opened for: a person, or one of the screens by the secret end of its address. */
export type SocketPurpose = { readonly kind: 'person' } | { readonly kind: LanScreen; readonly token: string }

/** Whether somebody typed the address of a screen. */
export function isScreenPath(path: string): boolean {
  return SCREEN.test(path)
}

/** Null for a path no socket is opened on. */
export function socketPurpose(path: string): SocketPurpose | null {
  const match = SOCKET.exec(path)
  if (!match) return null
  const [, kind, token] = match
  if (token === undefined) return { kind: 'person' }
  return { kind: kind === 'wall' ? 'wall' : 'check-in', token }
}

/** As a browser is given it. */
export function addressOf({ address, port }: { address: string; port: number }): string {
  return `https://${address}:${port}`
}
