import type { BookingDecision, DecisionOutcome } from '@contract/schedules'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'
import { cancelled, type Appointments } from '../appointments'

export interface ResolveDependencies {
  readonly appointments: Pick<Appointments, 'steps' | 'move'>
}

/** Takes one decision as a step of its own. What is refused becomes part of the answer. */
export async function resolveBooking(
  { appointmentId: id, version, action }: BookingDecision,
  actor: Actor,
  { appointments }: ResolveDependencies
): Promise<DecisionOutcome> {
  const { steps, move } = appointments
  const done = { appointmentId: id, refusal: null }
  try {
    if (action.kind === 'keep') return { ...done, result: 'kept', changeId: null }
    if (action.kind === 'move') {
      const { changeId } = await steps.commit((transaction) =>
        move(transaction, { id, version, actor, ...action.slot, isOverbooking: false })
      )
      return { ...done, result: 'moved', changeId }
    }
    const { changeId } = await steps.commit((transaction) =>
      steps.take(transaction, {
        id,
        version,
        actor,
        notifyPatient: action.notifyPatient,
        decide: (appointment, moment) => cancelled(appointment, 'clinic', moment)
      })
    )
    return { ...done, result: 'cancelled', changeId }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const refusal = { code: error.code, parameters: { ...error.parameters } }
    return { appointmentId: id, result: 'refused', changeId: null, refusal }
  }
}
