import { isRestartNotice } from '../at/answers'
import type { LineFrame } from '../at/framer'

/** What a line that nobody asked for means to us. */
export type Notice =
  /** A delivery report itself. */
  | { readonly kind: 'report'; readonly pdu: string }
  /** A message or report was stored. `+CMTI: ,-1` names no place: memory is empty and the index negative then. */
  | { readonly kind: 'stored'; readonly memory: string; readonly index: number }
  | { readonly kind: 'full' }
  | { readonly kind: 'restarted' }
  | { readonly kind: 'registration' }

/** Reads an unasked line; null for what does not concern messages, and for noise. */
export function readNotice({ text, pdu }: LineFrame): Notice | null {
  if (text.startsWith('+CDS:') && pdu !== null) return { kind: 'report', pdu }
  const [, memory, index] = /^\+(?:CMTI|CDSI): ?"?(\w*)"?, ?(-?\d+)/.exec(text) ?? []
  if (memory !== undefined) return { kind: 'stored', memory, index: Number(index) }
  if (/SMS FULL|SMMEMFULL/.test(text)) return { kind: 'full' }
  if (isRestartNotice(text)) return { kind: 'restarted' }
  return /^\+C(E|G)?REG:/.test(text) ? { kind: 'registration' } : null
}
