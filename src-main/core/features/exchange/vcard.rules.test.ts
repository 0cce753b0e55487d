import { expect, it } from 'vitest'
import { PatientId } from '@contract/ids'
import type { ExportedPatient } from '../patients'
import { vcardOf } from './vcard.rules'

const KARI: ExportedPatient = {
  id: PatientId.parse(1),
  familyName: 'Nordmann',
  givenName: 'Kari',
  birthDate: null,
  sex: 'unknown',
  language: null,
  identifiers: [],
  addressProtection: 'none',
  address: null,
  gpName: null,
  mobile: null,
  email: null,
  guardians: [],
  isReserved: false,
  deceasedOn: null,
  note: ''
}

/** The lines as a reader joins them (RFC 6350, 3.2). */
const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n')

it('keeps a separator within a name from being one', () => {
  const lines = unfolded(vcardOf({ ...KARI, familyName: 'Lie; Moen, \\', givenName: 'Ola' }))
  expect(lines).toContain('N:Lie\\; Moen\\, \\\\;Ola;;;')
})

it('folds a long line at 75 octets, never within a letter', () => {
  const line = 'Øvre Æsvegen å '.repeat(12).trim()
  const text = vcardOf({ ...KARI, address: { line, postalCode: '2022', city: 'Gjerdrum' } })
  expect(text.split('\r\n').every((one) => Buffer.byteLength(one) <= 75)).toBe(true)
  expect(unfolded(text)).toContain(`ADR;TYPE=home:;;${line};Gjerdrum;;2022;`)
})

it('says nothing of what is not known', () => {
  expect(unfolded(vcardOf(KARI))).toEqual([
    ...['BEGIN:VCARD', 'VERSION:4.0', 'FN:Kari Nordmann', 'N:Nordmann;Kari;;;', 'GENDER:U', 'END:VCARD', '']
  ])
})
