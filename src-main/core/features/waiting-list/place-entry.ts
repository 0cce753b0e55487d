import type { OfferId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import {
  assertBookable,
  assertClinicianActive,
  moved,
  overlapping,
  toldByDesk,
  type AppointmentChange,
  type Place
} from '../appointments'
import { standingStart } from './candidates'
import { placeIn, storedAt, type WaitingListContext } from './context'
import { endEntry, notePlacedBy, type EntryRow } from './entry.queries'
import type { GapRow } from './gap.queries'
import type { RoundRow } from './round.queries'
import { winRound, withdrawEntry } from './rounds'

export interface Placing {
  readonly gap: Pick<GapRow, 'clinician_id' | 'start_at' | 'end_at' | 'local_date' | 'local_time'>
  readonly entry: EntryRow
  readonly actor: Actor
  /** The offer that is answered by this; null when the place was not offered. */
  readonly won: {
    readonly round: RoundRow
    readonly offerId: OfferId
    readonly how: 'sms' | 'telephone'
  } | null
}

/**
 * Gives the place to one patient, in one transaction with the end of the round: the appointment is moved there, or one is
 * booked. Whoever was asked in other rounds as well is asked there no longer.
 * @throws AppError `waiting-list-ended`, `offer-ended`, `slot-taken`, `slot-held`, `clinician-inactive`,
 * `patient-deceased`, `appointment-type-inactive`
 */
export async function placeEntry(
  context: WaitingListContext,
  transaction: Transaction,
  { gap, entry, actor, won }: Placing
): Promise<AppointmentChange> {
  const at = storedAt(context.clock.now())
  if (!(await endEntry(transaction, entry.id, { state: 'placed', at })))
    throw new AppError('waiting-list-ended')
  if (won) await winRound(context, transaction, won.round, { winnerId: won.offerId, how: won.how })
  await withdrawEntry(context, transaction, entry.id)
  const place = placeIn(gap, entry.duration_minutes)
  const change = await takePlace(context, transaction, { entry, place, actor, isTold: won?.how === 'sms' })
  await notePlacedBy(transaction, entry.id, change.changeId)
  await context.audit.record(transaction, actor, {
    action: 'waiting-list.placed',
    patientId: entry.patient_id,
    detail: `appointment ${change.after.id}`
  })
  return change
}

interface Taking {
  readonly entry: EntryRow
  readonly place: Place
  readonly actor: Actor
  /** The answer to the patient's SMS tells the new time: no other message need. */
  readonly isTold: boolean
}

async function takePlace(
  { steps, clock }: WaitingListContext,
  transaction: Transaction,
  { entry, place, actor, isTold }: Taking
): Promise<AppointmentChange> {
  // Only what the desk has put there on purpose can be in a held place; it has decided that the two may lie together.
  const others = await overlapping(transaction, place, entry.appointment_id)
  const isOverbooked = others.length > 0 && others.every((other) => other.isOverbooked)
  if (entry.appointment_id !== null && standingStart(entry) !== null) {
    await assertClinicianActive(transaction, place.clinicianId)
    return await steps.take(transaction, {
      id: entry.appointment_id,
      actor,
      decide: (appointment) => {
        const step = moved(appointment, place, isOverbooked)
        return isTold ? toldByDesk(step, toStoredInstant(clock.now())) : step
      }
    })
  }
  const ids = { patientId: entry.patient_id, typeId: entry.type_id, clinicianId: place.clinicianId }
  await assertBookable(transaction, ids)
  return await steps.book(transaction, { actor, ...ids, place, note: entry.note, isOverbooked, isTold })
}
