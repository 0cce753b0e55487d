import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'
import { useClinic } from '../settings/clinic.store'
import { MARK_LOOK } from '../portal/mark-look'
import { usePortalMarks } from '../portal/marks.store'
import { useBoard } from '../waiting-room/board.store'
import { blockViews } from './block-view'
import { useStateText } from './use-state-text'

/** Views of appointments in the window's language; anew when the language or what the clinic calls its things changes. */
export function useBlockViews(): ComputedRef<ReturnType<typeof blockViews>> {
  const { t } = useI18n()
  const formats = useFormats()
  const clinic = useClinic()
  const board = useBoard()
  const marks = usePortalMarks()
  const state = useStateText()

  return computed(() => {
    const types = new Map(clinic.appointmentTypes.map((type) => [type.id, type]))
    // Rooms are named in the state, limits are the clinicians'; reading them here makes a change of them known.
    void clinic.rooms
    void clinic.clinicians
    void board.limits
    void formats.language.value
    return blockViews({
      limitsOf: board.limitsOf,
      overbooked: t('appointments.overbooked'),
      series: (number) => t('series.numberOf', { number }),
      state,
      inside: (minutes) => t('appointments.state.in-progress', { minutes }),
      minutes: (minutes) => t('appointments.minutes', { minutes }),
      // Read when a view is asked for, so that one that has changed is drawn anew, and no other.
      portal: (id) => {
        const state = marks.ofAppointment(id)
        return state ? { sign: MARK_LOOK[state].sign, text: t(`portal.mark.${state}`) } : null
      },
      alert: (code) => t(`card.alertShort.${code}`),
      time: formats.time,
      typeOf: (id) => types.get(id)
    })
  })
}
