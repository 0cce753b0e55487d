import type { Database } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import { listClinicians, listRooms, saveClinician, saveRoom } from './clinic.queries'

export interface ClinicDependencies {
  readonly database: Database
  readonly audit: Audit
  readonly events: EventBus
}

type ClinicMethods = 'clinicians.list' | 'clinicians.save' | 'rooms.list' | 'rooms.save'

export function clinicHandlers({ database, audit, events }: ClinicDependencies): Handlers<ClinicMethods> {
  return {
    'clinicians.list': async () => await listClinicians(database.reader),
    'clinicians.save': async (draft, { actor }) => {
      const saved = await database.write(async (transaction) => {
        const id = await saveClinician(transaction, draft)
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
