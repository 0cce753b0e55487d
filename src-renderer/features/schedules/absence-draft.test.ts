import { ClinicianId } from '@contract/ids'
import { describe, expect, it } from 'vitest'
import { absentDays, isForward, isWholeDays, sickFrom } from './absence-draft'

const clinicianId = ClinicianId.parse(1)

describe('an absence that is being written', () => {
  it('begins as a whole day', () => {
    const day = absentDays(clinicianId, '2026-12-24')
    expect(day).toMatchObject({
      fromDate: '2026-12-24',
      untilDate: '2026-12-24',
      fromMinute: 0,
      untilMinute: 1440
    })
    expect(isWholeDays(day)).toBe(true)
  })

  it('of somebody ill lasts from now until midnight', () => {
    const sick = sickFrom(clinicianId, '2026-12-02', 8 * 60 + 17)
    expect(sick).toMatchObject({ fromMinute: 495, untilMinute: 1440, reason: 'illness' })
    expect(isWholeDays(sick)).toBe(false)
  })

  it('must end after it begins', () => {
    expect(isForward(absentDays(clinicianId, '2026-12-24'))).toBe(true)
    expect(isForward({ ...absentDays(clinicianId, '2026-12-24'), untilDate: '2026-12-23' })).toBe(false)
    expect(isForward({ ...absentDays(clinicianId, '2026-12-24'), fromMinute: 600, untilMinute: 600 })).toBe(
      false
    )
  })
})
