import { Temporal } from 'temporal-polyfill'
import { syntheticNumber } from '../../src-main/core/host/demo/synthetic-number'
import type { MethodInput } from '../../src-preload/contract'

type Draft = MethodInput<'patients.create'>

/** What a receptionist types of Kari Nordmann: everything but what is given here is as a Norwegian adult's. */
export function patientDraft(changes: Partial<Draft> = {}): Draft {
  return {
    familyName: 'Nordmann',
    givenName: 'Kari',
    birthDate: '1987-05-17',
    sex: 'female',
    language: null,
    nationalNumber: '17858710227',
    nationalNumberType: null,
    acceptsNumberWarning: false,
    addressProtection: 'none',
    address: { line: 'Skogvegen 62', postalCode: '2022', city: 'Gjerdrum' },
    mobile: '412 34 567',
    email: null,
    gpClinicianId: null,
    gpExternalName: null,
    note: '',
    ...changes
  }
}

/** A patient of whom only a name is known. */
export function namedDraft(familyName: string, givenName: string, changes: Partial<Draft> = {}): Draft {
  const unknown = { nationalNumber: null, birthDate: null, mobile: null, address: null }
  return patientDraft({ familyName, givenName, ...unknown, ...changes })
}

/** A number of the Tenor series for a woman born on that day. */
export function numberOfWoman(birthDate: string): string {
  for (let serial = 0; serial < 250; serial += 1) {
    const number = syntheticNumber(Temporal.PlainDate.from(birthDate), serial, true)
    if (number !== null) return number
  }
  throw new Error('nobody born on that day has a number')
}
