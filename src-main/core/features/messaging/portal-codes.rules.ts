import type { CodeOutcome } from '@contract/codes'
import type { MessageState } from '@contract/messages'
import type { PortalCodeRequestTable, PortalCodeTryTable } from '../../database/tables/portal'
import type { CodeRefusal, CodeState } from '../../portal/wire'
import { kindOfFailure } from './login-facts.rules'

export type Refusal = NonNullable<PortalCodeRequestTable['refusal']>
export type TryOutcome = PortalCodeTryTable['outcome']

/** All codes that the portal may have sent: one that has gone wrong must not empty the clinic's SIM. */
export const PORTAL_LIMITS = [
  { minutes: 10, most: 100 },
  { minutes: 24 * 60, most: 2_000 }
] as const

/** What of a refusal the portal may know: whether it is a matter of time, and nothing about the patient. */
export function refusalFor(code: string): Refusal | null {
  if (code === 'code-limit') return 'limit'
  return NOT_ALLOWED.has(code) ? 'not-allowed' : null
}

const NOT_ALLOWED: ReadonlySet<string> = new Set([
  'not-found',
  'reserved',
  'mobile-missing',
  'number-disputed',
  'consent-withdrawn'
])

export interface CodeOnItsWay {
  readonly refusal: Refusal | null
  readonly received_at: string
  /** Of the message that carries it; null where there is none. */
  readonly state: MessageState | null
  readonly reason: string | null
  readonly sent_at: string | null
  readonly delivered_at: string | null
  readonly ended_at: string | null
}

export interface ToldState {
  readonly state: CodeState
  readonly at: string
  readonly reason: CodeRefusal | null
}

/** How far a code has come, in the words of docs/portal-protocol.md. */
export function toldState(code: CodeOnItsWay): ToldState {
  const { refusal, state } = code
  if (refusal === 'expired') return { state: 'expired', at: code.received_at, reason: null }
  if (refusal !== null) return { state: 'refused', at: code.received_at, reason: refusal }
  if (state === null) return { state: 'queued', at: code.received_at, reason: null }
  const told = STATES[state]
  const at = momentOf(told, code) ?? code.received_at
  return { state: told, at, reason: told === 'failed' ? reasonOf(state, code.reason) : null }
}

function momentOf(told: CodeState, { sent_at, delivered_at, ended_at }: CodeOnItsWay): string | null {
  if (told === 'queued') return null
  if (told === 'sent') return sent_at
  return told === 'delivered' ? delivered_at : ended_at
}

const STATES = {
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  failed: 'failed',
  blocked: 'failed',
  cancelled: 'failed',
  uncertain: 'uncertain',
  expired: 'expired',
  // A newer code has taken its place before it left.
  superseded: 'expired'
} as const satisfies Record<MessageState, CodeState>

function reasonOf(state: MessageState, failure: string | null): CodeRefusal {
  if (state === 'blocked') return 'not-allowed'
  return kindOfFailure(failure) === 'own' ? 'modem' : 'unreachable'
}

/** What the portal is told of digits that were typed there. */
export function tryOutcome({ outcome, triesLeft }: Pick<CodeOutcome, 'outcome' | 'triesLeft'>): TryOutcome {
  if (outcome === 'ended') return triesLeft === 0 ? 'tries-used-up' : 'expired'
  return OUTCOMES[outcome]
}

const OUTCOMES = {
  verified: 'right',
  wrong: 'wrong',
  'too-few': 'length',
  'too-many': 'length',
  'older-code': 'older',
  expired: 'expired',
  used: 'used'
} as const satisfies Record<Exclude<CodeOutcome['outcome'], 'ended'>, TryOutcome>

/** Whether digits typed for `asked` may be those of a code for `sent`. Null: at the desk, where either proves a mobile. */
export function servesFor(
  sent: PortalCodeRequestTable['purpose'],
  asked: PortalCodeRequestTable['purpose'] | null
): boolean {
  return asked === null || asked === sent
}
