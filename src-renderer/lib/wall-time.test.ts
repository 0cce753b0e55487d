import { describe, expect, it } from 'vitest'
import { minuteOf, wallTimeAt } from './wall-time'

describe('wall time', () => {
  it('turns a wall-clock time into minutes and back', () => {
    expect(minuteOf('09:20')).toBe(560)
    expect(wallTimeAt(560)).toBe('09:20')
    expect(wallTimeAt(0)).toBe('00:00')
  })

  it('holds minutes outside the day at its edges', () => {
    expect(wallTimeAt(-5)).toBe('00:00')
    expect(wallTimeAt(1440)).toBe('23:59')
  })
})
