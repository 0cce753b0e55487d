import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'
import { daysBetween, isoWeek } from '../../lib/dates'
import type { Dates } from './periods'

const MONTH_DAYS = 27

/** Figures as they stand in numbers and tables; a dash where there is nothing. */
export function useReportFormats() {
  const { t } = useI18n()
  const formats = useFormats()
  const none = '–'
  const format = (options: Intl.NumberFormatOptions, value: number): string =>
    new Intl.NumberFormat(formats.language.value, options).format(value)
  const monthName = (date: string): string =>
    new Intl.DateTimeFormat(formats.language.value, {
      month: 'short',
      year: '2-digit',
      timeZone: 'UTC'
    }).format(new Date(`${date}T00:00:00Z`))

  return {
    none,
    count: (value: number): string => formats.count(value),
    share: (value: number | null): string =>
      value === null ? none : format({ style: 'percent', maximumFractionDigits: 1 }, value),
    /** Hundredths, for the plot's scale. */
    percent: (value: number | null): number | null => (value === null ? null : Math.round(value * 1000) / 10),
    minutes: (value: number | null): string =>
      value === null ? none : t('reports.minutes', { count: format({ maximumFractionDigits: 1 }, value) }),
    hours: (minutes: number): string =>
      t('reports.hours', { count: format({ maximumFractionDigits: 1 }, minutes / 60) }),
    /** A day, a week or a month of the period. */
    stretch({ from, until }: Dates): string {
      const days = daysBetween(from, until)
      if (days === 0) return formats.mediumDate(from)
      return days >= MONTH_DAYS || (days > 6 && from.slice(0, 7) === until.slice(0, 7))
        ? monthName(from)
        : t('reports.week', { week: isoWeek(from) })
    }
  }
}
