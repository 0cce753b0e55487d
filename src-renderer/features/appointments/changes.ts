import type { Appointment, AppointmentChanged } from '@contract/appointments'
import { useFormats } from '../../app/formats'
import { translate } from '../../app/i18n'
import { offerUndo, showError } from '../../app/undo'
import { call } from '../../core-client'
import { useCalendar } from './calendar.store'
import { nameOf } from './names'

export { nameOf } from './names'

type Parameters = Record<string, string | number>

const WITHOUT_NOTICE: Readonly<Record<string, string>> = { cancelledNotified: 'cancelled' }

/**
 * Offers to take a change back, in words of its own: `appointments.done.<what>`, which may name `{name}` and `{when}` it
 * is now.
 */
export function offerStepBack(changed: AppointmentChanged, what: string, parameters: Parameters = {}): void {
  const { appointment } = changed
  const formats = useFormats()
  const name = nameOf(appointment)
  const when = `${formats.mediumDate(appointment.date)} ${formats.time(appointment.time)}`
  offerUndo({
    text: translate(`appointments.done.${what}`, { name, when, ...parameters }),
    // The message that was promised is not sent then.
    undone: translate(`appointments.done.${WITHOUT_NOTICE[what] ?? what}`, {
      name,
      when,
      ...parameters,
      note: ''
    }).trim(),
    undo: async () => {
      const { patientId } = await call('appointments.undo', { changeId: changed.changeId })
      // Said to be undone only when the calendar shows it: the next key acts on what stands there.
      await useCalendar().follow(patientId)
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
