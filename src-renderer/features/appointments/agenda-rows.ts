import type { Appointment } from '@contract/appointments'
import type { CivilDate } from '@contract/values'

/** A line of the agenda: the head of a day, or one of its appointments. */
export type AgendaRow =
  | { readonly kind: 'day'; readonly key: string; readonly date: CivilDate; readonly count: number | null }
  | { readonly kind: 'appointment'; readonly key: string; readonly appointment: Appointment }

/**
 * Appointments in time order under the heads of their days. The last day’s count is not known while more of it may
 * follow (`hasMore`).
 */
export function agendaRows(appointments: readonly Appointment[], hasMore: boolean): AgendaRow[] {
  const days = new Map<CivilDate, Appointment[]>()
  for (const one of appointments) push(days, one)
  const last = appointments.at(-1)?.date
  return [...days].flatMap(([date, own]): AgendaRow[] => [
    { kind: 'day', key: date, date, count: hasMore && date === last ? null : own.length },
    ...own.map((appointment): AgendaRow => ({
      kind: 'appointment',
      key: String(appointment.id),
      appointment
    }))
  ])
}

function push(days: Map<CivilDate, Appointment[]>, one: Appointment): void {
  const known = days.get(one.date)
  if (known) known.push(one)
  else days.set(one.date, [one])
}
