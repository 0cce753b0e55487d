import type { AccessLogEntry } from '@contract/audit'
import type { CivilDate, Language } from '@contract/values'
import { translate } from '../../../app/i18n'
import { csvOf } from '../../../lib/csv'
import { shortDate } from '../../../lib/dates'
import { entryWords } from './entry-words'
import type { LogPeriod } from './use-access-log'

/** A copy of a patient's access log, as it is given out. */
export interface LogCopy {
  readonly clinicName: string
  readonly patientName: string
  readonly birthDate: CivilDate | null
  readonly period: LogPeriod
  /** The clinic's day it is made on. */
  readonly madeOn: CivilDate
  readonly language: Language
  readonly timeZone: string
  readonly entries: readonly AccessLogEntry[]
}

/** The period in words: `01.10.2026 – 22.11.2026`, or that it is all there is. */
export function periodWords({ from, until }: LogPeriod, language: Language): string {
  if (from === null && until === null) return translate('rights.log.wholePeriod', {}, language)
  const shown = (date: CivilDate | null): string => (date === null ? '' : shortDate(date, language))
  return `${shown(from)} – ${shown(until)}`.trim()
}

const COLUMNS = ['when', 'who', 'what', 'why'] as const

/** For a spreadsheet: what is printed, in the same words and order. */
export function logCsv(copy: LogCopy): string {
  const { language, timeZone } = copy
  const word = (key: string): string => translate(key, {}, language)
  const words = entryWords(language, timeZone)
  return csvOf([
    [word('rights.log.clinic'), copy.clinicName],
    [word('rights.log.patient'), copy.patientName],
    [word('rights.log.born'), copy.birthDate === null ? '' : shortDate(copy.birthDate, language)],
    [word('rights.log.period'), periodWords(copy.period, language)],
    [word('rights.log.madeOn'), shortDate(copy.madeOn, language)],
    [],
    COLUMNS.map((column) => word(`patients.log.${column}`)),
    ...copy.entries.map((entry) => COLUMNS.map((column) => words[column](entry)))
  ])
}

/** For another program: the same words, and beside them the moment and the code. */
export function logJson(copy: LogCopy): string {
  const { language, timeZone, entries, ...head } = copy
  const words = entryWords(language, timeZone)
  return JSON.stringify(
    {
      ...head,
      language,
      entries: entries.map((entry) => ({
        occurredAt: entry.occurredAt,
        name: entry.userName,
        role: entry.role,
        who: words.who(entry),
        action: entry.action,
        what: words.what(entry),
        why: words.why(entry)
      }))
    },
    null,
    2
  )
}
