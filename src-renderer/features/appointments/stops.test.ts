import { describe, expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { columnStops, isSameStop, nearestStop } from './stops'

const open = [{ startMinute: 600, endMinute: 700 }]
const booked = appointmentView({ time: '10:20' })

describe('stops of the arrow keys', () => {
  it('are the appointments and the free time between, in pieces of one booking', () => {
    expect(columnStops([booked], open, 20)).toEqual([
      { kind: 'free', startMinute: 600, endMinute: 620 },
      { kind: 'appointment', appointmentId: 1, startMinute: 620, endMinute: 640 },
      { kind: 'free', startMinute: 640, endMinute: 660 },
      { kind: 'free', startMinute: 660, endMinute: 680 },
      { kind: 'free', startMinute: 680, endMinute: 700 }
    ])
  })

  it('leave out nothing that is too short for a whole booking', () => {
    expect(columnStops([], [{ startMinute: 600, endMinute: 630 }], 20)).toEqual([
      { kind: 'free', startMinute: 600, endMinute: 620 },
      { kind: 'free', startMinute: 620, endMinute: 630 }
    ])
  })

  it('are found by the minute: the one that holds it, or else the nearest', () => {
    const stops = columnStops([booked], open, 20)
    expect(nearestStop(stops, 625)).toMatchObject({ kind: 'appointment' })
    expect(nearestStop(stops, 300)).toMatchObject({ startMinute: 600 })
    expect(nearestStop(stops, 900)).toMatchObject({ startMinute: 680 })
    expect(nearestStop([], 600)).toBeNull()
  })

  it('are the same stop after a reload', () => {
    const [free, appointment] = columnStops([booked], open, 20)
    const [again, againAppointment] = columnStops([appointmentView({ time: '10:20', version: 2 })], open, 20)
    if (!free || !appointment || !again || !againAppointment) throw new Error('Two stops were expected')
    expect(isSameStop(free, again)).toBe(true)
    expect(isSameStop(appointment, againAppointment)).toBe(true)
    expect(isSameStop(free, againAppointment)).toBe(false)
  })
})
