import { describe, expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { lookOf } from './appointment-look'

const limits = [15, 30] as const
const at = (time: string): number => Date.parse(`2026-12-03T${time}:00Z`)
const arrived = { status: 'arrived', encounterStatus: 'arrived', arrivedAt: '2026-12-03T08:52:00Z' } as const

describe('how an appointment looks', () => {
  it('says how far the SMS has come while it is ahead', () => {
    const sent = appointmentView({ messageState: 'delivered' })
    expect(lookOf(sent, at('08:00'), limits)).toMatchObject({
      tone: 'booked',
      sign: '✓✓',
      word: 'message-delivered'
    })
  })

  it('says that nobody has come once its time is there', () => {
    expect(lookOf(appointmentView(), at('09:10'), limits)).toMatchObject({ sign: '▲', word: 'not-arrived' })
  })

  it('gives those who wait another shape at each limit', () => {
    const look = (time: string): unknown => lookOf(appointmentView(arrived), at(time), limits)
    expect(look('08:58')).toMatchObject({ sign: '●', level: 'ok', minutes: 6 })
    expect(look('09:07')).toMatchObject({ sign: '■', level: 'wait', minutes: 15 })
    expect(look('09:24')).toMatchObject({ sign: '◆', level: 'late', minutes: 32 })
  })

  it('names the room only when there is one', () => {
    const inside = {
      ...arrived,
      encounterStatus: 'in-progress',
      inProgressAt: '2026-12-03T09:12:00Z'
    } as const
    expect(lookOf(appointmentView({ ...inside, roomId: 2 }), at('09:30'), limits)).toMatchObject({
      tone: 'in-room',
      word: 'in-room',
      minutes: 18
    })
    expect(lookOf(appointmentView(inside), at('09:30'), limits)).toMatchObject({ word: 'in-progress' })
  })

  it('strikes through who did not come and what was cancelled', () => {
    expect(lookOf(appointmentView({ status: 'noshow' }), at('10:00'), limits)).toMatchObject({
      word: 'no-show',
      isStruck: true
    })
    expect(lookOf(appointmentView({ status: 'cancelled' }), at('10:00'), limits)).toMatchObject({
      word: 'cancelled',
      isStruck: true
    })
  })

  it('does not call someone who left unseen a no-show', () => {
    const left = { ...arrived, encounterStatus: 'cancelled', isLeftUnseen: true } as const
    expect(lookOf(appointmentView(left), at('10:00'), limits)).toMatchObject({
      word: 'left-unseen',
      isStruck: false
    })
  })
})
