import type { AppointmentId } from '@contract/ids'
import type { ScheduleChange } from '@contract/schedules'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'
import type { Moment } from '../appointments'
import { readSchedules, type ScheduleSaving } from '../schedules'
import { findHits, type HitDependencies } from './preview'

export interface DecidedChange {
  readonly change: ScheduleChange
  /** The bookings it hits about which the desk has decided. */
  readonly decided: readonly AppointmentId[]
  readonly actor: Actor
  readonly moment: Moment
}

export interface SaveDependencies extends HitDependencies {
  readonly schedules: HitDependencies['schedules'] & { readonly saving: Pick<ScheduleSaving, 'save'> }
}

/**
 * Makes the change, unless it hits a booking nobody has decided about: one another desk has made since the list was
 * shown. Looked at in the same transaction, so that no booking can come between.
 * @throws AppError `bookings-undecided` with how many
 */
export async function saveDecided(
  transaction: Transaction,
  { change, decided, actor, moment }: DecidedChange,
  dependencies: SaveDependencies
) {
  const before = await readSchedules(transaction)
  const hits = await findHits(transaction, { before, change }, moment, dependencies)
  const known = new Set(decided)
  const count = hits.filter(({ booking }) => !known.has(booking.id)).length
  if (count > 0) throw new AppError('bookings-undecided', { count })
  return await dependencies.schedules.saving.save(transaction, change, actor)
}
