import type { InboundMessage, OutboundMessage } from '@contract/messages'
import type { Country } from '@contract/values'
import { formatTelephone } from '../../platform/telephone'
import type { InboundRow } from './inbox.queries'
import type { ListedMessage } from './messages.queries'
import { nameOf, type PersonOnNumber } from './person.queries'
import type { ReplyOutcomeRow } from './reply.queries'

const RETRYABLE: ReadonlySet<OutboundMessage['state']> = new Set(['failed', 'uncertain'])

/** A new code is made; the place that was offered has gone on to the next; nobody is asked the same twice. */
const NEVER_AGAIN: ReadonlySet<OutboundMessage['purpose']> = new Set([
  'one-time-code',
  'waiting-list-offer',
  'contact-check',
  'consent-ask',
  'portal-answer'
])

/** By a person's decision a failed or uncertain message goes once more; a code or an offer never does. */
export function canRetry({
  state,
  purpose,
  settled_at
}: Pick<ListedMessage, 'state' | 'purpose' | 'settled_at'>): boolean {
  return RETRYABLE.has(state) && !NEVER_AGAIN.has(purpose) && settled_at === null
}

export function canCancel({
  state,
  parts_accepted
}: Pick<ListedMessage, 'state' | 'parts_accepted'>): boolean {
  return state === 'queued' && parts_accepted === 0
}

/** In place of a number that is not shown, such as that of a guardian with a protected address. */
export const HIDDEN = '•••'

function shownRecipient(
  { recipient, channel, is_guardian_protected }: ListedMessage,
  country: Country
): string {
  if (recipient === null) return ''
  if (is_guardian_protected === 1) return HIDDEN
  return channel === 'sms' ? formatTelephone(recipient, country) : recipient
}

/** As the contract has it: the digits of a code are not in the text. */
export function toOutbound(row: ListedMessage, country: Country): OutboundMessage {
  return {
    id: row.id,
    direction: 'out',
    patientId: row.patient_id,
    patientName:
      row.family_name === null
        ? null
        : nameOf({ given_name: row.given_name ?? '', family_name: row.family_name }),
    appointmentId: row.appointment_id,
    purpose: row.purpose,
    channel: row.channel,
    recipient: shownRecipient(row, country),
    text: row.body,
    isWithheld: false,
    state: row.state,
    reason: row.reason,
    segments: row.segments,
    attempts: row.attempts,
    createdAt: row.created_at,
    notBefore: row.not_before,
    expiresAt: row.expires_at,
    sentAt: row.sent_at,
    deliveredAt: row.delivered_at,
    canRetry: canRetry(row),
    canCancel: canCancel(row)
  }
}

/** That somebody with a protected address has this number is not told by name to whoever reads the inbox. */
function candidateOf({ patientId, name, isProtected }: PersonOnNumber): InboundMessage['candidates'][number] {
  return { patientId, name: isProtected ? '' : name, isProtected }
}

export interface InboundSurroundings {
  readonly people: readonly PersonOnNumber[]
  readonly country: Country
  readonly patientName: string | null
  readonly outcomes: readonly ReplyOutcomeRow[]
  readonly assigneeName: string | null
}

export function toInbound(
  row: InboundRow,
  { people, country, patientName, outcomes, assigneeName }: InboundSurroundings
): InboundMessage {
  return {
    id: row.id,
    direction: 'in',
    patientId: row.patient_id,
    patientName,
    candidates: people.length > 1 ? people.map(candidateOf) : [],
    sender: row.sender.startsWith('+') ? formatTelephone(row.sender, country) : row.sender,
    text: row.body,
    isWithheld: false,
    isComplete: row.is_complete === 1,
    receivedAt: row.received_at,
    isRead: row.is_read === 1,
    handledAs: row.outcome ?? row.handled_as,
    handledAt: row.handled_at,
    isLate: row.is_late === 1,
    appointments: outcomes
      .filter(({ inbound_message_id }) => inbound_message_id === row.id)
      .map(({ appointment_id, patient_id, start_at, outcome }) => ({
        appointmentId: appointment_id,
        patientId: patient_id,
        start: start_at,
        outcome
      })),
    assignedTo: row.assigned_to === null ? null : { userId: row.assigned_to, name: assigneeName ?? '' }
  }
}
