import type { Appointment } from '@contract/appointments'
import { useSelection } from '../../app/selection.store'
import { useClinic } from '../settings/clinic.store'
import { useBoard } from './board.store'
import { occupantsOf } from './room-choices'
import RoomForm from './RoomForm.vue'
import { callIn } from './steps'

interface CallIn {
  /** Into the clinician's own room at once; asks for a room where there is none, or somebody is in it. */
  toOwnRoom(appointment: Appointment): Promise<void>
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

  async function toOwnRoom(appointment: Appointment): Promise<void> {
    const roomId = clinic.clinicianOf(appointment.clinicianId)?.defaultRoomId ?? null
    const kind = clinic.typeOf(appointment.typeId)?.kind
    const needsNoRoom = kind === 'video' || kind === 'telephone' || clinic.activeRooms.length === 0
    if (needsNoRoom) return void (await callIn(appointment, null))
    if (roomId === null || occupantsOf(roomId, board.inRoom).length > 0) return chooseRoom(appointment)
    await callIn(appointment, roomId, clinic.roomOf(roomId)?.name)
  }

  return { toOwnRoom, chooseRoom }
}
