import type { GapId, OfferId, OfferRoundId, WaitingListEntryId } from '@contract/ids'
import type { OfferMode, OfferRound } from '@contract/waiting-list'
import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { SYSTEM_ACTOR, type Actor } from '../../rpc/handlers'
import { placeHold, releaseHold } from '../appointments'
import { askOne } from './ask'
import { candidatesFor } from './candidates'
import { storedAt, wholePlace, type WaitingListContext } from './context'
import { findGap, setGapState, type GapRow } from './gap.queries'
import {
  changeOffer,
  closeRound,
  findRound,
  insertOffer,
  insertRound,
  offersOf,
  standingOffers,
  type OfferRow,
  type RoundRow
} from './round.queries'

/** States of a message in which nobody will answer it. */
const LOST: ReadonlySet<string> = new Set(['failed', 'expired', 'blocked', 'cancelled', 'superseded'])

export interface NewRound {
  readonly gapId: GapId
  readonly mode: OfferMode
  readonly answerMinutes: number
  readonly entryIds: readonly WaitingListEntryId[]
  readonly actor: Actor
}

/**
 * Holds the place and asks the first, or all at once.
 * @throws AppError `not-found`, `gap-closed`, `gap-past`, `gap-offered`, `slot-taken`, `waiting-list-changed`,
 * `waiting-list-nobody`
 */
export async function startRound(
  context: WaitingListContext,
  transaction: Transaction,
  { gapId, mode, answerMinutes, entryIds, actor }: NewRound
): Promise<OfferRoundId> {
  const now = context.clock.now()
  const gap = await usableGap(context, transaction, gapId)
  const fitting = await candidatesFor(context, transaction, wholePlace(gap), { gapId })
  if (entryIds.some((id) => !fitting.some((row) => row.id === id))) throw new AppError('waiting-list-changed')
  const holdId = await placeHold(transaction, wholePlace(gap), storedAt(now))
  const id = await insertRound(transaction, {
    gap_id: gapId,
    hold_id: holdId,
    mode,
    answer_minutes: answerMinutes,
    started_at: storedAt(now),
    started_by: actor.userId
  })
  for (const [index, entryId] of [...new Set(entryIds)].entries())
    await insertOffer(transaction, { round_id: id, entry_id: entryId, position: index + 1 })
  await advance(context, transaction, id, actor)
  const round = await findRound(transaction, id)
  if (round?.state !== 'running') throw new AppError('waiting-list-nobody')
  return id
}

/** @throws AppError `not-found`, `gap-closed`, `gap-past`, `gap-offered` */
async function usableGap(context: WaitingListContext, transaction: Transaction, id: GapId): Promise<GapRow> {
  const gap = await findGap(transaction, id)
  if (!gap) throw new AppError('not-found')
  if (gap.state === 'filled' || gap.state === 'dismissed') throw new AppError('gap-closed')
  if (gap.state === 'past' || Date.parse(gap.start_at) <= context.clock.now().epochMilliseconds)
    throw new AppError('gap-past')
  return gap
}

/** Takes a round as far as it goes at this moment: ends what has run out, asks who is next, ends when nobody is left. */
export async function advance(
  context: WaitingListContext,
  transaction: Transaction,
  id: OfferRoundId,
  actor: Actor = SYSTEM_ACTOR
): Promise<boolean> {
  const round = await findRound(transaction, id)
  if (round?.state !== 'running') return false
  const now = context.clock.now()
  if (Date.parse(round.start_at) <= now.epochMilliseconds) {
    await endRound(context, transaction, round, { state: 'past', why: null })
    return true
  }
  const hasEnded = await endUnanswered(context, transaction, await offersOf(transaction, [id]))
  let offers = await offersOf(transaction, [id])
  let hasAsked = false
  for (;;) {
    const next = offers.find(({ state }) => state === 'next')
    const isWaiting = round.mode === 'in-turn' && offers.some(({ state }) => state === 'open')
    if (!next || isWaiting) break
    await askOne(context, transaction, { round, offer: next, actor })
    hasAsked = true
    offers = await offersOf(transaction, [id])
  }
  if (offers.some(({ state }) => state === 'open')) return hasEnded || hasAsked
  await endRound(context, transaction, round, { state: 'nobody', why: null })
  return true
}

/** Offers whose time is out, and those whose SMS did not arrive. */
async function endUnanswered(
  context: WaitingListContext,
  transaction: Transaction,
  offers: readonly OfferRow[]
): Promise<boolean> {
  const at = storedAt(context.clock.now())
  const open = offers.filter(({ state }) => state === 'open')
  const states = await context.messages.statesOf(
    transaction,
    open.flatMap(({ message_id: id }) => id ?? [])
  )
  let hasEnded = false
  for (const offer of open) {
    const message = offer.message_id === null ? undefined : states.get(offer.message_id)
    const isOut = offer.expires_at !== null && offer.expires_at <= at
    const isLost = message === undefined || LOST.has(message.state)
    if (!isOut && !isLost) continue
    // What had not left when its time was out never asked anybody.
    const isUnasked = isLost || message.state === 'queued'
    const end = isUnasked
      ? { state: 'undelivered' as const, reason: message?.reason ?? 'not-sent' }
      : { state: 'unanswered' as const }
    await changeOffer(transaction, { id: offer.id, from: ['open'] }, { ...end, ended_at: at })
    await takeBack(context, transaction, offer, null)
    hasEnded = true
  }
  return hasEnded
}

/** An SMS that has not left yet is kept back in silence; whoever may have it is told `why`. */
export async function takeBack(
  context: WaitingListContext,
  transaction: Transaction,
  offer: OfferRow,
  why: 'offer-taken' | 'offer-withdrawn' | null
): Promise<void> {
  const round = await findRound(transaction, offer.round_id)
  if (offer.message_id === null || !round) return
  const start = Temporal.Instant.from(round.start_at)
  await context.messages.takeBack(
    transaction,
    { messageId: offer.message_id, patientId: offer.patient_id, start },
    why
  )
}

/** How a round ends without a winner: the place is let go and whoever was asked is told, if there is something to tell. */
export async function endRound(
  context: WaitingListContext,
  transaction: Transaction,
  round: RoundRow,
  {
    state,
    why
  }: { state: Extract<OfferRound['state'], 'nobody' | 'stopped' | 'past'>; why: 'offer-withdrawn' | null }
): Promise<void> {
  const at = storedAt(context.clock.now())
  if (!(await closeRound(transaction, round.id, { state, at, winnerId: null })))
    throw new AppError('offer-ended')
  await releaseHold(transaction, round.hold_id, at)
  for (const offer of await offersOf(transaction, [round.id])) {
    if (offer.state !== 'next' && offer.state !== 'open') continue
    const end = state === 'past' && offer.state === 'open' ? 'unanswered' : 'withdrawn'
    await changeOffer(transaction, { id: offer.id, from: [offer.state] }, { state: end, ended_at: at })
    if (offer.state === 'open') await takeBack(context, transaction, offer, why)
  }
}

/** Ends the round for `winnerId`: at most one can, whatever comes at the same moment. The others are told. */
export async function winRound(
  context: WaitingListContext,
  transaction: Transaction,
  round: RoundRow,
  { winnerId, how }: { winnerId: OfferId; how: 'sms' | 'telephone' }
): Promise<void> {
  const at = storedAt(context.clock.now())
  if (!(await closeRound(transaction, round.id, { state: 'won', at, winnerId })))
    throw new AppError('offer-ended')
  await releaseHold(transaction, round.hold_id, at)
  const accepted = { state: 'accepted' as const, ended_at: at, answered_how: how }
  const winner = { id: winnerId, from: ['next', 'open'] as const }
  if (!(await changeOffer(transaction, winner, accepted))) throw new AppError('offer-ended')
  for (const offer of await offersOf(transaction, [round.id])) {
    if (offer.id === winnerId) {
      // On the telephone it was answered before the SMS left.
      await takeBack(context, transaction, offer, null)
      continue
    }
    const end = offer.state === 'open' ? 'taken' : 'withdrawn'
    const isEnded = await changeOffer(
      transaction,
      { id: offer.id, from: ['next', 'open'] },
      { state: end, ended_at: at }
    )
    if (isEnded && end === 'taken') await takeBack(context, transaction, offer, 'offer-taken')
  }
  await setGapState(transaction, round.gap_id, { from: 'open', to: 'filled', at })
}

/** Whoever waits no longer is asked no longer; the rounds go on to the next. */
export async function withdrawEntry(
  context: WaitingListContext,
  transaction: Transaction,
  entryId: WaitingListEntryId
): Promise<void> {
  const at = storedAt(context.clock.now())
  for (const offer of await standingOffers(transaction, entryId)) {
    await changeOffer(
      transaction,
      { id: offer.id, from: [offer.state] },
      { state: 'withdrawn', ended_at: at }
    )
    await takeBack(context, transaction, offer, null)
    await advance(context, transaction, offer.round_id)
  }
}
