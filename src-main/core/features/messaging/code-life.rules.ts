import type { CodeLife } from '@contract/codes'
import type { MessageState } from '@contract/messages'
import type { CodeRow } from './codes.queries'

/** The message's own end tells more than what became of the code afterwards: it never got there. */
export const NOT_ARRIVED = [
  'failed',
  'blocked',
  'cancelled',
  'expired',
  'uncertain'
] as const satisfies MessageState[]
export const ON_THE_WAY = ['queued', 'sending', 'sent', 'delivered'] as const satisfies MessageState[]

const STATES = {
  queued: 'asked',
  sending: 'on-modem',
  sent: 'sent',
  delivered: 'delivered',
  failed: 'failed',
  blocked: 'failed',
  cancelled: 'failed',
  expired: 'failed',
  uncertain: 'uncertain',
  superseded: 'replaced'
} as const satisfies Record<MessageState, CodeLife['state']>

/** The most telling state of a code: that it was used, that it never got there, how it ended, how far it has come. */
export function lifeStateOf(
  code: Pick<CodeRow, 'state' | 'expires_at'>,
  message: MessageState,
  now: string
): CodeLife['state'] {
  if (code.state === 'used') return 'used'
  if (NOT_ARRIVED.some((state) => state === message)) return STATES[message]
  if (code.state !== 'active') return code.state
  return code.expires_at <= now ? 'expired' : STATES[message]
}

/** When a code was used, ran out or was ended. */
export function endOf(
  state: CodeLife['state'],
  {
    expiresAt,
    codeEndedAt,
    messageEndedAt
  }: Record<'expiresAt', string> & Record<'codeEndedAt' | 'messageEndedAt', string | null>
): string | null {
  if (state === 'failed' || state === 'uncertain') return messageEndedAt
  if (state === 'expired') return expiresAt
  return codeEndedAt
}
