import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import type { Actor } from '../../rpc/handlers'
import { wishOf } from './candidates'
import { storedAt, wholePlace, type WaitingListContext } from './context'
import { deadlineOf, freeNumber } from './deadline.rules'
import { findEntries, type EntryRow } from './entry.queries'
import { fits } from './fit.rules'
import { changeOffer, offersOf, offersTo, type OfferRow, type RoundRow } from './round.queries'

/** So long back an offer to the same telephone may still be answered. */
const MEMORY_HOURS = 48

export interface Asking {
  readonly round: RoundRow
  readonly offer: OfferRow
  readonly actor: Actor
}

/** Writes the SMS to the next in turn, by the rules as they are at this moment; who cannot be asked is passed over. */
export async function askOne(
  context: WaitingListContext,
  transaction: Transaction,
  asking: Asking
): Promise<void> {
  const { offer } = asking
  const reason = await tryToAsk(context, transaction, asking)
  if (reason === null) return
  const skipped = { state: 'skipped' as const, reason, ended_at: storedAt(context.clock.now()) }
  await changeOffer(transaction, { id: offer.id, from: ['next'] }, skipped)
}

/** @returns why not, or null when the SMS is in the outbox */
async function tryToAsk(
  context: WaitingListContext,
  transaction: Transaction,
  { round, offer, actor }: Asking
): Promise<string | null> {
  const now = context.clock.now()
  const [entry] = await findEntries(transaction, [offer.entry_id])
  if (!entry || entry.state !== 'waiting' || !fits(wishOf(entry), wholePlace(round), now.epochMilliseconds))
    return 'does-not-fit'
  const address = await context.messages.addressOf(transaction, entry.patient_id)
  if (!address.ok) return address.reason
  const isAsked = (await offersOf(transaction, [round.id])).some(
    (other) => other.state === 'open' && other.recipient === address.recipient
  )
  // The answer would not tell for whom it is.
  if (isAsked) return 'same-mobile'
  const start = Temporal.Instant.from(round.start_at)
  const notBefore = await context.messages.earliest(transaction, start)
  const deadline = deadlineOf({ notBefore, start, ...minutesOf(round, entry) })
  if (!deadline) return 'too-late'
  const since = storedAt(now.subtract({ hours: MEMORY_HOURS }))
  const open = (await offersTo(transaction, address.recipient, since)).filter(({ state }) => state === 'open')
  const number = freeNumber(open.flatMap(({ code }) => code ?? []))
  const messageId = await context.messages.ask(transaction, {
    patientId: entry.patient_id,
    address,
    key: `offer/${offer.id}`,
    start,
    until: deadline.until,
    number: open.length === 0 ? null : number,
    notBefore,
    expiresAt: deadline.askUntil
  })
  await changeOffer(
    transaction,
    { id: offer.id, from: ['next'] },
    {
      state: 'open',
      recipient: address.recipient,
      code: number,
      message_id: messageId,
      offered_at: storedAt(now),
      expires_at: storedAt(deadline.until)
    }
  )
  await context.audit.record(transaction, actor, {
    action: 'waiting-list.offered',
    patientId: entry.patient_id,
    detail: `offer ${offer.id}`
  })
  return null
}

function minutesOf(round: RoundRow, entry: EntryRow) {
  return { answerMinutes: round.answer_minutes, noticeMinutes: entry.notice_minutes }
}
