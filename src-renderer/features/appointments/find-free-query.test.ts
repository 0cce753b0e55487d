import { ClinicianId } from '@contract/ids'
import { expect, it } from 'vitest'
import { findFreeInput, type FreeWish } from './find-free-query'

const wish: FreeWish = {
  typeId: null,
  durationMinutes: 20,
  clinicianId: null,
  partOfDay: 'any',
  weekdays: [],
  from: '2026-12-03'
}

it('asks for any clinician, day and time unless told otherwise', () => {
  expect(findFreeInput(wish, '2026-12-03', null)).toMatchObject({
    clinicianIds: [],
    partOfDay: null,
    weekdays: [],
    from: '2026-12-03'
  })
})

it('asks for a part of the day, weekdays in order, and one clinician', () => {
  const clinicianId = ClinicianId.parse(2)
  expect(
    findFreeInput({ ...wish, clinicianId, partOfDay: 'afternoon', weekdays: [5, 1] }, '2026-12-03', null)
  ).toMatchObject({
    clinicianIds: [2],
    partOfDay: { fromMinute: 720, untilMinute: 1440 },
    weekdays: [1, 5]
  })
})

it('never looks before today', () => {
  expect(findFreeInput({ ...wish, from: '2026-11-01' }, '2026-12-03', null).from).toBe('2026-12-03')
})
