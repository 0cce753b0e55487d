import type { MethodName } from '@contract/index'
import type { ClinicianId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'
import type { Database, Reader } from '../../database/database'
import type { Handlers } from '../../rpc/handlers'
import { listClinicians } from '../settings'
import { assertClinician } from './save-change'
import type { ScheduleMemory } from './schedule-memory'

export interface ScheduleHandlerDependencies {
  readonly database: Database
  readonly memory: ScheduleMemory
}

type Methods = Extract<MethodName, `schedules.${'get' | 'days'}`>

export function scheduleHandlers({ database, memory }: ScheduleHandlerDependencies): Handlers<Methods> {
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
    }
  }
}

async function activeClinicians(reader: Reader): Promise<ClinicianId[]> {
  return (await listClinicians(reader)).filter(({ isActive }) => isActive).map(({ id }) => id)
}
