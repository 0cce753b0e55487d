import type { Appointment } from '@contract/appointments'
import { SeriesId } from '@contract/ids'
import { describe, expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { blockViews } from './block-view'
import { columnBlocks } from './column-blocks'

const BEFORE = Date.parse('2026-12-03T07:00:00Z')
const AFTER = Date.parse('2026-12-03T10:00:00Z')

const makeViews = () =>
  blockViews({
    limitsOf: () => [15, 30],
    overbooked: 'double-booked',
    series: (number) => `repeated ${number}`,
    state: (_appointment, { word }) => word ?? '',
    inside: (minutes) => `inside ${minutes}`,
    minutes: (minutes) => `${minutes} min`,
    alert: (code) => code,
    portal: () => null,
    time: (time) => time,
    typeOf: () => ({ name: 'Urgent', colour: 'rose', kind: 'urgent' })
  })
const viewOf = (appointment: Appointment, isNarrow = false) =>
  makeViews()(appointment, { nowMs: BEFORE, isNarrow })

describe('an appointment in the calendar', () => {
  it('says all of it in the name of its button', () => {
    const view = viewOf(
      appointmentView({ messageState: 'sent', alerts: ['mobile-missing'], isOverbooked: true })
    )
    expect(view.label).toBe('10:10 Sørlie, Ingrid, Urgent, message-sent, mobile-missing, double-booked')
    expect(view).toMatchObject({
      details: 'double-booked · Urgent · mobile-missing',
      hasAlert: true,
      beside: '39'
    })
    expect(view.classes).toBe('is-booked type-rose is-urgent')
  })

  it('is marked as double-booked where it is seen', () => {
    expect(viewOf(appointmentView({ isOverbooked: true }))).toMatchObject({
      details: 'double-booked · Urgent',
      hasAlert: true
    })
    const short = appointmentView({ isOverbooked: true, durationMinutes: 10 })
    expect(viewOf(short).beside).toBe('39 · double-booked · Urgent')
  })

  it('is marked as one of a series', () => {
    const view = viewOf(appointmentView({ series: { id: SeriesId.parse(4), number: 3 } }))
    expect(view.label).toBe('10:10 Sørlie, Ingrid, Urgent, repeated 3')
    expect(view.beside).toBe('39 ↻')
  })

  it('has one line where it is short, with the type on it and few words of the state', () => {
    expect(viewOf(appointmentView({ durationMinutes: 10, messageState: 'sent' }))).toMatchObject({
      state: '✓',
      beside: '39 · Urgent',
      details: '',
      classes: 'is-booked type-rose is-low is-urgent'
    })
  })

  it('keeps the sign and the minutes where it is narrow', () => {
    expect(viewOf(appointmentView({ messageState: 'delivered' }), true).state).toBe('✓✓')
    const arrived = { status: 'arrived', arrivedAt: '2026-12-03T06:40:00Z' } as const
    expect(viewOf(appointmentView(arrived), true)).toMatchObject({ state: '■ 20 min', level: 'level-wait' })
  })
})

describe('the blocks of a column', () => {
  const appointments = [appointmentView({ id: 1 }), appointmentView({ id: 2, time: '10:20' })]
  const space = { range: { startMinute: 480, endMinute: 960 }, width: 200, viewOf: makeViews() }

  it('are the same ones while the clock changes nothing', () => {
    const first = columnBlocks(appointments, { ...space, nowMs: BEFORE })
    expect(columnBlocks(appointments, { ...space, nowMs: BEFORE + 60_000 }, first)).toBe(first)
    expect(columnBlocks(appointments, { ...space, nowMs: AFTER }, first)).not.toBe(first)
  })

  it('stand side by side where they overlap, at their minute', () => {
    expect(columnBlocks(appointments, { ...space, nowMs: BEFORE }).map(({ place }) => place)).toEqual([
      'top:339px;height:50px;left:calc(4px + (100% - 16px) * 0);width:calc((100% - 16px) / 2 - 1px)',
      'top:365px;height:50px;left:calc(4px + (100% - 16px) * 0.5);width:calc((100% - 16px) / 2 - 1px)'
    ])
  })
})
