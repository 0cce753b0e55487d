import type { MethodName } from '@contract/index'
import type { AppointmentId, RoomId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor, Call, Handlers } from '../../rpc/handlers'
import { appointmentsOfDay, type Appointments, type StepRequest } from '../appointments'
import { listClinicians, listRooms } from '../settings'
import { boardOf } from './board.rules'
import { arrived, calledIn, finished, leftUnseen, missed } from './waiting-room-steps.rules'

export interface WaitingRoomDependencies {
  readonly appointments: Pick<Appointments, 'steps' | 'toViews' | 'look'>
}

type WaitingRoomMethods = Extract<MethodName, `waitingRoom.${string}`>

export function waitingRoomHandlers({ appointments }: WaitingRoomDependencies): Handlers<WaitingRoomMethods> {
  const { steps, toViews, look } = appointments
  const take = async (id: AppointmentId, actor: Actor, decide: StepRequest['decide']) =>
    await steps.commit((transaction) => steps.take(transaction, { id, actor, decide }))
  return {
    async 'waitingRoom.board'(_, { actor }: Call) {
      const { now, today } = await steps.moment()
      const entry = { action: 'waiting-room.opened', patientId: null, detail: today }
      return await look(actor, entry, async (reader) => {
        const clinicians = await listClinicians(reader)
        const records = await appointmentsOfDay(reader, today)
        return boardOf({
          date: today,
          now,
          appointments: await toViews(reader, records, today),
          clinicianIds: clinicians
            .filter(({ id, isActive }) => isActive || records.some(({ clinicianId }) => clinicianId === id))
            .map(({ id }) => id),
          ownId: clinicians.find(({ userId }) => userId !== null && userId === actor.userId)?.id ?? null
        })
      })
    },
    'waitingRoom.arrive': ({ id }, { actor }) => take(id, actor, arrived),
    'waitingRoom.callIn': ({ id, roomId }, { actor }) =>
      take(id, actor, async (appointment, { now }, transaction) => {
        const room = await roomFor(transaction, roomId, appointment.clinicianId)
        return calledIn(appointment, { now, roomId: room })
      }),
    'waitingRoom.finish': ({ id }, { actor }) =>
      take(id, actor, (appointment, { now }) => finished(appointment, now)),
    'waitingRoom.leaveUnseen': ({ id }, { actor }) => take(id, actor, leftUnseen),
    'waitingRoom.noShow': ({ id }, { actor }) =>
      take(id, actor, (appointment, { now }) => missed(appointment, now))
  }
}

/** The room named, or else the clinician's own. @throws AppError `room-not-in-use` for a room that is not in use */
async function roomFor(reader: Reader, roomId: RoomId | null, clinicianId: number): Promise<RoomId | null> {
  if (roomId === null) {
    const clinician = (await listClinicians(reader)).find(({ id }) => id === clinicianId)
    return clinician?.defaultRoomId ?? null
  }
  const room = (await listRooms(reader)).find(({ id }) => id === roomId)
  if (!room?.isActive) throw new AppError('room-not-in-use')
  return room.id
}
