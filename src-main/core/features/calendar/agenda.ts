import { AppointmentId } from '@contract/ids'
import type { ParsedInput } from '@contract/index'
import { Instant, type CivilDate } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { AppointmentRecord } from '../appointments'
import type { AgendaPlace, AgendaQuery } from './calendar.queries'

/** The page a call asks for. @throws AppError `invalid-input` for a cursor that no answer gave out */
export function agendaQuery(
  { cursor, from, until, ...filters }: ParsedInput<'calendar.agenda'>,
  timeZone: string
): AgendaQuery {
  return {
    ...filters,
    from,
    until,
    earliest: startOf(from, timeZone),
    latest: startOf(Temporal.PlainDate.from(until).add({ days: 1 }).toString(), timeZone),
    after: cursor === null ? null : placeOf(cursor)
  }
}

/** What the next page names to begin after `last`. */
export function cursorAfter({ startAt, id }: AppointmentRecord): string {
  return `${startAt} ${id}`
}

/** The dates that a page shows, for the access log: open towards the future, as ISO 8601-2 writes it. */
export function datesSeen({ from, cursor }: ParsedInput<'calendar.agenda'>): string {
  return `${cursor?.slice(0, 10) ?? from}/..`
}

function placeOf(cursor: string): AgendaPlace {
  const [startAt, id] = cursor.split(' ')
  const [start, number] = [Instant.safeParse(startAt), AppointmentId.safeParse(Number(id))]
  if (!start.success || !number.success) throw new AppError('invalid-input', { field: 'cursor' })
  return { startAt: start.data, id: number.data }
}

function startOf(date: CivilDate, timeZone: string): Instant {
  return toStoredInstant(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).toInstant())
}
