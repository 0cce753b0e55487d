import type { OfferRoundId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { attempt } from '../../database/attempt'
import { AppError } from '../../platform/app-error'
import { describeError } from '../../platform/log'
import { SYSTEM_ACTOR, type Actor } from '../../rpc/handlers'
import type { OfferAnswer, OfferBook, OfferOutcome } from '../messaging'
import { standingStart } from './candidates'
import { storedAt, type WaitingListContext } from './context'
import { endOutdated, findEntries, isAnyOutdated } from './entry.queries'
import { endPastGaps } from './gap.queries'
import { placeEntry } from './place-entry'
import {
  changeOffer,
  findRound,
  nextOfferMoments,
  offersTo,
  runningRounds,
  type OfferRow
} from './round.queries'
import { advance, endRound, takeBack } from './rounds'

/** So long after an offer a bare yes or no is taken for an answer to it. */
const MEMORY_HOURS = 48
/** States of an offer that was open once and is no more, without the patient having got the place. */
const ENDED: ReadonlySet<string> = new Set(['unanswered', 'declined', 'taken', 'withdrawn', 'undelivered'])

/** What messaging asks the waiting list: what a reply means, and what has become due. */
export function createOfferBook(context: WaitingListContext, onChanged: () => Promise<void>): OfferBook {
  return {
    answer: async (transaction, answer) => await takeAnswer(context, transaction, answer),
    async stop(transaction, { sender, now }) {
      const since = storedAt(now.subtract({ hours: MEMORY_HOURS }))
      for (const offer of await offersTo(transaction, sender, since))
        if (offer.state === 'open') await decline(context, transaction, offer)
    },
    async runDue() {
      const { hasChanged, failures } = await runDue(context)
      if (hasChanged) await onChanged()
      // The caller lets it rest a while: what has failed stays due.
      if (failures.length > 0) throw new AggregateError(failures, 'Not every round could go on.')
    },
    async nextMoment() {
      const moments = await nextOfferMoments(context.database.reader)
      const [first] = moments.map((moment) => Date.parse(moment)).sort((a, b) => a - b)
      return first === undefined ? null : Temporal.Instant.fromEpochMilliseconds(first)
    }
  }
}

/**
 * Each round in a transaction of its own, then what is out of date: one that fails stops nothing else.
 * @returns whether anything has changed, and what has failed
 */
async function runDue(context: WaitingListContext): Promise<{ hasChanged: boolean; failures: unknown[] }> {
  const failures: unknown[] = []
  let hasChanged = false
  const tryTo = async (roundId: OfferRoundId | null, work: () => Promise<boolean>): Promise<void> => {
    try {
      const wentOn = await work()
      hasChanged ||= wentOn
    } catch (error) {
      failures.push(error)
      context.log.error('waiting-list-not-advanced', { roundId, ...describeError(error) })
    }
  }
  for (const { id } of await runningRounds(context.database.reader))
    await tryTo(id, () => context.database.write((transaction) => advance(context, transaction, id)))
  await tryTo(null, () => endPast(context))
  return { hasChanged, failures }
}

/** Free places that have begun, and entries whose last day has passed or whose appointment has begun. */
async function endPast({ database, steps, clock }: WaitingListContext): Promise<boolean> {
  const moment = await steps.moment()
  const at = storedAt(clock.now())
  // Looked at before a transaction is opened: the outbox wakes often, and mostly nothing is out of date.
  if (!(await isAnyOutdated(database.reader, moment))) return false
  await database.write(async (transaction) => {
    await endPastGaps(transaction, { now: moment.now, at })
    await endOutdated(transaction, { today: moment.today, now: moment.now, at })
  })
  return true
}

async function takeAnswer(
  context: WaitingListContext,
  transaction: Transaction,
  answer: OfferAnswer
): Promise<OfferOutcome | null> {
  const { sender, people, number, now } = answer
  const since = storedAt(now.subtract({ hours: MEMORY_HOURS }))
  const known = (await offersTo(transaction, sender, since)).filter(({ patient_id: patientId }) =>
    people.some((person) => person.patientId === patientId)
  )
  const asked = await reallyAsked(context, transaction, known)
  const open = asked.filter(
    ({ state, expires_at: end }) => state === 'open' && end !== null && end > storedAt(now)
  )
  if (number !== null) {
    const named = asked.find(({ code }) => code === number)
    if (named && open.includes(named)) return await answered(context, transaction, named, answer)
    if (open.length > 0) return await ask(transaction, open)
    return named ? await endedByNumber(context, transaction, named, answer) : null
  }
  const [only] = open
  if (open.length > 1) return await ask(transaction, open)
  const newest = only ?? asked[0]
  if (!newest) return null
  const later = await answer.overtakenBy(await sentAt(context, transaction, newest))
  if (later === 'question') return null
  if (!only) return later === null ? await tooLate(transaction, newest, answer) : null
  return later === null ? await answered(context, transaction, only, answer) : await ask(transaction, open)
}

/** With its number the answer is to that offer, whatever was written since; a question's list has numbers too. */
async function endedByNumber(
  context: WaitingListContext,
  transaction: Transaction,
  offer: OfferRow,
  answer: OfferAnswer
): Promise<OfferOutcome | null> {
  const later = await answer.overtakenBy(await sentAt(context, transaction, offer))
  return later === 'question' ? null : await tooLate(transaction, offer, answer)
}

/** What had not left when the reply was written cannot have been answered. */
async function reallyAsked(
  context: WaitingListContext,
  transaction: Transaction,
  offers: readonly OfferRow[]
): Promise<OfferRow[]> {
  const states = await context.messages.statesOf(
    transaction,
    offers.flatMap(({ message_id: id }) => id ?? [])
  )
  return offers.filter(({ message_id: id }) => {
    const message = id === null ? undefined : states.get(id)
    return message !== undefined && (message.sentAt !== null || message.state === 'uncertain')
  })
}

async function sentAt(
  context: WaitingListContext,
  transaction: Transaction,
  offer: OfferRow
): Promise<string> {
  const states = await context.messages.statesOf(
    transaction,
    offer.message_id === null ? [] : [offer.message_id]
  )
  const [message] = states.values()
  return message?.sentAt ?? offer.offered_at ?? ''
}

async function answered(
  context: WaitingListContext,
  transaction: Transaction,
  offer: OfferRow,
  { isYes }: OfferAnswer
): Promise<OfferOutcome> {
  const round = await findRound(transaction, offer.round_id)
  const [entry] = await findEntries(transaction, [offer.entry_id])
  if (!round || !entry) throw new Error('An offer without its round.')
  if (!isYes) {
    await decline(context, transaction, offer)
    return { ...outcomeOf(offer, round.start_at), outcome: 'offer-declined', text: 'offer-declined' }
  }
  const wasMoved = standingStart(entry) !== null
  const won = { round, offerId: offer.id, how: 'sms' } as const
  const placing = { gap: round, entry, actor: SYSTEM_ACTOR, won }
  const made = await attempt(transaction, () => placeEntry(context, transaction, placing))
  if (made.ok) {
    return {
      ...outcomeOf(offer, round.start_at),
      outcome: 'offer-accepted',
      text: wasMoved ? 'offer-moved' : 'offer-booked',
      appointmentId: made.value.after.id,
      changes: [made.value]
    }
  }
  // The clinician has left, a device is taken: the place cannot be given to anybody, and the desk sees the reply.
  await endRound(context, transaction, round, { state: 'stopped', why: null })
  return { ...outcomeOf(offer, round.start_at), outcome: 'offer-late', text: 'offer-gone' }
}

/** The patient says no: an SMS that has not left yet does not leave any more, and the next one is asked. */
export async function decline(
  context: WaitingListContext,
  transaction: Transaction,
  offer: OfferRow,
  { how, actor }: { how: 'sms' | 'telephone'; actor: Actor } = { how: 'sms', actor: SYSTEM_ACTOR }
): Promise<void> {
  const declined = { state: 'declined' as const, ended_at: storedAt(context.clock.now()), answered_how: how }
  const isDone = await changeOffer(transaction, { id: offer.id, from: ['open', 'next'] }, declined)
  if (!isDone) throw new AppError('offer-ended')
  await takeBack(context, transaction, offer, null)
  await context.audit.record(transaction, actor, {
    action: 'waiting-list.declined',
    patientId: offer.patient_id,
    detail: `offer ${offer.id}`
  })
  await advance(context, transaction, offer.round_id, actor)
}

async function tooLate(
  transaction: Transaction,
  offer: OfferRow,
  { isYes }: OfferAnswer
): Promise<OfferOutcome | null> {
  const isOver = ENDED.has(offer.state) || offer.state === 'open'
  const round = await findRound(transaction, offer.round_id)
  if (!isOver || !round) return null
  const about = outcomeOf(offer, round.start_at)
  // A no that comes late changes nothing and needs no answer.
  if (!isYes) return { ...about, outcome: 'offer-declined', text: null }
  const isOut = offer.state === 'unanswered' || offer.state === 'open'
  return { ...about, outcome: 'offer-late', text: isOut ? 'offer-late' : 'offer-gone' }
}

async function ask(transaction: Transaction, open: readonly OfferRow[]): Promise<OfferOutcome> {
  const choices: { number: number; start: string }[] = []
  for (const offer of [...open].reverse()) {
    const round = await findRound(transaction, offer.round_id)
    if (round && offer.code !== null) choices.push({ number: offer.code, start: round.start_at })
  }
  const patients = new Set(open.map(({ patient_id: patientId }) => patientId))
  const [patientId] = patients
  return {
    outcome: 'asked',
    patientId: patients.size === 1 && patientId !== undefined ? patientId : null,
    text: 'offer-which',
    start: null,
    choices,
    appointmentId: null,
    changes: []
  }
}

function outcomeOf(offer: OfferRow, start: string) {
  return { patientId: offer.patient_id, start, choices: [], appointmentId: null, changes: [] }
}
