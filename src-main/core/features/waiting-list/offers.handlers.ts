import type { GapId, OfferRoundId } from '@contract/ids'
import type { MethodName } from '@contract/index'
import type { OfferRound, SlotHold } from '@contract/waiting-list'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import { isHeld, overlapping, placeAt } from '../appointments'
import { storedAt, type WaitingListContext } from './context'
import { getEntry } from './entries.handlers'
import { findGap, openGaps, setGapState, type GapRow } from './gap.queries'
import { openGap } from './gaps'
import { decline } from './offer-book'
import { placeEntry, type Placing } from './place-entry'
import {
  findOffer,
  findRound,
  insertOffer,
  newestRounds,
  offersOf,
  roundsOfGap,
  runningRounds
} from './round.queries'
import { endRound, startRound } from './rounds'
import { toGaps, toRounds } from './views'

type OfferMethods = Extract<
  MethodName,
  `waitingList.${'gaps' | 'openGap' | 'dismissGap' | 'restoreGap' | 'offer' | 'stop' | 'place' | 'decline' | 'rounds' | 'holds'}`
>

const ROUNDS_OPENED = { action: 'waiting-list.opened', patientId: null, detail: 'offers' } as const

export function offerHandlers(
  context: WaitingListContext,
  onChanged: () => Promise<void>
): Handlers<OfferMethods> {
  const { database, look, clock, steps, audit } = context
  return {
    'waitingList.gaps': async (_, { actor }) =>
      await look(actor, ROUNDS_OPENED, async (reader) => {
        const gaps = await toGaps(context, reader, await openGaps(reader))
        // Who fitted has got another time, or waits no longer.
        return gaps.filter(
          ({ candidates, running, cause }) => candidates.length > 0 || running !== null || cause === 'desk'
        )
      }),
    async 'waitingList.openGap'(wanted, { actor }) {
      const place = placeAt(wanted, (await steps.moment()).timeZone)
      const now = clock.now()
      if (Date.parse(place.startAt) <= now.epochMilliseconds) throw new AppError('gap-past')
      const gap = await database.write(async (transaction) => {
        const { date, time } = place
        if ((await overlapping(transaction, place, null)).length > 0)
          throw new AppError('slot-taken', { date, time })
        if (await isHeld(transaction, place)) throw new AppError('slot-held', { date, time })
        const id = await openGap(transaction, place, { cause: 'desk', at: storedAt(now) })
        await audit.record(transaction, actor, { ...ROUNDS_OPENED, detail: `gap ${id}` })
        const [view] = await toGaps(context, transaction, [await getGap(transaction, id)])
        return view
      })
      await onChanged()
      if (!gap) throw new AppError('not-found')
      return gap
    },
    'waitingList.dismissGap': async ({ id }) => await turnGap(context, id, 'dismissed', onChanged),
    'waitingList.restoreGap': async ({ id }) => await turnGap(context, id, 'open', onChanged),
    async 'waitingList.offer'(input, { actor }) {
      const id = await database.write((transaction) => startRound(context, transaction, { ...input, actor }))
      await onChanged()
      return await roundView(context, database.reader, id)
    },
    async 'waitingList.stop'({ roundId }, { actor }) {
      await database.write(async (transaction) => {
        const round = await findRound(transaction, roundId)
        if (!round) throw new AppError('not-found')
        await endRound(context, transaction, round, { state: 'stopped', why: 'offer-withdrawn' })
        const entry = { action: 'waiting-list.stopped', patientId: null, detail: `round ${roundId}` }
        await audit.record(transaction, actor, entry)
      })
      await onChanged()
      return await roundView(context, database.reader, roundId)
    },
    async 'waitingList.place'({ gapId, entryId }, { actor }) {
      const { today } = await steps.moment()
      const { change, view } = await database.write(async (transaction) => {
        const gap = await getGap(transaction, gapId)
        if (gap.state !== 'open') throw new AppError('gap-closed')
        const entry = await getEntry(transaction, entryId)
        const round = (await roundsOfGap(transaction, gapId)).find(({ state }) => state === 'running')
        const won: Placing['won'] = round
          ? { round, offerId: await offerTo(transaction, round.id, entryId), how: 'telephone' }
          : null
        const made = await placeEntry(context, transaction, { gap, entry, actor, won })
        const [shown] = await context.toViews(transaction, [made.after], today)
        return { change: made, view: shown }
      })
      steps.announce(change)
      await onChanged()
      if (!view) throw new AppError('not-found')
      return { appointment: view, changeId: change.changeId }
    },
    async 'waitingList.decline'({ offerId }, { actor }) {
      const roundId = await database.write(async (transaction) => {
        const offer = await findOffer(transaction, offerId)
        if (!offer) throw new AppError('not-found')
        await decline(context, transaction, offer, { how: 'telephone', actor })
        return offer.round_id
      })
      await onChanged()
      return await roundView(context, database.reader, roundId)
    },
    'waitingList.rounds': async ({ limit }, { actor }) =>
      await look(actor, ROUNDS_OPENED, async (reader) =>
        toRounds(context, reader, await newestRounds(reader, limit))
      ),
    'waitingList.holds': async ({ from, to }) => {
      const held = (await runningRounds(database.reader)).filter(
        ({ local_date: date }) => date >= from && date <= to
      )
      const rounds = await toRounds(context, database.reader, held)
      return rounds.map(holdOf)
    }
  }
}

function holdOf({ id, gapId, clinicianId, date, time, durationMinutes, offers }: OfferRound): SlotHold {
  const ends = offers.flatMap(({ state, expiresAt }) => (state === 'open' ? (expiresAt ?? []) : [])).sort()
  const place = { clinicianId, date, time, durationMinutes }
  return { gapId, roundId: id, ...place, until: ends.at(-1) ?? null }
}

/** @throws AppError `not-found` */
async function getGap(reader: Reader, id: GapId): Promise<GapRow> {
  const gap = await findGap(reader, id)
  if (!gap) throw new AppError('not-found')
  return gap
}

/** Who takes a place on the telephone may not have been asked yet. */
async function offerTo(
  transaction: Parameters<typeof insertOffer>[0],
  roundId: OfferRoundId,
  entryId: Placing['entry']['id']
) {
  const offers = await offersOf(transaction, [roundId])
  const own = offers.find((offer) => offer.entry_id === entryId)
  if (own) {
    if (own.state !== 'open' && own.state !== 'next') throw new AppError('offer-ended')
    return own.id
  }
  const position = offers.length + 1
  return await insertOffer(transaction, { round_id: roundId, entry_id: entryId, position })
}

async function turnGap(
  context: WaitingListContext,
  id: GapId,
  to: 'open' | 'dismissed',
  onChanged: () => Promise<void>
): Promise<Record<string, never>> {
  const { database, clock } = context
  await database.write(async (transaction) => {
    const gap = await getGap(transaction, id)
    const rounds = await roundsOfGap(transaction, id)
    if (rounds.some(({ state }) => state === 'running')) throw new AppError('gap-offered')
    const now = clock.now()
    if (to === 'open' && Date.parse(gap.start_at) <= now.epochMilliseconds) throw new AppError('gap-past')
    const from = to === 'open' ? 'dismissed' : 'open'
    if (!(await setGapState(transaction, id, { from, to, at: storedAt(now) })))
      throw new AppError('gap-closed')
  })
  await onChanged()
  return {}
}

async function roundView(context: WaitingListContext, reader: Reader, id: OfferRoundId): Promise<OfferRound> {
  const row = await findRound(reader, id)
  const [round] = await toRounds(context, reader, row ? [row] : [])
  if (!round) throw new AppError('not-found')
  return round
}
