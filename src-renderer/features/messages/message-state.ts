import type { InboundMessage, MessageState, OutboundMessage } from '@contract/messages'

export type StateTone = 'ok' | 'wait' | 'late' | 'neutral'

export interface StateLook {
  /** A sign beside the word, so that colour never speaks alone. */
  readonly glyph: string
  readonly tone: StateTone
}

const LOOKS = {
  queued: { glyph: '◷', tone: 'neutral' },
  sending: { glyph: '↑', tone: 'neutral' },
  sent: { glyph: '✓', tone: 'neutral' },
  delivered: { glyph: '✓✓', tone: 'ok' },
  failed: { glyph: '✕', tone: 'late' },
  uncertain: { glyph: '?', tone: 'wait' },
  expired: { glyph: '!', tone: 'wait' },
  superseded: { glyph: '↷', tone: 'neutral' },
  blocked: { glyph: '–', tone: 'wait' },
  cancelled: { glyph: '–', tone: 'neutral' }
} as const satisfies Record<MessageState, StateLook>

export function lookOf(state: MessageState): StateLook {
  return LOOKS[state]
}

/** The word of a state, the same everywhere: what is to go later is planned, what could go now is in the queue. */
export function stateWord(
  { state, notBefore }: Pick<OutboundMessage, 'state' | 'notBefore'>,
  nowMs: number
): MessageState | 'planned' {
  return state === 'queued' && Date.parse(notBefore) > nowMs ? 'planned' : state
}

const HANDLED_LOOKS = {
  desk: { glyph: '', tone: 'neutral' },
  stop: { glyph: '–', tone: 'wait' },
  asked: { glyph: '?', tone: 'neutral' },
  confirmed: { glyph: '✓', tone: 'ok' },
  cancelled: { glyph: '✕', tone: 'wait' },
  kept: { glyph: '✓', tone: 'neutral' },
  refused: { glyph: '!', tone: 'late' },
  unanswered: { glyph: '!', tone: 'wait' },
  'offer-accepted': { glyph: '✓', tone: 'ok' },
  'offer-declined': { glyph: '–', tone: 'neutral' },
  'offer-late': { glyph: '!', tone: 'wait' },
  'contact-confirmed': { glyph: '✓', tone: 'ok' },
  'contact-disputed': { glyph: '✕', tone: 'late' },
  restarted: { glyph: '✓', tone: 'ok' },
  'consent-given': { glyph: '✓', tone: 'ok' },
  'consent-declined': { glyph: '–', tone: 'neutral' }
} as const satisfies Record<InboundMessage['handledAs'], StateLook>

/** What the program did with a reply. */
export function handledLookOf(handledAs: InboundMessage['handledAs']): StateLook {
  return HANDLED_LOOKS[handledAs]
}

export type NextStep =
  | 'correct-number'
  | 'correct-email'
  | 'new-code'
  | 'call'
  | 'print-letter'
  | 'ask-consent'
  | 'wait'
  | 'mend-modem'
  | 'mend-email'
  | 'none'

/** Refusals (3GPP TS 24.011 annex E) and final reports (23.040 § 9.2.3.15) that point at the number. */
const NUMBER_REASONS: readonly string[] = [
  ...['cms-1', 'cms-21', 'mobile-changed', 'turned-16', 'number-disputed'],
  ...[64, 65, 66, 67, 69, 73].map((status) => `status-${status}`)
]
/** What a person mends at the modem, the SIM card or the subscription. */
const MODEM_REASONS: readonly string[] = [
  ...['not-ready', 'port-lost', 'modem-restarted', 'no-prompt', 'busy', 'closed'],
  ...[8, 10, 28, 29, 30, 50, 69, 310, 311, 312, 313, 315, 316, 317, 318, 330, 331].map(
    (code) => `cms-${code}`
  ),
  ...[10, 11, 12, 13, 15, 16, 17, 18].map((code) => `cme-${code}`)
]
/** What the patient can tell: the address is wrong, or takes nothing. */
const ADDRESS_REASONS: readonly string[] = ['email-missing', 'email-changed', 'email-recipient-refused']
/** What a manager mends in the settings, or the server's people do. */
const SERVER_REASONS: readonly string[] = [
  ...[
    'host-unknown',
    'refused',
    'no-answer',
    'not-smtp',
    'connection-lost',
    'starttls-missing',
    'tls-failed'
  ],
  ...['certificate-expired', 'certificate-foreign', 'certificate-untrusted', 'clock-wrong'],
  ...['sign-in', 'sign-in-not-offered', 'sign-in-required', 'sign-in-later', 'sender-refused', 'relay-denied']
].map((fault) => `email-${fault}`)
/** Nothing is to be done: it is as it should be. */
const SETTLED_REASONS: readonly string[] = ['consent-withdrawn', 'deceased']

/** What the desk can do about a message that did not arrive. */
export function nextStepOf({
  state,
  reason,
  purpose
}: Pick<OutboundMessage, 'state' | 'reason' | 'purpose'>): NextStep {
  if (state === 'queued' || state === 'sending') return waitingStep(reason)
  const isStopped = state === 'failed' || state === 'blocked'
  const isLost = state === 'uncertain' || state === 'expired'
  if (!isStopped && !isLost) return 'none'
  const step = isLost ? lostStep(reason) : stepOfReason(reason ?? '')
  // A code is not told in a letter or by telephone.
  return purpose === 'one-time-code' && (isLost || step === 'call') ? 'new-code' : step
}

function waitingStep(reason: string | null): NextStep {
  if (needsServer(reason)) return 'mend-email'
  return needsModem(reason) ? 'mend-modem' : 'wait'
}

/** What never left because of the mail server is the server's matter first. */
function lostStep(reason: string | null): NextStep {
  return needsServer(reason) ? 'mend-email' : 'call'
}

function stepOfReason(reason: string): NextStep {
  if (SETTLED_REASONS.includes(reason)) return 'none'
  if (reason === 'reserved' || reason === 'register-reserved') return 'print-letter'
  if (reason === 'consent-missing') return 'ask-consent'
  if (ADDRESS_REASONS.includes(reason)) return 'correct-email'
  if (needsServer(reason)) return 'mend-email'
  if (reason.startsWith('mobile-') || NUMBER_REASONS.includes(reason)) return 'correct-number'
  return needsModem(reason) ? 'mend-modem' : 'call'
}

function needsServer(reason: string | null): boolean {
  return reason !== null && SERVER_REASONS.includes(reason)
}

function needsModem(reason: string | null): boolean {
  return reason !== null && MODEM_REASONS.includes(reason)
}
