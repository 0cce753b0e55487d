import type { MethodName } from '@contract/index'
import type { ClinicianId } from '@contract/ids'
import type { WorkingHours } from '@contract/settings'
import type { Database, Transaction } from '../../database/database'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import { createHolidays, type HolidayName } from './holidays'
import { resourceHandlers } from './resource.handlers'
import { createScheduleMemory, type ScheduleMemory } from './schedule-memory'
import { writeTemplate } from './schedule-writes.queries'
import { createSaving, type ScheduleSaving } from './save-change'
import { scheduleHandlers } from './schedules.handlers'

export interface SchedulesDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
}

type Methods = Extract<MethodName, `schedules.${'get' | 'days'}` | `resources.${string}`>

export interface SchedulesFeature extends ScheduleMemory {
  readonly handlers: Handlers<Methods>
  readonly holidayName: HolidayName
  readonly saving: ScheduleSaving
}

export function createSchedules(dependencies: SchedulesDependencies): SchedulesFeature {
  const holidayName = createHolidays()
  const memory = createScheduleMemory({ ...dependencies, holidayName })
  return {
    ...memory,
    holidayName,
    saving: createSaving({ ...dependencies, memory }),
    handlers: { ...scheduleHandlers({ ...dependencies, memory }), ...resourceHandlers(dependencies) }
  }
}

/** From when a new clinician's first hours hold: from before anything that is shown. */
const ALWAYS = '2000-01-01'
/** A Monday. */
const ANCHOR = '2000-01-03'

/** A clinician's first week, the same every week until further notice. */
export async function writeFirstWeek(
  transaction: Transaction,
  clinicianId: ClinicianId,
  hours: readonly WorkingHours[]
): Promise<void> {
  await writeTemplate(transaction, {
    id: null,
    clinicianId,
    name: '',
    validFrom: ALWAYS,
    validUntil: null,
    cycleWeeks: 1,
    anchorDate: ANCHOR,
    sessions: hours.map((one) => ({ ...one, week: 1, kind: 'ordinary', heldUntilMinute: null, roomId: null }))
  })
}
