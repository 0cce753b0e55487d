import type { MessagePurpose } from '@contract/messages'
import type { Reader } from '../../database/database'
import type { MessagingContext, Moment } from './context'
import type { MessageRow } from './outbox.queries'
import type { PersonFacts, SendingVerdict } from './sending.rules'

/** So long a message waits when the register could not be asked. */
const WAIT_SECONDS = 60

/** What the person has asked for just now, whoever she is to the register: she waits for it. */
const ASKED_FOR: ReadonlySet<MessagePurpose> = new Set<MessagePurpose>([
  'one-time-code',
  'answer',
  'arrival-code',
  'operator'
])

type Standing = Awaited<ReturnType<MessagingContext['register']['standing']>>

/** Whether whoever gets the message, the patient or a guardian, may be written to as the national register has it. */
export async function registerStanding(
  { register }: Pick<MessagingContext, 'register'>,
  reader: Reader,
  { row, person }: { row: Pick<MessageRow, 'purpose' | 'channel'>; person: PersonFacts | null }
): Promise<Standing> {
  const target = row.channel === 'sms' ? person?.target : person?.email?.target
  if (!target?.ok || ASKED_FOR.has(row.purpose)) return 'free'
  return await register.standing(reader, target.recipientId)
}

/** Reserved there is reserved here; while the register does not answer, nothing that needs its word leaves. */
export function refusedByRegister(
  standing: 'reserved' | 'unreachable',
  { now }: Pick<Moment, 'now'>
): Extract<SendingVerdict, { kind: 'end' | 'wait' }> {
  return standing === 'reserved'
    ? { kind: 'end', state: 'blocked', reason: 'register-reserved' }
    : { kind: 'wait', until: now.add({ seconds: WAIT_SECONDS }), reason: 'register-waiting' }
}
