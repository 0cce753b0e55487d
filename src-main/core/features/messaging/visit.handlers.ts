import type { AppointmentId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor, Handlers } from '../../rpc/handlers'
import { findAppointment, type Look } from '../appointments'
import { arrivalCodeOf, isWaiting } from '../waiting-room'
import { readMoment, type MessagingContext, type Moment } from './context'
import { announceDelay, previewDelay } from './delay-notice'
import { enqueueVisitText, visitText } from './visit-text'

/** Nobody waits longer for a room. */
const CODE_HOURS = 3

export interface VisitHandlerDependencies {
  readonly context: MessagingContext
  readonly look: Look
  /** After messages were put in. */
  readonly onChanged: () => void
}

/** What those hear by SMS who wait or are on the way: that it takes longer, and by which code they are called. */
export function visitHandlers({
  context,
  look,
  onChanged
}: VisitHandlerDependencies): Handlers<'delays.preview' | 'delays.announce' | 'arrivalCodes.send'> {
  const { database, events } = context
  return {
    'delays.preview': async (target, { actor }) => {
      const moment = await readMoment(context)
      const detail = `${moment.day.today.toString()} clinician ${target.clinicianId}`
      const entry = { action: 'delay.previewed', patientId: null, detail }
      return await look(actor, entry, (reader) => previewDelay(context, reader, { target, moment }))
    },
    'delays.announce': async ({ appointmentIds, ...target }, { actor }) => {
      const moment = await readMoment(context)
      const count = await database.write((transaction) =>
        announceDelay(context, transaction, { target, chosen: appointmentIds, actor, moment })
      )
      events.publish('delays.changed', { clinicianId: target.clinicianId })
      events.publish('messages.changed', { patientId: null, appointmentId: null })
      onChanged()
      return { count }
    },
    'arrivalCodes.send': async ({ id }, { actor }) => {
      const moment = await readMoment(context)
      const patientId = await database.write((transaction) =>
        sendCode(context, transaction, { id, actor, moment })
      )
      events.publish('messages.changed', { patientId, appointmentId: id })
      onChanged()
      return {}
    }
  }
}

/** @throws AppError `not-found`, `arrival-code-none`, `arrival-code-sent`, or why no SMS may go to the patient */
async function sendCode(
  context: MessagingContext,
  transaction: Transaction,
  { id, actor, moment }: { id: AppointmentId; actor: Actor; moment: Moment }
) {
  const appointment = await findAppointment(transaction, id)
  if (!appointment) throw new AppError('not-found')
  const code = await arrivalCodeOf(transaction, id)
  if (code === null || !isWaiting(appointment)) throw new AppError('arrival-code-none')
  const values = { code }
  const text = await visitText(context, transaction, { purpose: 'arrival-code', appointment, values, moment })
  if (text.reason !== null) throw new AppError(text.reason)
  const messageId = await enqueueVisitText(transaction, {
    key: `arrival-code/${id}/${code}`,
    purpose: 'arrival-code',
    text,
    appointment,
    moment,
    hours: CODE_HOURS,
    created_by: actor.userId
  })
  if (messageId === null) throw new AppError('arrival-code-sent')
  const { patientId } = appointment
  await context.audit.record(transaction, actor, { action: 'arrival-code.sent', patientId })
  return patientId
}
