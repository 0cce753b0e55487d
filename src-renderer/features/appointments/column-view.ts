import type { Appointment, DayColumn } from '@contract/appointments'
import type { CivilDate } from '@contract/values'
import { openSpans } from './day-range'
import type { Span } from './lanes'
import { columnStops, type Stop } from './stops'

/** What one column draws. */
export interface ColumnView {
  column: DayColumn
  date: CivilDate
  appointments: readonly Appointment[]
  open: readonly Span[]
  stops: readonly Stop[]
}

export interface ColumnChoices {
  date: CivilDate
  showsCancelled: boolean
  slotMinutes: number
}

/** Makes views of columns and remembers them: a column that did not change gets the same view, and is not drawn anew. */
export function columnViews(): (column: DayColumn, choices: ColumnChoices) => ColumnView {
  const known = new WeakMap<DayColumn, { key: string; view: ColumnView }>()
  return (column, choices) => {
    const key = JSON.stringify(choices)
    const before = known.get(column)
    if (before?.key === key) return before.view
    const view = viewOf(column, choices)
    known.set(column, { key, view })
    return view
  }
}

function viewOf(column: DayColumn, choices: ColumnChoices): ColumnView {
  const isShown = ({ status }: Appointment): boolean =>
    status !== 'entered-in-error' && (status !== 'cancelled' || choices.showsCancelled)
  const appointments = column.appointments.filter(isShown)
  const open = openSpans(column.sessions)
  const taking = appointments.filter((one) => one.status !== 'cancelled')
  const cancelled = appointments.filter((one) => one.status === 'cancelled')
  const stops = [...columnStops(taking, open, choices.slotMinutes), ...columnStops(cancelled, [], 0)]
  return {
    column,
    date: choices.date,
    appointments,
    open,
    stops: stops.sort((a, b) => a.startMinute - b.startMinute)
  }
}
