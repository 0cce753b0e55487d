import { ClinicianId, RoomId } from '@contract/ids'
import { expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { rememberedRoom, roomChoices } from './room-choices'

const rooms = [1, 2, 3].map((id) => ({ id: RoomId.parse(id), name: `Rom ${id}`, isActive: true }))
const own = RoomId.parse(2)
const order = (...taken: number[]) =>
  roomChoices(
    rooms,
    own,
    taken.map((roomId) => appointmentView({ roomId }))
  ).map(({ room, occupants }) => `${room.name}${occupants.length > 0 ? ' taken' : ''}`)

it('offers the clinician’s own room first', () => {
  expect(order()).toEqual(['Rom 2', 'Rom 1', 'Rom 3'])
})

it('offers a free room before the own one with somebody in it', () => {
  expect(order(2)).toEqual(['Rom 1', 'Rom 3', 'Rom 2 taken'])
})

it('offers the own room before others when somebody is in each', () => {
  expect(order(1, 2, 3)).toEqual(['Rom 2 taken', 'Rom 1 taken', 'Rom 3 taken'])
})

it('remembers the room the clinician called somebody into last', () => {
  const inside = (clinicianId: number, roomId: number, time: string) =>
    appointmentView({ clinicianId, roomId, inProgressAt: `2026-12-03T${time}:00Z` })
  const board = {
    inRoom: [inside(2, 3, '09:30')],
    finished: [inside(1, 1, '08:00'), inside(1, 2, '09:00')]
  }
  const remembered = (id: number) => rememberedRoom(board, ClinicianId.parse(id))
  expect([1, 2, 3].map(remembered)).toEqual([2, 3, null])
})
