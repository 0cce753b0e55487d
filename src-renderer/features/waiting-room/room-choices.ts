import type { Appointment } from '@contract/appointments'
import type { ClinicianId, RoomId } from '@contract/ids'
import type { Room } from '@contract/settings'
import type { Board } from '@contract/waiting-room'

export interface RoomChoice {
  readonly room: Room
  readonly isOwn: boolean
  /** Who is in there now. */
  readonly occupants: readonly Appointment[]
}

/** The rooms to call somebody into, best first: free before taken, the clinician's own before others. */
export function roomChoices(
  rooms: readonly Room[],
  ownRoomId: RoomId | null,
  inRoom: readonly Appointment[]
): RoomChoice[] {
  const choices = rooms.map((room) => ({
    room,
    isOwn: room.id === ownRoomId,
    occupants: occupantsOf(room.id, inRoom)
  }))
  const rank = ({ isOwn, occupants }: RoomChoice): number => (occupants.length > 0 ? 2 : 0) + (isOwn ? 0 : 1)
  return choices.sort((a, b) => rank(a) - rank(b))
}

export function occupantsOf(roomId: RoomId, inRoom: readonly Appointment[]): Appointment[] {
  return inRoom.filter((one) => one.roomId === roomId)
}

/** The room this clinician last called somebody into today; null for none. */
export function rememberedRoom(
  { inRoom, finished }: Pick<Board, 'inRoom' | 'finished'>,
  clinicianId: ClinicianId
): RoomId | null {
  const called = [...inRoom, ...finished]
    .filter((one) => one.clinicianId === clinicianId && one.roomId !== null)
    .sort((a, b) => Date.parse(b.inProgressAt ?? '') - Date.parse(a.inProgressAt ?? ''))
  return called[0]?.roomId ?? null
}
