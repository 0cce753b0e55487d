import type { Appointment } from '@contract/appointments'
import type { RoomId } from '@contract/ids'
import type { Room } from '@contract/settings'

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
