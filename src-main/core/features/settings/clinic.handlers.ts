import type { ClinicianId } from '@contract/ids'
import type { WorkingHours } from '@contract/settings'
import type { Database, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import { listClinicians, listRooms, saveClinician, saveRoom } from './clinic.queries'

export interface ClinicDependencies {
  readonly database: Database
  readonly audit: Audit
  readonly events: EventBus
  /** Writes the hours a new clinician begins with, in the same transaction. */
  readonly writeFirstWeek: (
    transaction: Transaction,
    id: ClinicianId,
    hours: readonly WorkingHours[]
  ) => Promise<void>
}

type ClinicMethods = 'clinicians.list' | 'clinicians.save' | 'rooms.list' | 'rooms.save'

export function clinicHandlers({
  database,
  audit,
  events,
  writeFirstWeek
}: ClinicDependencies): Handlers<ClinicMethods> {
  return {
    'clinicians.list': async () => await listClinicians(database.reader),
    'clinicians.save': async ({ workingHours = [], ...draft }, { actor }) => {
      if (workingHours.some(({ startMinute, endMinute }) => startMinute >= endMinute))
        throw new AppError('working-hours-order')
      const saved = await database.write(async (transaction) => {
        const id = await saveClinician(transaction, draft)
        if (workingHours.length > 0) await writeFirstWeek(transaction, id, workingHours)
        await audit.record(transaction, actor, {
          action: 'clinician.saved',
          patientId: null,
          detail: `clinician ${id}`
        })
        return (await listClinicians(transaction)).find((clinician) => clinician.id === id)
      })
      if (!saved) throw new AppError('not-found')
      events.publish('clinicians.changed', {})
      return saved
    },
    'rooms.list': async () => await listRooms(database.reader),
    'rooms.save': async (draft, { actor }) => {
      const room = await database.write(async (transaction) => {
        const saved = await saveRoom(transaction, draft)
        await audit.record(transaction, actor, {
          action: 'room.saved',
          patientId: null,
          detail: `room ${saved.id}`
        })
        return saved
      })
      events.publish('clinicians.changed', {})
      return room
    }
  }
}
