import type { Appointment } from '@contract/appointments'
import { useSelection } from '../../app/selection.store'
import { useClinic } from '../settings/clinic.store'
import RoomForm from './RoomForm.vue'
import { callIn } from './steps'

interface CallIn {
  /** Into the clinician's own room at once; asks for a room where there is none. */
  toOwnRoom(appointment: Appointment): Promise<void>
  /** Asks for the room in the side panel. */
  chooseRoom(appointment: Appointment): void
}

export function useCallIn(): CallIn {
  const clinic = useClinic()
  const selection = useSelection()

  function chooseRoom(appointment: Appointment): void {
    selection.openForm(RoomForm, { appointment })
  }

  async function toOwnRoom(appointment: Appointment): Promise<void> {
    const roomId = clinic.clinicianOf(appointment.clinicianId)?.defaultRoomId ?? null
    const kind = clinic.typeOf(appointment.typeId)?.kind
    const needsNoRoom = kind === 'video' || kind === 'telephone' || clinic.activeRooms.length === 0
    if (roomId === null && !needsNoRoom) return chooseRoom(appointment)
    const taken = needsNoRoom ? null : roomId
    await callIn(appointment, taken, clinic.roomOf(taken)?.name)
  }

  return { toOwnRoom, chooseRoom }
}
