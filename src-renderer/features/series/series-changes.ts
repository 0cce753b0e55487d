import type { SeriesChanged } from '@contract/series'
import { translate } from '../../app/i18n'
import { offerUndo } from '../../app/undo'
import { call } from '../../core-client'
import { nameOf } from '../appointments/names'

/** Says what was done to a series and offers to take the whole step back. */
export function offerSeriesUndo({ series, stepId, changed }: SeriesChanged, what: string): void {
  const [first] = series.occurrences
  const name = first ? nameOf(first.appointment) : ''
  offerUndo({
    text: translate(`series.done.${what}`, { name, count: changed.length }),
    undo: async () => {
      await call('series.undo', { stepId })
    }
  })
}
