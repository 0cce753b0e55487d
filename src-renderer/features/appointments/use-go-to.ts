import type { Appointment } from '@contract/appointments'
import { useRouter } from 'vue-router'
import { useSelection } from '../../app/selection.store'
import { useDay } from './day.store'

/** Shows an appointment in the calendar, selected, from wherever one is. */
export function useGoTo(): { appointment: (appointment: Appointment) => void; calendar: () => void } {
  const router = useRouter()
  const day = useDay()
  const selection = useSelection()

  function calendar(): void {
    if (router.currentRoute.value.path !== '/today') void router.push('/today')
  }

  function appointment(one: Appointment): void {
    calendar()
    day.show(one.date)
    selection.openAppointment(one.id, one.patientId)
  }

  return { appointment, calendar }
}
