import type { Appointment } from '@contract/appointments'
import type { RoomId } from '@contract/ids'
import { useSelection } from '../../app/selection.store'
import { useClinic } from '../settings/clinic.store'
import { useBoard } from './board.store'
import { occupantsOf, rememberedRoom } from './room-choices'
import RoomForm from './RoomForm.vue'
import { callIn } from './steps'

interface CallIn {
  /**
   * Into the room the clinician used last today or has as own, at once; asks for a room where there is none, or
   * somebody is in it. Answers with the appointment when it is called in.
   */
  toOwnRoom(appointment: Appointment): Promise<Appointment | null>
  /** Asks for the room in the side panel. */
  chooseRoom(appointment: Appointment): void
}

export function useCallIn(): CallIn {
  const clinic = useClinic()
  const selection = useSelection()
  const board = useBoard()

  function chooseRoom(appointment: Appointment): void {
    selection.openForm(RoomForm, { appointment })
  }

  function roomOf({ clinicianId }: Appointment): RoomId | null {
    const last = board.board ? rememberedRoom(board.board, clinicianId) : null
    const isInUse = clinic.activeRooms.some(({ id }) => id === last)
    return isInUse ? last : (clinic.clinicianOf(clinicianId)?.defaultRoomId ?? null)
  }

  async function toOwnRoom(appointment: Appointment): Promise<Appointment | null> {
    const roomId = roomOf(appointment)
    const kind = clinic.typeOf(appointment.typeId)?.kind
    const needsNoRoom = kind === 'video' || kind === 'telephone' || clinic.activeRooms.length === 0
    if (needsNoRoom) return await callIn(appointment, null)
    if (roomId === null || occupantsOf(roomId, board.inRoom).length > 0) {
      chooseRoom(appointment)
      return null
    }
    return await callIn(appointment, roomId, clinic.roomOf(roomId)?.name)
  }

  return { toOwnRoom, chooseRoom }
}
