import type { Appointment, AppointmentChanged } from '@contract/appointments'
import { useFormats } from '../../app/formats'
import { translate } from '../../app/i18n'
import { notify, offerUndo, showError } from '../../app/undo'
import { call } from '../../core-client'
import { minuteOf, wallTimeAt } from '../../lib/wall-time'
import { useCalendar } from './calendar.store'
import { nameOf } from './names'

export { nameOf } from './names'

type Parameters = Record<string, string | number>

/** Steps of which undo says what holds again, under this name; of others that they are undone. */
const SAID_AFTERWARDS: Readonly<Record<string, string>> = {
  booked: 'booked',
  moved: 'moved',
  resized: 'resized',
  cancelled: 'cancelled',
  cancelledNotified: 'cancelled'
}

/** From when to when. */
function timesOf({ time, durationMinutes }: Appointment): { from: string; to: string } {
  const formats = useFormats()
  return { from: formats.time(time), to: formats.time(wallTimeAt(minuteOf(time) + durationMinutes)) }
}

function whenOf({ date, time }: Appointment): string {
  const formats = useFormats()
  return `${formats.mediumDate(date)} ${formats.time(time)}`
}

const wordsOf = (now: Appointment): Parameters => ({ name: nameOf(now), when: whenOf(now), ...timesOf(now) })

/** Says what was done where nothing can take it back, such as a move away from a place that somebody else keeps. */
export function tellDone({ appointment }: AppointmentChanged, what: string): void {
  notify(translate(`appointments.done.${what}`, wordsOf(appointment)))
}

/**
 * Offers to take a change back, in words of its own: `appointments.done.<what>`, which may name `{name}`, `{when}` it is
 * now and its times `{from}` and `{to}`.
 */
export function offerStepBack(changed: AppointmentChanged, what: string, parameters: Parameters = {}): void {
  const { appointment } = changed
  const words = (now: Appointment): Parameters => ({ ...wordsOf(now), ...parameters })
  const text = translate(`appointments.done.${what}`, words(appointment))
  offerUndo({
    text,
    about: `appointment ${appointment.id}`,
    undo: async () => {
      const restored = await call('appointments.undo', { changeId: changed.changeId })
      // Said to be undone only when the calendar shows it: the next key acts on what stands there.
      await useCalendar().follow(restored.patientId)
      const said = SAID_AFTERWARDS[what]
      // Of a booking there is nothing now: it is named by what it was.
      const told = said === 'booked' ? appointment : restored
      return said === undefined ? text : translate(`appointments.undone.${said}`, words(told))
    }
  })
}

/** Waits for a change and offers to take it back. A refusal is shown, and answered with null. */
export async function withUndo(
  change: Promise<AppointmentChanged>,
  what: string,
  parameters: Parameters = {}
): Promise<Appointment | null> {
  try {
    const changed = await change
    offerStepBack(changed, what, parameters)
    return changed.appointment
  } catch (error) {
    showError(error)
    return null
  }
}
