import type { SeriesId } from '@contract/ids'
import type { Series } from '@contract/series'
import type { CivilDate } from '@contract/values'
import type { Reader } from '../../database/database'
import { appointmentsOfSeries, type ToViews } from '../appointments'
import { countOfSeries, getSeries } from './series.queries'

/** A series as the pages see it, with all its occurrences. @throws AppError `not-found` */
export async function readSeries(
  reader: Reader,
  { id, today }: { id: SeriesId; today: CivilDate },
  toViews: ToViews
): Promise<Series> {
  const series = await getSeries(reader, id)
  const records = await appointmentsOfSeries(reader, id)
  const appointments = await toViews(reader, records, today)
  return {
    ...series,
    occurrences: appointments.map((appointment) => ({
      number: appointment.series?.number ?? 0,
      appointment
    })),
    total: await countOfSeries(reader, id)
  }
}
