import type { WaitingListEntry } from '@contract/waiting-list'
import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'
import { minuteText } from '../../lib/minute-text'
import { useClinic } from '../settings/clinic.store'

const WORKING_DAYS = 5

interface WishText {
  /** What they have now and since when they wait. */
  now(entry: WaitingListEntry): string
  /** What they can come to: with whom, on which days, between which hours, until when. */
  wish(entry: WaitingListEntry): string
}

/** A wish for an earlier time in plain words. */
export function useWishText(): WishText {
  const { t } = useI18n()
  const clinic = useClinic()
  const formats = useFormats()
  const clockOf = (minute: number): string =>
    minuteText(minute, ['nl', 'en'].includes(formats.language.value) ? ':' : '.')

  function daysOf({ weekdays }: WaitingListEntry): string {
    const isWorkingWeek = weekdays.length === WORKING_DAYS && weekdays.every((day) => day <= WORKING_DAYS)
    if (isWorkingWeek || weekdays.length === 7) return t('waitingList.anyDay')
    return weekdays.map((day) => t(`waitingList.weekday.${day}`)).join(', ')
  }

  function hoursOf({ fromMinute, untilMinute }: WaitingListEntry): string {
    if (fromMinute === 0 && untilMinute === 1440) return ''
    return t('waitingList.between', { from: clockOf(fromMinute), until: clockOf(untilMinute) })
  }

  return {
    now({ appointmentStart, createdAt }) {
      const has =
        appointmentStart === null
          ? t('waitingList.hasNone')
          : t('waitingList.has', { when: formats.moment(appointmentStart) })
      return `${has} · ${t('waitingList.since', { when: formats.moment(createdAt) })}`
    },
    wish: (entry) =>
      [
        clinic.clinicianOf(entry.clinicianId)?.name ?? t('waitingList.anyClinician'),
        daysOf(entry),
        hoursOf(entry),
        entry.until === null ? '' : t('waitingList.untilDay', { date: formats.mediumDate(entry.until) })
      ]
        .filter((part) => part !== '')
        .join(' · ')
  }
}
