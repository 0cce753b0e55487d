import type { MethodName } from '@contract/index'
import type { AppointmentId, ClinicianId, PatientId, RoomId } from '@contract/ids'
import type { Board } from '@contract/waiting-room'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor, Call, Handlers } from '../../rpc/handlers'
import { lastVisitStep, type AppointmentRecord, type Moment, type StepRequest } from '../appointments'
import { listClinicians, listRooms } from '../settings'
import { boardOf } from './board.rules'
import { readDayFacts, type ReadDayFacts } from './day-facts'
import { announcedDelays } from './delay.queries'
import { rememberedRoom } from './room.rules'
import type { WaitingRoomDependencies } from './waiting-room'
import { arrived, calledIn, finished, leftUnseen, missed } from './waiting-room-steps.rules'

type WaitingRoomMethods = Extract<MethodName, `waitingRoom.${string}`>

export function waitingRoomHandlers({
  settings,
  appointments,
  dayFacts
}: Pick<WaitingRoomDependencies, 'settings' | 'appointments'> & {
  readonly dayFacts: ReadDayFacts
}): Handlers<WaitingRoomMethods> {
  const { steps, toViews, look } = appointments
  const take = async (id: AppointmentId, actor: Actor, decide: StepRequest['decide']) =>
    await steps.commit((transaction) => steps.take(transaction, { id, actor, decide }))

  async function read(actor: Actor, isShown: (record: AppointmentRecord) => boolean): Promise<Board> {
    const { now, today } = await steps.moment()
    const { waitLimitMinutes } = await settings.read()
    const entry = { action: 'waiting-room.opened', patientId: null, detail: today }
    return await look(actor, entry, async (reader) => {
      const facts = await dayFacts(reader, { now, today })
      return boardOf({
        ...facts,
        appointments: await toViews(reader, facts.records.filter(isShown), today),
        announced: await announcedDelays(reader, today),
        clinicians: facts.clinicians.map((clinician) => ({
          id: clinician.id,
          waitLimitMinutes: clinician.waitLimitMinutes ?? waitLimitMinutes
        })),
        ownId: ownIdOf(facts.clinicians, actor)
      })
    })
  }

  return {
    'waitingRoom.board': (_, { actor }: Call) => read(actor, () => true),
    'waitingRoom.part': ({ patientIds }, { actor }: Call) => {
      const wanted = new Set<PatientId>(patientIds)
      return read(actor, ({ patientId }) => wanted.has(patientId))
    },
    'waitingRoom.arrive': ({ id }, { actor }) => take(id, actor, arrived),
    'waitingRoom.callIn': ({ id, roomId }, { actor }) =>
      take(id, actor, async (appointment, moment, transaction) => {
        const room = await roomFor(transaction, { roomId, clinicianId: appointment.clinicianId, moment })
        return calledIn(appointment, { now: moment.now, roomId: room })
      }),
    'waitingRoom.finish': ({ id }, { actor }) =>
      take(id, actor, (appointment, { now }) => finished(appointment, now)),
    'waitingRoom.leaveUnseen': ({ id }, { actor }) => take(id, actor, leftUnseen),
    'waitingRoom.noShow': ({ id }, { actor }) =>
      take(id, actor, (appointment, { now }) => missed(appointment, now)),
    'waitingRoom.stepBack': async ({ id }, { actor }) => {
      const { appointment } = await steps.commit(async (transaction) => {
        const changeId = await lastVisitStep(transaction, id)
        if (changeId === null) throw new AppError('undo-outdated')
        return await steps.undo(transaction, changeId, actor)
      })
      return appointment
    }
  }
}

function ownIdOf(
  clinicians: readonly { id: ClinicianId; userId: number | null }[],
  actor: Actor
): ClinicianId | null {
  return clinicians.find(({ userId }) => userId !== null && userId === actor.userId)?.id ?? null
}

/**
 * The room named; else the one the clinician last called somebody into today, or the clinician's own.
 * @throws AppError `room-not-in-use` for a room that is not in use
 */
async function roomFor(
  reader: Reader,
  { roomId, clinicianId, moment }: { roomId: RoomId | null; clinicianId: ClinicianId; moment: Moment }
): Promise<RoomId | null> {
  const rooms = (await listRooms(reader)).filter(({ isActive }) => isActive)
  if (roomId !== null) {
    if (!rooms.some(({ id }) => id === roomId)) throw new AppError('room-not-in-use')
    return roomId
  }
  const { visits } = await readDayFacts(reader, moment)
  const own = (await listClinicians(reader)).find(({ id }) => id === clinicianId)?.defaultRoomId ?? null
  const last = rememberedRoom(visits, clinicianId)
  return rooms.some(({ id }) => id === last) ? last : own
}
