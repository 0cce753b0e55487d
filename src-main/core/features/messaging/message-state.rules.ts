import type { AppointmentMessageState } from '@contract/appointments'
import type { MessageState } from '@contract/messages'

export interface StateOfMessage {
  readonly state: MessageState
  readonly reason: string | null
  readonly due_at: string
  readonly settled_at: string | null
}

/** What a failure foreseen or met means to the desk: there is no number or no basis to write on. */
const NO_BASIS: ReadonlySet<string> = new Set([
  'mobile-missing',
  'consent-missing',
  'consent-withdrawn',
  'reserved',
  'deceased',
  'turned-16',
  'number-disputed'
])

/** The most telling state of an appointment's messages, given oldest first: trouble, then what has left, then what waits. */
export function messageStateOf(messages: readonly StateOfMessage[], now: string): AppointmentMessageState {
  if (messages.length === 0) return 'none'
  const open = messages.filter(({ settled_at }) => settled_at === null)
  if (open.some(({ state }) => state === 'failed')) return 'failed'
  if (open.some(({ state }) => state === 'uncertain')) return 'uncertain'
  const last = messages.findLast(
    ({ state }) => state === 'sent' || state === 'delivered' || state === 'blocked'
  )
  if (last?.state === 'sent' || last?.state === 'delivered') return last.state
  if (last) return 'no-basis'
  const waiting = messages.filter(({ state }) => state === 'queued' || state === 'sending')
  if (waiting.length === 0) return 'none'
  if (waiting.every(({ reason }) => reason !== null && NO_BASIS.has(reason))) return 'no-basis'
  return waiting.some(({ state, due_at }) => state === 'sending' || due_at <= now) ? 'queued' : 'planned'
}

/**
 * When a message that is put off is looked at again: at its expiry at the latest, so that what has expired is always
 * among what is due.
 */
export function putOffUntil(moment: string, { expires_at }: { readonly expires_at: string }): string {
  return moment < expires_at ? moment : expires_at
}
