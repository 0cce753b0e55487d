import { Temporal } from 'temporal-polyfill'
import type { Database, Transaction } from '../../database/database'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Log } from '../../platform/log'
import type { AppointmentSteps, Look, Place, PlaceNotes, ToViews } from '../appointments'
import type { Audit } from '../audit'
import type { OfferMessages } from '../messaging'
import type { Settings } from '../settings'
import type { GapRow } from './gap.queries'

/** What every part of the waiting list works with. */
export interface WaitingListContext {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly log: Log
  readonly settings: Settings
  readonly look: Look
  readonly toViews: ToViews
  /** What speaks against a visit at a place. */
  readonly placeNotes: Pick<PlaceNotes, 'of'>
  readonly steps: Pick<AppointmentSteps, 'book' | 'take' | 'announce' | 'moment'>
  readonly messages: OfferMessages
  /** The outbox has something new, or an alarm has to be set anew. */
  readonly wake: () => void
}

/** Always milliseconds, so that text compares as time does. */
export function storedAt(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toISOString()
}

type PlacedRow = Pick<GapRow, 'clinician_id' | 'start_at' | 'end_at' | 'local_date' | 'local_time'>

/** The first minutes of a free place, as an appointment takes them. */
export function placeIn(row: PlacedRow, durationMinutes: number): Place {
  const end = Temporal.Instant.from(row.start_at).add({ minutes: durationMinutes })
  return { ...wholePlace(row), endAt: toStoredInstant(end) }
}

export function wholePlace(row: PlacedRow): Place {
  return {
    clinicianId: row.clinician_id,
    date: row.local_date,
    time: row.local_time,
    startAt: row.start_at,
    endAt: row.end_at
  }
}

export async function timeZoneIn(
  { settings }: WaitingListContext,
  transaction: Transaction
): Promise<string> {
  return (await settings.read(transaction)).timeZone
}
