import type { Appointment } from '@contract/appointments'
import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'
import { useClinic } from '../settings/clinic.store'
import type { AppointmentLook } from './appointment-look'

type StateText = (appointment: Appointment, look: AppointmentLook) => string

/** The state of an appointment in words; nothing where there is nothing to say. */
export function useStateText(): StateText {
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

/** In fewer words, for a line that it shares with other facts. */
export function useShortStateText(): StateText {
  const { t, te } = useI18n()
  const clinic = useClinic()
  const textOf = useStateText()

  return (appointment, look) => {
    const key = `appointments.shortState.${look.word}`
    if (look.word === null || !te(key)) return textOf(appointment, look)
    return t(key, { minutes: look.minutes ?? 0, room: clinic.roomOf(appointment.roomId)?.name ?? '' })
  }
}
