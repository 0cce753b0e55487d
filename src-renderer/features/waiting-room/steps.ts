import type { Appointment } from '@contract/appointments'
import type { RoomId } from '@contract/ids'
import { call } from '../../core-client'
import { withUndo } from '../appointments/changes'
import type { WaitingRoomStep } from './possible-steps'

/** Takes one step in the waiting room and offers to take it back. A refusal is shown, and answered with null. */
export function takeStep(
  step: Exclude<WaitingRoomStep, 'callIn'>,
  { id }: Appointment
): Promise<Appointment | null> {
  return withUndo(call(`waitingRoom.${step}`, { id }), step)
}

/** Calls the patient in. `roomName` is for the words of the undo. */
export function callIn(
  { id }: Appointment,
  roomId: RoomId | null,
  roomName = ''
): Promise<Appointment | null> {
  const change = call('waitingRoom.callIn', { id, roomId })
  return roomId === null ? withUndo(change, 'callIn') : withUndo(change, 'callInRoom', { room: roomName })
}
