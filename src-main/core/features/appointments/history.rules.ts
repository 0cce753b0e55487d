import type { AppointmentHistoryEntry } from '@contract/appointments'
import type { AppointmentTypeId, ClinicianId } from '@contract/ids'
import { minutesBetween } from '../../platform/wall-clock'
import { withChanges, type AppointmentFields } from './appointment-record'
import type { ChangeRecord } from './change.queries'

const PLACE = ['clinicianId', 'startAt', 'endAt'] as const
const STATE = ['status', 'encounterStatus', 'isLeftUnseen'] as const

/** What ids stand for, as a person reads it. */
export interface HistoryNames {
  readonly clinicians: ReadonlyMap<ClinicianId, string>
  readonly types: ReadonlyMap<AppointmentTypeId, string>
}

/**
 * The history as a person reads it. `changes` newest first, `now` as it is today: each older state follows from the
 * fields as they were. A place reads `2026-12-03 09:20 (20) · Anne Lunde`, with the minutes in parentheses; a type is its
 * name; a state is its FHIR Appointment.status, or `left-unseen`; a note is its text.
 */
export function historyOf(
  changes: readonly ChangeRecord[],
  now: AppointmentFields,
  names: HistoryNames
): AppointmentHistoryEntry[] {
  const entries: AppointmentHistoryEntry[] = []
  let after = now
  for (const change of changes) {
    const before = withChanges(after, change.before)
    entries.push({
      id: change.id,
      changedAt: change.changedAt,
      userName: change.userName,
      kind: change.kind,
      ...fromAndTo(change, before, after, names),
      isOfSeries: change.seriesStepId !== null
    })
    after = before
  }
  return entries
}

function fromAndTo(
  change: ChangeRecord,
  before: AppointmentFields,
  after: AppointmentFields,
  names: HistoryNames
): Pick<AppointmentHistoryEntry, 'from' | 'to'> {
  const has = (fields: readonly (keyof AppointmentFields)[]): boolean =>
    fields.some((field) => field in change.after)
  if (change.kind === 'booked') return { from: null, to: placeText(after, names) }
  if (has(PLACE)) return { from: placeText(before, names), to: placeText(after, names) }
  if (has(['typeId']))
    return { from: names.types.get(before.typeId) ?? '', to: names.types.get(after.typeId) ?? '' }
  if (has(STATE)) return { from: stateText(before), to: stateText(after) }
  if (has(['note'])) return { from: before.note, to: after.note }
  if (has(['confirmedAt'])) return { from: before.confirmedAt, to: after.confirmedAt }
  return { from: null, to: null }
}

function placeText(fields: AppointmentFields, names: HistoryNames): string {
  const minutes = minutesBetween(fields.startAt, fields.endAt)
  return `${fields.date} ${fields.time} (${minutes}) · ${names.clinicians.get(fields.clinicianId) ?? ''}`
}

function stateText({ status, isLeftUnseen }: AppointmentFields): string {
  return isLeftUnseen ? 'left-unseen' : status
}
