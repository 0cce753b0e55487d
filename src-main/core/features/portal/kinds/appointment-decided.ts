import { AppointmentId } from '@contract/ids'
import type { Transaction } from '../../../database/database'
import type { Actor } from '../../../rpc/handlers'
import {
  cancelled,
  findAppointment,
  isOpen,
  moved,
  overlapping,
  type AppointmentRecord
} from '../../appointments'
import { findAgreedByRemote } from '../agreed.queries'
import type { PortalChoice, PortalConflict } from '../kind'
import { markForPortal } from '../portal-rows.queries'
import type { KindContext } from './context'

interface Decision {
  readonly conflict: PortalConflict
  readonly choice: PortalChoice
  readonly actor: Actor
}

/**
 * What somebody chose where two have one place: both stay (`overbook`), the desk's is moved by hand in the calendar
 * (`move`), or the desk's is cancelled by the clinic and its patient told (`cancel`). The portal's patient keeps the
 * place in each case.
 */
export async function decideAppointment(
  context: KindContext,
  transaction: Transaction,
  { conflict, choice, actor }: Decision
): Promise<void> {
  if (conflict.localId === null) return
  const record = await findAppointment(transaction, AppointmentId.parse(conflict.localId))
  if (!record) return
  if (conflict.kind === 'not-allowed')
    await markForPortal(transaction, { type: 'Appointment', localId: record.id })
  if (conflict.kind !== 'slot-taken') return
  if (choice === 'overbook' && conflict.ours !== null) await letBeside(context, transaction, record, actor)
  if (choice === 'cancel') await cancelLosers(context, transaction, { conflict, record, actor })
  if (choice === 'cancel' || choice === 'move')
    await standAlone(context, transaction, { conflict, record, actor })
}

interface About extends Pick<Decision, 'conflict' | 'actor'> {
  readonly record: AppointmentRecord
}

async function cancelLosers(
  { appointments, afterCommit }: KindContext,
  transaction: Transaction,
  { conflict, record, actor }: About
): Promise<void> {
  for (const loser of await losersOf(transaction, conflict, record)) {
    if (!isOpen(loser)) continue
    const change = await appointments.steps.take(transaction, {
      id: loser.id,
      actor,
      decide: (appointment, at) => cancelled(appointment, 'double-booked', at)
    })
    afterCommit(() => appointments.steps.announce(change))
  }
}

/** The portal's was booked beside the desk's; with nobody beside it any more it is overbooked no longer. */
async function standAlone(
  { appointments, afterCommit }: KindContext,
  transaction: Transaction,
  { conflict, record, actor }: About
): Promise<void> {
  const winner = await winnerOf(transaction, conflict, record)
  if (!winner?.isOverbooked || !isOpen(winner)) return
  if ((await overlapping(transaction, winner, winner.id)).length > 0) return
  const change = await appointments.steps.take(transaction, {
    id: winner.id,
    actor,
    notifyPatient: false,
    decide: (appointment) => moved(appointment, appointment, false)
  })
  afterCommit(() => appointments.steps.announce(change))
}

/** The portal's, as the clinic has it; null where it has not come in yet. */
async function winnerOf(
  transaction: Transaction,
  { ours, remoteId }: PortalConflict,
  record: AppointmentRecord
): Promise<AppointmentRecord | null> {
  if (ours === null) return record
  const known = await findAgreedByRemote(transaction, 'Appointment', remoteId ?? '')
  return known ? await findAppointment(transaction, AppointmentId.parse(known.local_id)) : null
}

/** The desk's stands beside the portal's: it takes no slot of its own there, and so the portal can be told of it. */
async function letBeside(
  { appointments, afterCommit }: KindContext,
  transaction: Transaction,
  record: AppointmentRecord,
  actor: Actor
): Promise<void> {
  if (!isOpen(record)) return
  const change = await appointments.steps.take(transaction, {
    id: record.id,
    actor,
    decide: (appointment) => moved(appointment, appointment, true)
  })
  afterCommit(() => appointments.steps.announce(change))
}

/** The desk's: this one where the portal refused it, else those at the place of the portal's. */
async function losersOf(
  transaction: Transaction,
  { ours }: PortalConflict,
  record: AppointmentRecord
): Promise<AppointmentRecord[]> {
  if (ours !== null) return [record]
  const ids = (await overlapping(transaction, record, record.id)).map(({ id }) => id)
  const found = await Promise.all(ids.map((id) => findAppointment(transaction, id)))
  return found.flatMap((one) => one ?? [])
}
