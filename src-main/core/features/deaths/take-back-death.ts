import {
  AppointmentChangeId,
  AppointmentId,
  GuardianId,
  LetterId,
  MessageId,
  TaskChangeId,
  WaitingListEntryId
} from '@contract/ids'
import { GuardianPurpose } from '@contract/patients'
import { z } from 'zod'
import type { Transaction } from '../../database/database'
import { attempt } from '../../database/attempt'
import { AppError } from '../../platform/app-error'
import { findAppointment, isOpen, type AppointmentChange } from '../appointments'
import { getPatientRow, markDeceased, reopenGuardian, touchPatient } from '../patients'
import type { DeathContext, DeathStep } from './context'
import { findDeaths, findParts, markTakenBack, setOutcome, type DeathPartRow } from './death.queries'
import { whyNotBack } from './death.rules'
import { standingRelations } from './relations'

type Outcome = NonNullable<DeathPartRow['outcome']>

const Carried = z.strictObject({ carriesMessages: z.boolean(), purposes: z.array(GuardianPurpose) })

/** First those who act for the patient, then appointments, then what is about an appointment. */
const ORDER: readonly DeathPartRow['part'][] = [
  'guardian',
  'appointment',
  'message',
  'problem',
  'letter',
  'waiting-list',
  'task',
  'child-task'
]

export interface TakenBack {
  readonly parts: readonly DeathPartRow[]
  readonly changes: readonly AppointmentChange[]
}

/**
 * The death was recorded by mistake: brings back row by row what nothing has overtaken, and keeps what came of each.
 * @throws AppError `not-found`, `death-not-recorded`
 */
export async function takeBackDeath(
  context: DeathContext,
  transaction: Transaction,
  step: DeathStep
): Promise<TakenBack> {
  const { patientId, actor, at } = step
  if ((await getPatientRow(transaction, patientId)).deceased_on === null)
    throw new AppError('death-not-recorded')
  await markDeceased(transaction, patientId, null)
  const standing = (await findDeaths(transaction, patientId)).filter((row) => row.taken_back_at === null)
  const ids = standing.map(({ id }) => id)
  const changes: AppointmentChange[] = []
  const parts: DeathPartRow[] = []
  for (const part of inOrder(await findParts(transaction, ids))) {
    const outcome = await bringBack({ context, transaction, step, changes }, part)
    await setOutcome(transaction, part, outcome)
    parts.push({ ...part, outcome })
  }
  await markTakenBack(transaction, ids, { at, actor, correctedBy: null })
  await context.reach.changed(transaction, patientId)
  for (const { child_id } of await standingRelations(transaction, patientId))
    if (child_id !== patientId) await context.reach.changed(transaction, child_id)
  await touchPatient(transaction, patientId, at)
  await context.audit.record(transaction, actor, { action: 'death.taken-back', patientId })
  return { parts, changes }
}

function inOrder(parts: readonly DeathPartRow[]): DeathPartRow[] {
  return ORDER.flatMap((kind) => parts.filter(({ part }) => part === kind))
}

interface Work {
  readonly context: DeathContext
  readonly transaction: Transaction
  readonly step: DeathStep
  readonly changes: AppointmentChange[]
}

async function bringBack(work: Work, row: DeathPartRow): Promise<Outcome> {
  const { context, transaction, step } = work
  const { ref } = row
  switch (row.part) {
    case 'guardian':
      return await backOrChanged(guardianBack(work, row))
    case 'appointment':
      return await appointmentBack(work, row)
    case 'message':
      return await context.messages.revive(transaction, MessageId.parse(ref), stands(work))
    case 'problem':
      return await backOrChanged(unsettled(work, row))
    case 'letter':
      return await context.letters.bringBack(transaction, LetterId.parse(ref), {
        at: step.at,
        userId: step.actor.userId,
        stands: stands(work)
      })
    case 'waiting-list': {
      const id = WaitingListEntryId.parse(ref)
      return await context.waitingList.ofTheDead.bringBack(transaction, id, step.day.today.toString())
    }
    case 'task':
    case 'child-task': {
      const change = TaskChangeId.parse(row.change_id)
      return await backOrChanged(context.tasks.aboutContact.takeBack(transaction, change, step.actor))
    }
  }
}

async function backOrChanged(isBack: Promise<boolean>): Promise<Outcome> {
  return (await isBack) ? 'back' : 'changed'
}

async function guardianBack(
  { context, transaction, step }: Work,
  { ref, was }: DeathPartRow
): Promise<boolean> {
  const carried = Carried.parse(JSON.parse(was ?? 'null'))
  const child = await reopenGuardian(transaction, GuardianId.parse(ref), carried)
  if (child === null) return false
  const entry = { action: 'patient.guardian-restored', patientId: child, detail: `guardian ${ref}` }
  await context.audit.record(transaction, step.actor, entry)
  return true
}

async function appointmentBack(
  { context: { steps }, transaction, step, changes }: Work,
  { ref, change_id }: DeathPartRow
): Promise<Outcome> {
  const appointment = await findAppointment(transaction, AppointmentId.parse(ref))
  if (!appointment) return 'changed'
  if (Date.parse(appointment.startAt) <= step.day.now.epochMilliseconds) return 'past'
  const change = AppointmentChangeId.parse(change_id)
  const undone = await attempt(transaction, () => steps.undo(transaction, change, step.actor))
  if (!undone.ok) return whyNotBack(undone.refusal.code)
  changes.push(undone.value)
  return 'back'
}

async function unsettled({ context, transaction }: Work, { ref, was }: DeathPartRow): Promise<boolean> {
  return await context.messages.unsettle(
    transaction,
    MessageId.parse(ref),
    z.string().parse(JSON.parse(was ?? 'null'))
  )
}

/** Whether an appointment is still to come at the time that was written of. */
function stands({ transaction }: Work) {
  return async (id: AppointmentId, start: string | null): Promise<boolean> => {
    const appointment = await findAppointment(transaction, id)
    if (!appointment || !isOpen(appointment)) return false
    return start === null || Date.parse(start) === Date.parse(appointment.startAt)
  }
}
