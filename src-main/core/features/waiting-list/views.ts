import type { PatientId } from '@contract/ids'
import type { Gap, Offer, OfferRound, WaitingListEntry } from '@contract/waiting-list'
import type { Reader } from '../../database/database'
import { minutesBetween } from '../../platform/wall-clock'
import { candidatesFor, standingStart } from './candidates'
import { wholePlace, type WaitingListContext } from './context'
import { waitingEntries, type EntryRow } from './entry.queries'
import { weekdaysOf } from './fit.rules'
import type { GapRow } from './gap.queries'
import { offersOf, roundsOfGap, type OfferRow, type RoundRow } from './round.queries'

/** Entries as the pages see them, in the order given. */
export async function toEntries(
  { messages }: Pick<WaitingListContext, 'messages'>,
  reader: Reader,
  rows: readonly EntryRow[]
): Promise<WaitingListEntry[]> {
  const refusals = new Map<PatientId, string | null>()
  for (const { patient_id: patientId } of rows) {
    if (refusals.has(patientId)) continue
    const address = await messages.addressOf(reader, patientId)
    refusals.set(patientId, address.ok ? null : address.reason)
  }
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    patientId: row.patient_id,
    patientName: nameOf(row),
    patientBirthDate: row.birth_date,
    appointmentId: row.appointment_id,
    appointmentStart: standingStart(row),
    clinicianId: row.clinician_id,
    typeId: row.type_id,
    durationMinutes: row.duration_minutes,
    weekdays: weekdaysOf(row.weekdays),
    fromMinute: row.from_minute,
    untilMinute: row.until_minute,
    until: row.until_date,
    noticeMinutes: row.notice_minutes,
    priority: row.priority,
    note: row.note,
    state: row.state,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    smsRefusal: refusals.get(row.patient_id) ?? null
  }))
}

/** Rounds with whom they asked, in the order given. */
export async function toRounds(
  { messages }: Pick<WaitingListContext, 'messages'>,
  reader: Reader,
  rounds: readonly RoundRow[]
): Promise<OfferRound[]> {
  const offers = await offersOf(
    reader,
    rounds.map(({ id }) => id)
  )
  const states = await messages.statesOf(
    reader,
    offers.flatMap(({ message_id: id }) => id ?? [])
  )
  const viewOf = (row: OfferRow): Offer => ({
    id: row.id,
    entryId: row.entry_id,
    patientId: row.patient_id,
    patientName: nameOf(row),
    state: row.state,
    reason: row.reason,
    messageState: (row.message_id === null ? null : states.get(row.message_id)?.state) ?? null,
    offeredAt: row.offered_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    answeredHow: row.answered_how
  })
  return rounds.map((round) => ({
    id: round.id,
    gapId: round.gap_id,
    ...shownPlace(round),
    mode: round.mode,
    answerMinutes: round.answer_minutes,
    state: round.state,
    startedAt: round.started_at,
    startedBy: round.starter,
    endedAt: round.ended_at,
    offers: offers.filter((offer) => offer.round_id === round.id).map(viewOf)
  }))
}

/** Free places with those they fit and how far their offers have come. */
export async function toGaps(
  context: WaitingListContext,
  reader: Reader,
  rows: readonly GapRow[]
): Promise<Gap[]> {
  const waiting = await waitingEntries(reader)
  const gaps: Gap[] = []
  for (const row of rows) {
    const fitting = await candidatesFor(context, reader, wholePlace(row), { gapId: row.id, waiting })
    const rounds = await toRounds(context, reader, await roundsOfGap(reader, row.id))
    gaps.push({
      id: row.id,
      ...shownPlace(row),
      start: row.start_at,
      cause: row.cause,
      openedAt: row.opened_at,
      candidates: await toEntries(context, reader, fitting),
      running: rounds.find(({ state }) => state === 'running') ?? null,
      ended: rounds.filter(({ state }) => state !== 'running')
    })
  }
  return gaps
}

export function shownPlace(
  row: Pick<GapRow, 'clinician_id' | 'start_at' | 'end_at' | 'local_date' | 'local_time'>
) {
  return {
    clinicianId: row.clinician_id,
    date: row.local_date,
    time: row.local_time,
    durationMinutes: minutesBetween(row.start_at, row.end_at)
  }
}

function nameOf({ given_name, family_name }: { given_name: string; family_name: string }): string {
  return `${given_name} ${family_name}`.trim()
}
