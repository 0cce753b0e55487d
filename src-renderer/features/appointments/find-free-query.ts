import type { AppointmentId, AppointmentTypeId, ClinicianId } from '@contract/ids'
import type { CivilDate } from '@contract/values'

export const PARTS_OF_DAY = ['any', 'early', 'morning', 'afternoon', 'late'] as const
export type PartOfDay = (typeof PARTS_OF_DAY)[number]

/** What somebody looks for. */
export interface FreeWish {
  readonly typeId: AppointmentTypeId | null
  readonly durationMinutes: number
  readonly clinicianId: ClinicianId | null
  readonly partOfDay: PartOfDay
  /** ISO weekdays; none: any day. */
  readonly weekdays: readonly number[]
  readonly from: CivilDate
}

const NOON = 720
const MINUTES: Readonly<Record<Exclude<PartOfDay, 'any'>, { fromMinute: number; untilMinute: number }>> = {
  early: { fromMinute: 0, untilMinute: 600 },
  morning: { fromMinute: 0, untilMinute: NOON },
  afternoon: { fromMinute: NOON, untilMinute: 1440 },
  late: { fromMinute: 840, untilMinute: 1440 }
}

const SHOWN = 12

/** The wish as the core is asked. */
export function findFreeInput(wish: FreeWish, today: CivilDate, movingId: AppointmentId | null) {
  const { typeId, durationMinutes, clinicianId, partOfDay, weekdays, from } = wish
  return {
    typeId,
    durationMinutes,
    clinicianIds: clinicianId === null ? [] : [clinicianId],
    partOfDay: partOfDay === 'any' ? null : MINUTES[partOfDay],
    weekdays: [...weekdays].sort((a, b) => a - b),
    from: from < today ? today : from,
    fromMinute: null,
    until: null,
    movingId,
    limit: SHOWN
  }
}
