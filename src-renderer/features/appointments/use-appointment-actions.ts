import type { Appointment } from '@contract/appointments'
import { useClock } from '../../app/clock.store'
import { useCommand } from '../../app/keyboard'
import { useSelection } from '../../app/selection.store'
import { useSession } from '../users/session.store'
import { isMovable, isOpenBooking, possibleSteps, type WaitingRoomStep } from '../waiting-room/possible-steps'
import { takeStep } from '../waiting-room/steps'
import { useCallIn } from '../waiting-room/use-call-in'
import AppointmentPanel from './AppointmentPanel.vue'
import CancelForm from './CancelForm.vue'
import { useMove } from './move.store'
import { useGoTo } from './use-go-to'

interface AppointmentActions {
  steps(appointment: Appointment): WaitingRoomStep[]
  take(step: WaitingRoomStep, appointment: Appointment): Promise<void>
  canMove(appointment: Appointment): boolean
  canCancel(appointment: Appointment): boolean
  move(appointment: Appointment): void
  cancel(appointment: Appointment): void
  details(appointment: Appointment): void
}

/** What can be done with an appointment, the same from calendar, card and waiting room. */
export function useAppointmentActions(): AppointmentActions {
  const clock = useClock()
  const session = useSession()
  const selection = useSelection()
  const moving = useMove()
  const goTo = useGoTo()
  const callIn = useCallIn()

  async function take(step: WaitingRoomStep, appointment: Appointment): Promise<void> {
    if (step === 'callIn') return void (await callIn.toOwnRoom(appointment))
    await takeStep(step, appointment)
  }

  function move(appointment: Appointment): void {
    goTo.calendar()
    moving.pickUp(appointment)
  }

  return {
    steps: (appointment) => possibleSteps(appointment, clock.today, clock.nowMs),
    take,
    canMove: (appointment) => session.isDesk && isMovable(appointment),
    canCancel: (appointment) => session.isDesk && isOpenBooking(appointment),
    move,
    cancel: (appointment) => selection.openForm(CancelForm, { appointment }),
    details: (appointment) => selection.openForm(AppointmentPanel, { appointmentId: appointment.id })
  }
}

export const STEP_KEYS: Record<WaitingRoomStep, string | undefined> = {
  arrive: 'a',
  callIn: 'c',
  finish: 'd',
  leaveUnseen: undefined,
  noShow: undefined
}

/** The keys for one appointment, for as long as the component that shows it lives. `id` tells apart who registers them. */
export function useAppointmentKeys(
  id: string,
  target: () => Appointment | null | undefined
): AppointmentActions {
  const actions = useAppointmentActions()
  const moving = useMove()
  const callIn = useCallIn()

  const register = (
    name: string,
    keys: string | undefined,
    isPossible: (appointment: Appointment) => boolean,
    run: (appointment: Appointment) => void | Promise<void>
  ): void =>
    useCommand({
      id: `${id}.${name}`,
      titleKey: `appointments.command.${name}`,
      ...(keys === undefined ? {} : { keys }),
      when: () => {
        const appointment = target()
        return !moving.isMoving && appointment != null && isPossible(appointment)
      },
      run: () => {
        const appointment = target()
        return appointment ? run(appointment) : undefined
      }
    })

  for (const step of ['arrive', 'callIn', 'finish', 'leaveUnseen', 'noShow'] as const) {
    const isPossible = (one: Appointment): boolean => actions.steps(one).includes(step)
    register(step, STEP_KEYS[step], isPossible, (one) => actions.take(step, one))
  }
  register('chooseRoom', 'shift+c', (one) => actions.steps(one).includes('callIn'), callIn.chooseRoom)
  register('move', 'm', actions.canMove, actions.move)
  register('cancel', 'x', actions.canCancel, actions.cancel)
  register('details', 'n', () => true, actions.details)
  return actions
}
