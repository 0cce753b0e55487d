import { ClinicianId } from '@contract/ids'
import { describe, expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { IDLE, nextMove, type Move, type MoveAction } from './move'

const columns = [1, 2, 3].map((id) => ({ clinicianId: ClinicianId.parse(id), date: '2026-12-03' }))
const appointment = appointmentView()

const run = (...actions: MoveAction[]): Move =>
  actions.reduce(nextMove, nextMove(IDLE, { kind: 'pick-up', appointment }))
const targetOf = (move: Move): unknown => (move.phase === 'idle' ? null : move.target)

describe('moving by keyboard', () => {
  it('lifts the appointment where it lies', () => {
    expect(run()).toEqual({
      phase: 'carrying',
      appointment,
      target: { clinicianId: 1, date: '2026-12-03', startMinute: 610, durationMinutes: 20 }
    })
  })

  it('goes in steps of five minutes and from column to column', () => {
    const move = run(
      { kind: 'shift', minutes: 5 },
      { kind: 'shift', minutes: 5 },
      { kind: 'column', by: 1, columns }
    )
    expect(targetOf(move)).toEqual({
      clinicianId: 2,
      date: '2026-12-03',
      startMinute: 620,
      durationMinutes: 20
    })
  })

  it('goes over to the next day past the last column, and back past the first', () => {
    const forward: MoveAction = { kind: 'column', by: 1, columns }
    const tomorrow = run(forward, forward, forward)
    expect(targetOf(tomorrow)).toMatchObject({ clinicianId: 1, date: '2026-12-04' })
    expect(targetOf(nextMove(tomorrow, { kind: 'column', by: -1, columns }))).toMatchObject({
      clinicianId: 3,
      date: '2026-12-03'
    })
  })

  it('stays inside the day', () => {
    expect(targetOf(run({ kind: 'shift', minutes: -700 }))).toMatchObject({ startMinute: 0 })
    expect(targetOf(run({ kind: 'shift', minutes: 2000 }))).toMatchObject({ startMinute: 1420 })
  })

  it('changes the length in steps, never below five minutes', () => {
    expect(targetOf(run({ kind: 'stretch', minutes: 10 }))).toMatchObject({ durationMinutes: 30 })
    expect(targetOf(run({ kind: 'stretch', minutes: -60 }))).toMatchObject({ durationMinutes: 5 })
  })

  it('forgets everything when dropped', () => {
    expect(run({ kind: 'shift', minutes: 5 }, { kind: 'drop' })).toEqual(IDLE)
  })

  it('asks the core only when something has changed', () => {
    expect(run({ kind: 'place' })).toEqual(IDLE)
    expect(run({ kind: 'shift', minutes: 5 }, { kind: 'place' }).phase).toBe('placing')
  })

  it('keeps still while the core decides', () => {
    const placing = run({ kind: 'shift', minutes: 5 }, { kind: 'place' })
    expect(nextMove(placing, { kind: 'shift', minutes: 5 })).toEqual(placing)
    expect(nextMove(placing, { kind: 'pick-up', appointment: appointmentView({ id: 2 }) })).toEqual(placing)
  })
})

describe('a place that is taken', () => {
  const asking = run({ kind: 'shift', minutes: 5 }, { kind: 'place' }, { kind: 'taken' })

  it('becomes a question', () => {
    expect(asking.phase).toBe('asking')
    expect(nextMove(asking, { kind: 'place' })).toEqual(asking)
  })

  it('is taken on purpose when a person says so', () => {
    expect(nextMove(asking, { kind: 'overbook' }).phase).toBe('placing')
  })

  it('can be left by going on with the move', () => {
    expect(nextMove(asking, { kind: 'back' }).phase).toBe('carrying')
    expect(nextMove(asking, { kind: 'shift', minutes: 20 })).toMatchObject({
      phase: 'carrying',
      target: { startMinute: 635 }
    })
  })
})

describe('moving by pointer', () => {
  it('follows the pointer, whatever column and minute it is over', () => {
    const target = {
      clinicianId: ClinicianId.parse(3),
      date: '2026-12-03',
      startMinute: 700,
      durationMinutes: 20
    }
    expect(targetOf(run({ kind: 'to', target }))).toEqual(target)
  })

  it('does nothing when nothing was lifted', () => {
    expect(nextMove(IDLE, { kind: 'shift', minutes: 5 })).toEqual(IDLE)
    expect(nextMove(IDLE, { kind: 'place' })).toEqual(IDLE)
  })
})
