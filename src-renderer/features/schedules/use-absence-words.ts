import type { Absence } from '@contract/schedules'
import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'
import { isWholeDays } from './absence-draft'
import { useSessionWords } from './use-session-words'

type Times = Pick<Absence, 'fromDate' | 'fromMinute' | 'untilDate' | 'untilMinute'>

interface AbsenceWords {
  /** `man. 7. des.–fre. 11. des.`, with the hours when it is not whole days. */
  span(absence: Times): string
  /** `Ferie man. 7. des.–fre. 11. des.` */
  title(absence: Times & Pick<Absence, 'reason'>): string
}

/** An absence in the words of the interface. */
export function useAbsenceWords(): AbsenceWords {
  const { t } = useI18n()
  const formats = useFormats()
  const { time } = useSessionWords()

  function span(absence: Times): string {
    const { fromDate, fromMinute, untilDate, untilMinute } = absence
    const [from, until] = [formats.mediumDate(fromDate), formats.mediumDate(untilDate)]
    if (fromDate === untilDate)
      return isWholeDays(absence) ? from : `${from} ${time(fromMinute)}–${time(untilMinute)}`
    return isWholeDays(absence)
      ? `${from} – ${until}`
      : `${from} ${time(fromMinute)} – ${until} ${time(untilMinute)}`
  }

  return { span, title: (absence) => `${t(`schedules.reason.${absence.reason}`)} ${span(absence)}` }
}
