import type { AppointmentType } from '@contract/appointments'
import type { AppointmentTypeId } from '@contract/ids'
import type { Reader } from '../../database/database'
import type { EventBus } from '../../platform/event-bus'
import { AppError } from '../../platform/app-error'
import { listTypes } from './appointment-type.queries'

/** The types by id, read once and kept until one changes: every booking and search asks for one. */
export interface TypeMemory {
  /** @throws AppError `not-found` */
  get(reader: Reader, id: AppointmentTypeId): Promise<AppointmentType>
}

export function rememberTypes(events: EventBus): TypeMemory {
  let known: ReadonlyMap<AppointmentTypeId, AppointmentType> | null = null
  // A type that is saved while a read is under way makes what was read out of date.
  let generation = 0
  events.subscribe((event) => {
    if (event !== 'appointmentTypes.changed') return
    generation += 1
    known = null
  })
  async function load(reader: Reader): Promise<ReadonlyMap<AppointmentTypeId, AppointmentType>> {
    const before = generation
    const types = new Map((await listTypes(reader)).map((type) => [type.id, type]))
    if (generation === before) known = types
    return types
  }
  return {
    async get(reader, id) {
      // One that is not known may have been written past the handlers, as a new clinic's are.
      const type = known?.get(id) ?? (await load(reader)).get(id)
      if (!type) throw new AppError('not-found')
      return type
    }
  }
}
