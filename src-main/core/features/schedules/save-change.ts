import type { ClinicianId } from '@contract/ids'
import type { Schedule, ScheduleChange } from '@contract/schedules'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { EventBus } from '../../platform/event-bus'
import type { Actor } from '../../rpc/handlers'
import type { Audit } from '../audit'
import { listClinicians } from '../settings'
import { clinicianOf, withChange } from './change.rules'
import { scheduleBook } from './schedule-book'
import type { ScheduleMemory } from './schedule-memory'
import { readSchedules } from './schedule.queries'
import {
  removeAbsence,
  removeException,
  removeTemplate,
  writeAbsence,
  writeException,
  writeTemplate
} from './schedule-writes.queries'

/** Changes of hours, for whoever has looked at the bookings they hit. */
export interface ScheduleSaving {
  /** Writes a change, logged, in a transaction of the caller's. `id`: of what was saved or removed. */
  save(transaction: Transaction, change: ScheduleChange, actor: Actor): Promise<SavedSchedule>
  /** After it is on disk. */
  announce(clinicianId: ClinicianId): void
}

export interface SavedSchedule {
  readonly id: number
  readonly schedule: Schedule
}

export function createSaving({
  audit,
  events,
  memory
}: {
  readonly audit: Audit
  readonly events: EventBus
  readonly memory: Pick<ScheduleMemory, 'forget'>
}): ScheduleSaving {
  return {
    async save(transaction, change, actor) {
      const schedules = await readSchedules(transaction)
      withChange(schedules, change)
      const clinicianId = clinicianOf(schedules, change)
      await assertClinician(transaction, clinicianId)
      const id = await write(transaction, change)
      await audit.record(transaction, actor, {
        action: ACTIONS[change.kind],
        patientId: null,
        detail: `clinician ${clinicianId}`
      })
      const after = await readSchedules(transaction)
      return { id, schedule: scheduleBook(after, () => null).of(clinicianId) }
    },
    announce(clinicianId) {
      memory.forget()
      events.publish('schedules.changed', { clinicianId })
    }
  }
}

async function write(transaction: Transaction, change: ScheduleChange): Promise<number> {
  switch (change.kind) {
    case 'save-template':
      return await writeTemplate(transaction, change.template)
    case 'save-exception':
      return await writeException(transaction, change.exception)
    case 'save-absence':
      return await writeAbsence(transaction, change.absence)
    case 'remove-template':
      await removeTemplate(transaction, change.id)
      return change.id
    case 'remove-exception':
      await removeException(transaction, change.id)
      return change.id
    case 'remove-absence':
      await removeAbsence(transaction, change.id)
      return change.id
  }
}

/** @throws AppError `not-found` */
export async function assertClinician(reader: Reader, clinicianId: ClinicianId): Promise<void> {
  const clinicians = await listClinicians(reader)
  if (!clinicians.some(({ id }) => id === clinicianId)) throw new AppError('not-found')
}

/** The codes of the access log. */
const ACTIONS: Record<ScheduleChange['kind'], string> = {
  'save-template': 'schedule-template.saved',
  'remove-template': 'schedule-template.removed',
  'save-exception': 'schedule-exception.saved',
  'remove-exception': 'schedule-exception.removed',
  'save-absence': 'absence.saved',
  'remove-absence': 'absence.removed'
}
