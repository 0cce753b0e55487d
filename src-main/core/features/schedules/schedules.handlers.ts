import type { MethodName } from '@contract/index'
import type { ClinicianId } from '@contract/ids'
import type { ScheduleChange } from '@contract/schedules'
import { Temporal } from 'temporal-polyfill'
import type { Database, Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
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

export interface ScheduleHandlerDependencies {
  readonly database: Database
  readonly audit: Audit
  readonly events: EventBus
  readonly memory: ScheduleMemory
}

type Methods = Exclude<Extract<MethodName, `schedules.${string}`>, 'schedules.preview' | 'schedules.resolve'>

export function scheduleHandlers({
  database,
  audit,
  events,
  memory
}: ScheduleHandlerDependencies): Handlers<Methods> {
  return {
    async 'schedules.get'({ clinicianId }) {
      await assertClinician(database.reader, clinicianId)
      return (await memory.book(database.reader)).of(clinicianId)
    },
    async 'schedules.days'({ clinicianIds, from, days }) {
      const book = await memory.book(database.reader)
      const first = Temporal.PlainDate.from(from)
      const dates = Array.from({ length: days }, (_, index) => first.add({ days: index }).toString())
      const asked = clinicianIds.length > 0 ? clinicianIds : await activeClinicians(database.reader)
      return asked.map((clinicianId) => ({
        clinicianId,
        days: dates.map((date) => book.day(clinicianId, date))
      }))
    },
    async 'schedules.save'({ change }, { actor }) {
      const saved = await database.write(async (transaction) => {
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
      })
      memory.forget()
      events.publish('schedules.changed', { clinicianId: saved.schedule.clinicianId })
      return saved
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

async function activeClinicians(reader: Reader): Promise<ClinicianId[]> {
  return (await listClinicians(reader)).filter(({ isActive }) => isActive).map(({ id }) => id)
}

/** @throws AppError `not-found` */
async function assertClinician(reader: Reader, clinicianId: ClinicianId): Promise<void> {
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
