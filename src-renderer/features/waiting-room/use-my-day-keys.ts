import type { Appointment } from '@contract/appointments'
import type { Ref } from 'vue'
import { useCommand } from '../../app/keyboard'

type Step = (appointment: Appointment) => void | Promise<void>

interface MyDayKeys {
  readonly inside: Readonly<Ref<Appointment | null>>
  readonly next: Readonly<Ref<Appointment | null>>
  /** The one that the arrow keys stand on. */
  readonly focused: () => Appointment | undefined
  /** The keys stand on no appointment, and are about the next patient or the one inside. */
  readonly isFree: () => boolean
  readonly mayDelay: () => boolean
  readonly call: Step
  readonly chooseRoom: Step
  readonly finish: Step
  readonly followUp: (appointment: Appointment) => void
  readonly openDelay: () => void
  readonly focusBoard: () => void
}

/** The keys of a clinician's own day. */
export function useMyDayKeys({
  inside,
  next,
  focused,
  isFree,
  mayDelay,
  call,
  chooseRoom,
  finish,
  followUp,
  openDelay,
  focusBoard
}: MyDayKeys): void {
  useCommand({
    id: 'my-day.callNext',
    titleKey: 'waiting-room.callNext',
    keys: 'c',
    when: () => next.value !== null && isFree(),
    run: () => (next.value ? call(next.value) : undefined)
  })
  useCommand({
    id: 'my-day.otherRoom',
    titleKey: 'appointments.command.chooseRoom',
    keys: 'shift+c',
    when: () => next.value !== null && isFree(),
    run: () => (next.value ? chooseRoom(next.value) : undefined)
  })
  useCommand({
    id: 'my-day.finish',
    titleKey: 'appointments.command.finish',
    keys: 'd',
    when: () => inside.value !== null && isFree(),
    run: () => (inside.value ? finish(inside.value) : undefined)
  })
  useCommand({
    id: 'my-day.followUp',
    titleKey: 'waiting-room.followUp.open',
    keys: 'u',
    when: () => (focused() ?? inside.value) !== null,
    run: () => {
      const appointment = focused() ?? inside.value
      if (appointment) followUp(appointment)
    }
  })
  useCommand({
    id: 'my-day.delay',
    titleKey: 'waiting-room.delay.open',
    keys: 'shift+d',
    when: mayDelay,
    run: openDelay
  })
  useCommand({
    id: 'my-day.focus',
    titleKey: 'waiting-room.focus',
    keys: ['down', 'up'],
    when: isFree,
    run: focusBoard
  })
}
