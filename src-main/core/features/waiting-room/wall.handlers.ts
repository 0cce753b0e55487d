import type { WallBoard } from '@contract/waiting-room'
import type { Handlers } from '../../rpc/handlers'
import { listRooms } from '../settings'
import type { ReadDayFacts } from './day-facts'
import type { WaitingRoomDependencies } from './waiting-room'
import { wallOf } from './wall.rules'

/** No access log: nothing of a patient is shown. */
export function wallHandlers({
  database,
  settings,
  appointments: { steps },
  dayFacts
}: Pick<WaitingRoomDependencies, 'database' | 'settings' | 'appointments'> & {
  readonly dayFacts: ReadDayFacts
}): Handlers<'wall.board'> {
  return {
    async 'wall.board'(): Promise<WallBoard> {
      const { timeZone, language, clinicName, wall } = await settings.read()
      const { now, today } = await steps.moment()
      const facts = await dayFacts(database.reader, { now, today })
      const rooms = await listRooms(database.reader)
      return {
        now,
        timeZone,
        language,
        clinicName,
        hasSound: wall.hasSound,
        ...wallOf({ ...facts, rooms: new Map(rooms.map(({ id, name }) => [id, name])) })
      }
    }
  }
}
