import type { LanScreen } from '@contract/lan'

/** Whether this page runs in a browser on another PC, and not in the program's own window. */
export const isOnOtherPc = !('skranke' in globalThis)

/** The screen in front of patients that this page is, by its address; null: the desk. */
export function screenOf(hash: string): LanScreen | null {
  const [, name] = /^#\/(wall|check-in)(?:\/|$)/.exec(hash) ?? []
  if (name === 'wall') return 'wall'
  return name === 'check-in' ? 'check-in' : null
}

/** Where the socket is opened: as the page's own address says, so that a screen brings the secret end of its own. */
export function socketAddress({ host, hash }: Pick<Location, 'host' | 'hash'>): string {
  const path = screenOf(hash) === null ? '' : hash.slice(1).replace(/[?#].*$/, '')
  return `wss://${host}/socket${path}`
}
