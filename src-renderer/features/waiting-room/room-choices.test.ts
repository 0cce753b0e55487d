import { RoomId } from '@contract/ids'
import { expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { roomChoices } from './room-choices'

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
