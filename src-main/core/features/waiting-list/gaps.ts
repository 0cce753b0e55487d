import type { GapId } from '@contract/ids'
import type { GapCause } from '@contract/waiting-list'
import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import { civilDateOf, wallTimeAt } from '../../platform/wall-clock'
import { heldSpans, isLive, type AppointmentChange, type Place, type Span } from '../appointments'
import { candidatesFor } from './candidates'
import { storedAt, timeZoneIn, wholePlace, type WaitingListContext } from './context'
import { freedSpans, freePieces } from './free-pieces.rules'
import { insertGap, openGapsOver, setGapState, takenPlaces } from './gap.queries'

/**
 * A place that was given back becomes a free place when it fits somebody on the waiting list; one that was taken is none
 * any more. Called in the transaction of the change.
 * @returns the free places it has opened, and how many it has taken
 */
export async function followPlaces(
  context: WaitingListContext,
  transaction: Transaction,
  change: AppointmentChange
): Promise<{ opened: GapId[]; filled: number }> {
  const { before, after, kind } = change
  const opened: GapId[] = []
  let filled = 0
  const place = isLive(after) ? after : null
  if (place) {
    for (const gap of await openGapsOver(transaction, place)) {
      filled += 1
      await setGapState(transaction, gap.id, {
        from: 'open',
        to: 'filled',
        at: storedAt(context.clock.now())
      })
      const left = { clinicianId: gap.clinician_id, spans: [spanOf(wholePlace(gap))], cause: gap.cause }
      opened.push(...(await openPlaces(context, transaction, left)))
    }
  }
  if (!before || !isLive(before)) return { opened, filled }
  const isSameColumn = place?.clinicianId === before.clinicianId
  const spans = freedSpans(spanOf(before), place && isSameColumn ? spanOf(place) : null)
  const freed = { clinicianId: before.clinicianId, spans, cause: causeOf(kind) }
  return { opened: [...opened, ...(await openPlaces(context, transaction, freed))], filled }
}

function causeOf(kind: AppointmentChange['kind']): GapCause {
  return CAUSES.find((cause) => cause === kind) ?? 'cancelled'
}

const CAUSES = ['cancelled', 'moved', 'resized', 'no-show', 'left-unseen', 'undone'] as const

interface Freed {
  readonly clinicianId: Place['clinicianId']
  readonly spans: readonly Span[]
  readonly cause: GapCause
}

async function openPlaces(
  context: WaitingListContext,
  transaction: Transaction,
  { clinicianId, spans, cause }: Freed
): Promise<GapId[]> {
  const now = context.clock.now()
  const nowMs = now.epochMilliseconds
  const timeZone = await timeZoneIn(context, transaction)
  const opened: GapId[] = []
  for (const span of spans) {
    for (const piece of freePieces(span, await takenIn(transaction, clinicianId, span), nowMs)) {
      const place = placeOf(clinicianId, piece, timeZone)
      const wanted = await candidatesFor(context, transaction, place, { gapId: null })
      if (wanted.length > 0) opened.push(await openGap(transaction, place, { cause, at: storedAt(now) }))
    }
  }
  return opened
}

/** Appointments, holds and free places known already. */
async function takenIn(
  transaction: Transaction,
  clinicianId: Place['clinicianId'],
  [startMs, endMs]: Span
): Promise<Span[]> {
  const place = { clinicianId, startAt: stored(startMs), endAt: stored(endMs) }
  const taken = await takenPlaces(transaction, place)
  const gaps = (await openGapsOver(transaction, place)).map(wholePlace)
  const held = (await heldSpans(transaction, startMs, endMs)).filter((one) => one.clinicianId === clinicianId)
  return [...[...taken, ...gaps].map(spanOf), ...held.map((one): Span => [one.startMs, one.endMs])]
}

export async function openGap(
  transaction: Transaction,
  { clinicianId, startAt, endAt, date, time }: Place,
  { cause, at }: { cause: GapCause; at: string }
): Promise<GapId> {
  return await insertGap(transaction, {
    clinician_id: clinicianId,
    start_at: startAt,
    end_at: endAt,
    local_date: date,
    local_time: time,
    cause,
    opened_at: at
  })
}

function placeOf(clinicianId: Place['clinicianId'], [startMs, endMs]: Span, timeZone: string): Place {
  const start = Temporal.Instant.fromEpochMilliseconds(startMs)
  const here = start.toZonedDateTimeISO(timeZone)
  return {
    clinicianId,
    date: civilDateOf(start, timeZone),
    time: wallTimeAt(here.hour * 60 + here.minute),
    startAt: stored(startMs),
    endAt: stored(endMs)
  }
}

function spanOf({ startAt, endAt }: { startAt: string; endAt: string }): Span {
  return [Date.parse(startAt), Date.parse(endAt)]
}

function stored(ms: number): string {
  return toStoredInstant(Temporal.Instant.fromEpochMilliseconds(ms))
}
