import type { Appointment, Day } from '@contract/appointments'
import type { PatientId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import { mergeDay, mergePatients } from './merge-day'

interface DayReads {
  /** The date that should be shown. */
  readonly date: () => CivilDate
  readonly shown: () => Day | null
  readonly show: (day: Day) => void
  readonly readDay: (date: CivilDate) => Promise<Day>
  readonly readPatients: (date: CivilDate, patientIds: PatientId[]) => Promise<readonly Appointment[]>
}

export interface DayReader {
  /** Reads the whole day. */
  load(): Promise<void>
  /** Reads what changed for one patient; null: nobody knows for whom, so the whole day. */
  follow(patientId: PatientId | null): Promise<void>
}

/** More patients than this at once are an import or the like: the whole day costs less. */
const MOST_PATIENTS = 50

/**
 * Keeps a day in step. A change costs the part of its patient; while the whole day is on its way, or after a failure,
 * the whole day is read once more, so that an older answer never stands over a newer one.
 */
export function dayReader({ date, shown, show, readDay, readPatients }: DayReads): DayReader {
  const changed = new Set<PatientId>()
  let lastLoad = 0
  let lastShown = 0
  let following: Promise<void> | null = null

  async function load(): Promise<void> {
    lastLoad += 1
    const mine = lastLoad
    changed.clear()
    const fresh = await readDay(date())
    if (mine !== lastLoad) return
    show(mergeDay(shown(), fresh))
    lastShown = mine
  }

  async function follow(patientId: PatientId | null): Promise<void> {
    const isWhole = lastShown === lastLoad && shown()?.date === date()
    if (patientId === null || !isWhole) return load()
    changed.add(patientId)
    following ??= readChanged().finally(() => {
      following = null
    })
    return following
  }

  async function readChanged(): Promise<void> {
    while (changed.size > 0) {
      if (changed.size > MOST_PATIENTS) return load()
      const patientIds = [...changed]
      changed.clear()
      await readPart(patientIds)
    }
  }

  async function readPart(patientIds: PatientId[]): Promise<void> {
    const load = lastLoad
    try {
      const fresh = await readPatients(date(), patientIds)
      // A whole day asked for meanwhile holds this change too.
      if (load === lastLoad) await showPart(patientIds, fresh)
    } catch (error) {
      lastShown = -1
      throw error
    }
  }

  async function showPart(patientIds: PatientId[], fresh: readonly Appointment[]): Promise<void> {
    const day = shown()
    const merged = day && mergePatients(day, patientIds, fresh)
    if (merged) show(merged)
    else await load()
  }

  return { load, follow }
}
