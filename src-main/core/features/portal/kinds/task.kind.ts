import type { Task } from '@medplum/fhirtypes'
import { AppointmentId, PatientId } from '@contract/ids'
import type { Transaction } from '../../../database/database'
import { toStoredInstant } from '../../../platform/clock'
import { standingPatientId } from '../../patients'
import { findAgreedByRemote } from '../agreed.queries'
import type { PortalIncoming, PortalKind, PortalOutcome } from '../kind'
import { referencedId } from '../mapping/elements.rules'
import {
  answeredTask,
  isAnsweredInWords,
  isToldByPortal,
  isWithdrawn,
  requestFrom
} from '../mapping/task.rules'
import { answerRequest, findRequest, idsAfter, insertRequest } from '../portal-rows.queries'
import { PORTAL_ACTOR, type KindContext } from './context'

/** Somebody waits for an answer. */
const DUE_IN_WORKING_DAYS = 1

/** What a patient asks for at the portal becomes a task at the desk, and what becomes of that the answer. */
export function taskKind(context: KindContext): PortalKind<'Task'> {
  return {
    type: 'Task',
    check: context.check,
    list: async (reader, page) => await idsAfter(reader, 'portal_request', page),
    async read({ reader }, { localId, base, identifier }) {
      const row = await findRequest(reader, localId)
      // All but the answer is the portal's: without its words there is nothing to say.
      if (!row || base === null) return { is: 'none' }
      return { is: 'body', body: answeredTask(base, { ...row, own: identifier }) }
    },
    async apply(transaction, incoming) {
      const { localId, resource } = incoming
      if (localId === null) return await takeRequest(context, transaction, incoming)
      return isWithdrawn(resource)
        ? await withdraw(context, transaction, localId)
        : { is: 'nothing', localId }
    },
    async told(transaction, { localId, before, now }) {
      // One that is seen for the first time was answered long ago, if at all.
      if (before === null) return
      const was = isAnsweredInWords(before)
      if (was === isAnsweredInWords(now)) return
      if (was) await context.answers.takeBack(transaction, localId)
      else await tellOfAnswer(context, transaction, { localId, now })
      context.afterCommit(() => context.answers.wake())
    }
  }
}

/** The portal may have its own way to tell, and then nothing is said twice. */
async function tellOfAnswer(
  { answers }: KindContext,
  transaction: Transaction,
  { localId, now }: { localId: number; now: Task }
): Promise<void> {
  if (isToldByPortal(now)) return
  const known = await findAgreedByRemote(transaction, 'Patient', referencedId(now.for, 'Patient') ?? '')
  if (!known) return
  const patientId = await standingPatientId(transaction, PatientId.parse(known.local_id))
  await answers.tell(transaction, { requestId: localId, patientId })
}

/** Nobody at the desk is to do what the patient wants no more. */
async function withdraw(
  { tasks, clock, afterCommit }: KindContext,
  transaction: Transaction,
  localId: number
): Promise<PortalOutcome> {
  const row = await findRequest(transaction, localId)
  if (!row || row.state === 'done' || row.state === 'rejected') return { is: 'nothing', localId }
  if (row.task_id !== null) await tasks.withdraw(transaction, row.task_id, PORTAL_ACTOR)
  const at = toStoredInstant(clock.now())
  await answerRequest(transaction, { id: localId, state: 'rejected', at })
  afterCommit(() => tasks.announce())
  return { is: 'applied', localId }
}

async function takeRequest(
  context: KindContext,
  transaction: Transaction,
  { resource, localIdOf }: PortalIncoming<Task>
): Promise<PortalOutcome> {
  const { tasks, clock } = context
  const request = requestFrom(resource)
  if (!request.isOpen) return { is: 'nothing', localId: null }
  const known = await localIdOf('Patient', resource.for?.reference)
  if (known === null) return { is: 'refused', reason: 'patient-unknown' }
  const patientId = await standingPatientId(transaction, PatientId.parse(known))
  const about = await localIdOf('Appointment', resource.focus?.reference)
  const appointmentId = about === null ? null : AppointmentId.parse(about)
  const task = await tasks.createFollowUp(transaction, {
    ...{ patientId, appointmentId, actor: PORTAL_ACTOR, kind: 'portal-request', note: request.text },
    ...{ key: `portal-request/${resource.id ?? ''}`, dueInWorkingDays: DUE_IN_WORKING_DAYS }
  })
  if (task === null) return { is: 'nothing', localId: null }
  const localId = await insertRequest(transaction, {
    kind: request.kind,
    state: 'open',
    task_id: task.id,
    inbound_message_id: null,
    appointment_id: appointmentId,
    reason: null,
    received_at: toStoredInstant(clock.now()),
    answered_at: null
  })
  context.afterCommit(() => tasks.announce())
  return { is: 'applied', localId }
}
