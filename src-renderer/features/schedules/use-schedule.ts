import type { ClinicianId } from '@contract/ids'
import type { Schedule } from '@contract/schedules'
import type { ScheduleDay } from '@contract/sessions'
import type { CivilDate } from '@contract/values'
import { shallowRef, watch, type ShallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'

interface ShownSchedule {
  readonly schedule: ShallowRef<Schedule | null>
  /** The days of the year, by date. */
  readonly days: ShallowRef<ReadonlyMap<CivilDate, ScheduleDay>>
  load(): Promise<void>
}

const daysIn = (year: number): number => (Date.UTC(year + 1, 0) - Date.UTC(year, 0)) / 86_400_000

/** A clinician's schedule and the days of a year that follow from it, in step with the core. */
export function useSchedule(clinicianId: () => ClinicianId | null, year: () => number): ShownSchedule {
  const schedule = shallowRef<Schedule | null>(null)
  const days = shallowRef<ReadonlyMap<CivilDate, ScheduleDay>>(new Map())
  let turn = 0

  async function load(): Promise<void> {
    const id = clinicianId()
    if (id === null) return
    turn += 1
    const mine = turn
    const [whole, [column]] = await Promise.all([
      call('schedules.get', { clinicianId: id }),
      call('schedules.days', { clinicianIds: [id], from: `${year()}-01-01`, days: daysIn(year()) })
    ])
    // Another clinician or year may have been chosen meanwhile.
    if (mine !== turn) return
    schedule.value = whole
    days.value = new Map(column?.days.map((day) => [day.date, day]))
  }

  useReload(load)
  watch([clinicianId, year], () => void load().catch(showError))
  useCoreEvent('schedules.changed', (event) => {
    if (event.clinicianId === clinicianId()) void load().catch(showError)
  })
  return { schedule, days, load }
}
