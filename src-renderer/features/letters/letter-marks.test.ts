import { describe, expect, it } from 'vitest'
import { isTickedAtFirst, markOf } from './letter-marks'

describe('a letter in the list', () => {
  it('says how it reaches the patient, and that the post is too slow where it would go by post', () => {
    expect(markOf({ delivery: 'post', isLate: false }).key).toBe('letters.delivery.post')
    expect(markOf({ delivery: 'post', isLate: true }).key).toBe('letters.lateTag')
    expect(markOf({ delivery: 'hand-over', isLate: true }).key).toBe('letters.delivery.hand-over')
  })

  it('is taken along unless the window would be empty or the post too slow', () => {
    expect([
      isTickedAtFirst({ delivery: 'post', isLate: false }),
      isTickedAtFirst({ delivery: 'post', isLate: true }),
      isTickedAtFirst({ delivery: 'hand-over', isLate: false }),
      isTickedAtFirst({ delivery: 'address-missing', isLate: false })
    ]).toEqual([true, false, true, false])
  })
})
