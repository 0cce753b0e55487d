import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'
import { useClinic } from '../settings/clinic.store'
import { useBoard } from '../waiting-room/board.store'
import { blockViews } from './block-view'
import { useStateText } from './use-state-text'

/** Views of appointments in the window's language; anew when the language or what the clinic calls its things changes. */
export function useBlockViews(): ComputedRef<ReturnType<typeof blockViews>> {
  const { t } = useI18n()
  const formats = useFormats()
  const clinic = useClinic()
  const board = useBoard()
  const state = useStateText()

  return computed(() => {
    const types = new Map(clinic.appointmentTypes.map((type) => [type.id, type]))
    // Rooms are named in the state; reading them here makes a renamed room known.
    void clinic.rooms
    void formats.language.value
    return blockViews({
      limits: board.limits,
      overbooked: t('appointments.overbooked'),
      state,
      inside: (minutes) => t('appointments.state.in-progress', { minutes }),
      minutes: (minutes) => t('appointments.minutes', { minutes }),
      alert: (code) => t(`card.alertShort.${code}`),
      time: formats.time,
      typeOf: (id) => types.get(id)
    })
  })
}
