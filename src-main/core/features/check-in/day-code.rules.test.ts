import { expect, it } from 'vitest'
import { AppointmentId } from '@contract/ids'
import { dayCode, isSameCode, maskedMobile, typedCode } from './day-code.rules'

const key = Buffer.alloc(32, 7)
const id = AppointmentId.parse(12)

it('is five digits, another one for each appointment, day and clinic', () => {
  const code = dayCode(key, id, '2026-12-03')
  expect(code).toMatch(/^\d{5}$/)
  expect(dayCode(key, id, '2026-12-03')).toBe(code)
  expect(dayCode(key, id, '2026-12-04')).not.toBe(code)
  expect(dayCode(key, AppointmentId.parse(13), '2026-12-03')).not.toBe(code)
  expect(dayCode(Buffer.alloc(32, 8), id, '2026-12-03')).not.toBe(code)
})

it('is spread over all codes', () => {
  const codes = Array.from({ length: 2_000 }, (_, index) =>
    dayCode(key, AppointmentId.parse(index + 1), '2026-12-03')
  )
  expect(new Set(codes).size).toBeGreaterThan(1_950)
  expect(new Set(codes.map((code) => code[0])).size).toBe(10)
})

it('is read with spaces and dashes, and nothing else is taken for it', () => {
  expect(typedCode(' 12 345 ')).toBe('12345')
  expect(typedCode('12-345')).toBe('12345')
  expect([typedCode('1234'), typedCode('123456'), typedCode('')]).toEqual([null, null, null])
  expect([isSameCode('12345', '12345'), isSameCode('12345', '12346')]).toEqual([true, false])
})

it('shows the last three digits of a mobile', () => {
  expect(maskedMobile('+4741234567')).toBe('••• •• 567')
})
