import type { Recurrence, SeriesProblem } from '@contract/series'
import type { CivilDate } from '@contract/values'
import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'

interface SeriesWords {
  /** `hver 2. uke, til 14.01.2027`. */
  recurrence(recurrence: Recurrence, firstDate: CivilDate): string
  problem(problem: SeriesProblem): string
  adjusted(kind: 'month-without-day' | 'month-without-weekday', firstDate: CivilDate): string
}

/** What a series is and what is wrong with its occurrences, in the language's words. */
export function useSeriesWords(): SeriesWords {
  const { t } = useI18n()
  const formats = useFormats()
  return {
    recurrence({ rhythm, every, end }) {
      const rest =
        end.kind === 'until'
          ? t('series.untilDate', { date: formats.date(end.date) })
          : t('series.times', { count: end.count })
      return `${t(`series.every.${rhythm}`, { count: every }, every)}, ${rest}`
    },
    problem: ({ kind, text }) => {
      const times = kind === 'same-day' ? (text ?? '').split(', ').map(formats.time).join(', ') : text
      return t(`series.problem.${kind}`, { text: times ?? '' })
    },
    adjusted: (kind, firstDate) =>
      t(firstDate.endsWith('-02-29') ? 'series.adjusted.leap-day' : `series.adjusted.${kind}`)
  }
}
