import type { Patient } from '@medplum/fhirtypes'
import { expect, it } from 'vitest'
import { shapeKeyOf } from './shape-key.rules'

const KARI = {
  resourceType: 'Patient',
  id: 'p1',
  meta: { versionId: '1', lastUpdated: '2026-12-03T08:00:00.123456Z' },
  identifier: [{ system: 'urn:skranke:c1:Patient', value: '1' }],
  name: [{ family: 'Nordmann', given: ['Kari Anne'] }],
  telecom: [{ system: 'phone', value: '+4790000001' }],
  gender: 'female',
  birthDate: '1980-05-17',
  address: [{ period: { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' } }],
  generalPractitioner: [{ reference: 'Practitioner/d1', display: 'Dr. Ås' }]
} as const satisfies Patient

const isAs = (change: object): boolean => shapeKeyOf({ ...KARI, ...change }) === shapeKeyOf(KARI)

it('is the same where only names, numbers, moments and ids are others', () => {
  expect(
    isAs({
      id: 'p-2.b',
      meta: { versionId: '17', lastUpdated: '2027-01-01T00:00:00Z' },
      identifier: [{ system: 'urn:skranke:c1:Patient', value: '9999' }],
      name: [{ family: "O'Brien-Østby", given: ['Ola'] }],
      telecom: [{ system: 'phone', value: '+4741000002' }],
      birthDate: '2011-12-01',
      generalPractitioner: [{ reference: 'Practitioner/x-9', display: 'Lege Lie' }]
    })
  ).toBe(true)
})

it.each([
  ['a code', { gender: 'woman' }],
  ['a month that there is not', { birthDate: '1980-13-17' }],
  ['a moment without its zone', { meta: { versionId: '1', lastUpdated: '2026-12-03T08:00:00' } }],
  ['a text of blanks', { name: [{ family: ' ', given: ['Kari Anne'] }] }],
  ['a text with a control character', { name: [{ family: 'Nord\u0000mann', given: ['Kari Anne'] }] }],
  ['a number for a text', { name: [{ family: 7, given: ['Kari Anne'] }] }],
  ['what an identifier is of', { identifier: [{ system: 'urn:other', value: '1' }] }],
  ['who is named', { generalPractitioner: [{ reference: 'Patient/d1', display: 'Dr. Ås' }] }],
  ['a reference elsewhere', { generalPractitioner: [{ reference: 'https://x/y', display: 'Dr. Ås' }] }],
  ['one more of something', { name: [...KARI.name, ...KARI.name] }],
  ['an element that there is not', { nickname: 'Kari' }],
  [
    'a period that ends before it begins',
    { address: [{ period: { start: '2026-03-01T00:00:00Z', end: '2026-02-01T00:00:00Z' } }] }
  ]
])('is another one for %s', (_what, change) => {
  expect(isAs(change)).toBe(false)
})
