import { describe, expect, it } from 'vitest'
import { historyPlace } from './history-place'

describe('a place in the history', () => {
  it('is read with its date, time, minutes and clinician', () => {
    expect(historyPlace('2026-12-03 09:20 (20) · Anne Lunde')).toEqual({
      date: '2026-12-03',
      time: '09:20',
      minutes: 20,
      clinicianName: 'Anne Lunde'
    })
  })

  it('is not read into a note', () => {
    expect(historyPlace('Tolk, 09:20')).toBeNull()
  })
})
