import { parseAddress } from './address'

/** What is looked at of an IPC event; Electron's own event has this shape. */
export interface FrameSender {
  readonly sender: { readonly id: number; readonly mainFrame: unknown }
  readonly senderFrame: { readonly url: string } | null
}

/** A frame is believed only from the main frame of one of our own windows while it shows a page of our own origin. */
export function isTrustedSender(
  event: FrameSender,
  windowIds: ReadonlySet<number>,
  pageOrigins: readonly string[]
): boolean {
  const frame = event.senderFrame
  if (!frame || frame !== event.sender.mainFrame) return false
  return windowIds.has(event.sender.id) && isOwnPage(frame.url, pageOrigins)
}

export function isOwnPage(address: string, pageOrigins: readonly string[]): boolean {
  const url = parseAddress(address)
  // `origin` is "null" for a scheme of our own, so scheme and host are compared.
  return url !== null && pageOrigins.includes(`${url.protocol}//${url.host}`)
}
