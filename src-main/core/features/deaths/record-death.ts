import type { RecordedSource } from '@contract/deaths'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { cancelled, openAppointmentsFrom, type AppointmentChange } from '../appointments'
import { getPatientRow, markDeceased, touchPatient } from '../patients'
import type { DeathContext, DeathStep } from './context'
import { insertDeath, insertParts, type EndedPart } from './death.queries'
import { assertDeathDate } from './death.rules'
import { endRelations } from './relations'

export interface Recording {
  readonly on: string
  readonly source: RecordedSource
  readonly cancelsAppointments: boolean
}

/**
 * Writes the death down and ends what hangs on the patient, keeping of each what brings it back. Nothing of it is told
 * to anybody: messages stop first, and appointments are cancelled in silence.
 * @returns the appointments cancelled
 * @throws AppError `not-found`, `death-in-future`, `death-before-birth`, `death-recorded-already`
 */
export async function recordDeath(
  context: DeathContext,
  transaction: Transaction,
  step: DeathStep,
  { on, source, cancelsAppointments }: Recording
): Promise<AppointmentChange[]> {
  const { patientId, actor, day, at } = step
  const row = await getPatientRow(transaction, patientId)
  assertDeathDate(on, { birthDate: row.birth_date, today: day.today.toString() })
  if (row.deceased_on !== null) throw new AppError('death-recorded-already')
  await markDeceased(transaction, patientId, on)
  const id = await insertDeath(
    transaction,
    { patient_id: patientId, deceased_on: on, source, recorded_at: at },
    actor
  )
  const parts = await endOwn(context, transaction, step)
  const changes = cancelsAppointments ? await cancelAll(context, transaction, step) : []
  const ended = changes.map(({ after, changeId }) => ({
    part: 'appointment' as const,
    ref: after.id,
    change_id: changeId
  }))
  await insertParts(transaction, id, [...parts, ...ended])
  await touchPatient(transaction, patientId, at)
  await context.audit.record(transaction, actor, { action: 'death.recorded', patientId, detail: source })
  return changes
}

async function endOwn(
  context: DeathContext,
  transaction: Transaction,
  step: DeathStep
): Promise<EndedPart[]> {
  const { messages, letters, waitingList, tasks } = context
  const { patientId, actor, at } = step
  const by = { at, userId: actor.userId }
  const stopped = await messages.stop(transaction, patientId)
  const settled = await messages.settle(transaction, patientId, at)
  const withdrawn = await letters.withdraw(transaction, patientId, by)
  const entries = await waitingList.ofTheDead.end(transaction, patientId)
  const done = await tasks.aboutContact.end(transaction, patientId, actor)
  return [
    ...stopped.map((ref) => ({ part: 'message' as const, ref })),
    ...settled.map((ref) => ({ part: 'problem' as const, ref, was: JSON.stringify(at) })),
    ...withdrawn.map((ref) => ({ part: 'letter' as const, ref })),
    ...entries.map((ref) => ({ part: 'waiting-list' as const, ref })),
    ...done.map(({ id: ref, changeId: change_id }) => ({ part: 'task' as const, ref, change_id })),
    ...(await endRelations(context, transaction, step))
  ]
}

async function cancelAll(
  { steps }: DeathContext,
  transaction: Transaction,
  { patientId, actor, at }: DeathStep
): Promise<AppointmentChange[]> {
  const changes: AppointmentChange[] = []
  for (const { id } of await openAppointmentsFrom(transaction, patientId, at))
    changes.push(
      await steps.take(transaction, {
        id,
        actor,
        notifyPatient: false,
        decide: (appointment, moment) => cancelled(appointment, 'clinic', moment)
      })
    )
  return changes
}
