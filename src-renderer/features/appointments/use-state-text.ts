import type { Appointment } from '@contract/appointments'
import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'
import { useClinic } from '../settings/clinic.store'
import type { AppointmentLook } from './appointment-look'

/** The state of an appointment in words; nothing where there is nothing to say. */
export function useStateText(): (appointment: Appointment, look: AppointmentLook) => string {
  const { t } = useI18n()
  const clinic = useClinic()
  const formats = useFormats()

  return ({ roomId, finishedAt }, { word, minutes }) => {
    if (word === null) return ''
    const room = clinic.roomOf(roomId)?.name ?? ''
    const time = finishedAt ? formats.time(finishedAt) : ''
    return t(`appointments.state.${word}`, { minutes: minutes ?? 0, room, time }).trim()
  }
}
