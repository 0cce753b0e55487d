import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'
import { wallTimeAt } from '../../lib/wall-time'
import { useBooking } from './booking.store'
import { nameOf } from './names'
import type { ColumnView } from './column-view'
import type { Span } from './lanes'
import { useMove } from './move.store'

/** Where something is about to be placed. */
export interface Ghost extends Span {
  label: string
}

/** The ghost in a column: of the appointment that is being moved, else of the booking that is being made. */
export function useGhost(): (view: ColumnView) => Ghost | null {
  const { t } = useI18n()
  const booking = useBooking()
  const move = useMove()
  const formats = useFormats()

  function ghost(startMinute: number, durationMinutes: number, text: string): Ghost {
    const endMinute = startMinute + durationMinutes
    const times = [startMinute, endMinute].map((minute) => formats.time(wallTimeAt(minute))).join('–')
    return { startMinute, endMinute, label: `${times} ${text}` }
  }

  return ({ date, column: { clinicianId } }) => {
    const carried = move.carried
    if (carried && carried.target.clinicianId === clinicianId && carried.target.date === date) {
      return ghost(carried.target.startMinute, carried.target.durationMinutes, nameOf(carried.appointment))
    }
    const draft = booking.draft
    if (draft?.startMinute == null || draft.clinicianId !== clinicianId || draft.date !== date) return null
    return ghost(draft.startMinute, draft.durationMinutes, t('appointments.newBooking'))
  }
}
