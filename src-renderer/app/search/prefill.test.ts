import { expect, it } from 'vitest'
import { prefillFrom } from './prefill'

it.each([
  ['Sørlie', { familyName: 'Sørlie' }],
  ['Ingrid Marie Sørlie', { givenName: 'Ingrid Marie', familyName: 'Sørlie' }],
  ['Sørlie, Ingrid', { givenName: 'Ingrid', familyName: 'Sørlie' }],
  ['178587 10227', { nationalNumber: '17858710227' }],
  ['41234567', { mobile: '41234567' }],
  ['412 34 567', { mobile: '412 34 567' }],
  ['+47 412 34 567', { mobile: '+47 412 34 567' }],
  ['170587', { birthDate: '170587' }],
  ['17.05.1987', { birthDate: '17.05.1987' }],
  ['17051987', { birthDate: '17051987' }],
  ['ingrid sørlie 17.05.87', { givenName: 'ingrid', familyName: 'sørlie', birthDate: '17.05.87' }],
  ['12', {}]
])('reads «%s» as the beginning of a patient', (text, prefill) => {
  expect(prefillFrom(text)).toEqual(prefill)
})
