import type { AppointmentTypeId, ClinicianId, PatientId } from '@contract/ids'
import type { SeriesProposal } from '@contract/series'
import type { Temporal } from 'temporal-polyfill'
import type { Core } from '../../core'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import { Session } from '../../rpc/session'

/** Weekly injections and monthly controls, as a practice has them. */
const SERIES = [
  { clinician: 0, patient: 6, time: '08:20', rhythm: 'weeks', every: 1, count: 8 },
  { clinician: 1, patient: 22, time: '09:40', rhythm: 'weeks', every: 2, count: 6 },
  { clinician: 2, patient: 38, time: '13:00', rhythm: 'months-by-weekday', every: 1, count: 6 }
] as const

const NOTE = { nb: 'Kontroll', nn: 'Kontroll', da: 'Kontrol', nl: 'Controle', en: 'Control' } as const

export interface DemoSeries {
  readonly patients: readonly PatientId[]
  readonly clinicians: readonly ClinicianId[]
  readonly typeId: AppointmentTypeId
  /** The first of them lies after this day. */
  readonly today: Temporal.PlainDate
  readonly language: keyof typeof NOTE
}

/** Books a few series as the desk does: what is taken is put at the nearest opening or left out. */
export async function fillDemoSeries(
  { handlers }: Core,
  { patients, clinicians, typeId, today, language }: DemoSeries
): Promise<void> {
  const call = { actor: SYSTEM_ACTOR, session: new Session(true) }
  const common = { typeId, durationMinutes: 20 }
  for (const { clinician, patient, time, rhythm, every, count } of SERIES) {
    const [clinicianId, patientId] = [clinicians[clinician], patients[patient]]
    if (clinicianId === undefined || patientId === undefined) continue
    const recurrence = { rhythm, every, end: { kind: 'count', count } } as const
    const date = today.add({ days: 1 + ((9 - today.dayOfWeek + clinician) % 7) }).toString()
    const wish = { ...common, patientId, clinicianId, date, time, recurrence, shifted: [] }
    const preview = await handlers['series.preview']?.(wish, call)
    const places = preview?.occurrences.flatMap(placeOf) ?? []
    if (places.length < 2) continue
    const booking = { ...common, patientId, note: NOTE[language], recurrence, places }
    await handlers['series.book']?.({ ...booking, confirmation: 'first' }, call)
  }
}

function placeOf({ problems, alternatives, clinicianId, date, time }: SeriesProposal) {
  const isFree = problems.every(({ kind }) => kind === 'same-day')
  const place = isFree ? { clinicianId, date, time } : alternatives[0]
  if (!place) return []
  return [{ clinicianId: place.clinicianId, date: place.date, time: place.time, isOverbooking: false }]
}
