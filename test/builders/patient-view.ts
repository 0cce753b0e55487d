import { ClinicianId, IdentifierId, PatientId } from '@contract/ids'
import type { Contact, Patient } from '@contract/patients'

const mobile: Contact = {
  channel: 'mobile',
  value: '+4741234567',
  display: '412 34 567',
  updatedAt: '2026-01-01T10:00:00Z',
  verifiedAt: null,
  verifiedHow: null,
  isStale: false,
  isDisputed: false,
  ageMonths: 11,
  sharedWith: 0,
  sharedBy: []
}

/** A patient as the core shows one: everything but what is given here is as Ingrid Sørlie's. */
export function patientView(change: Partial<Patient> = {}): Patient {
  return {
    id: PatientId.parse(1),
    version: 3,
    familyName: 'Sørlie',
    givenName: 'Ingrid',
    birthDate: '1987-05-17',
    deceasedOn: null,
    age: 39,
    sex: 'female',
    language: 'nb',
    identifiers: [
      {
        id: IdentifierId.parse(1),
        type: 'd-number',
        country: null,
        value: '57858730165',
        status: 'ceased',
        periodStart: null,
        periodEnd: '2020-01-01'
      },
      {
        id: IdentifierId.parse(2),
        type: 'fodselsnummer',
        country: null,
        value: '17858710227',
        status: 'in-use',
        periodStart: '2020-01-01',
        periodEnd: null
      }
    ],
    provisionalName: null,
    addressProtection: 'none',
    confidentiality: 'none',
    address: { line: 'Bekkestien 2', postalCode: '2050', city: 'JESSHEIM' },
    gp: { clinicianId: ClinicianId.parse(2), name: 'Anne Lunde' },
    mobile,
    email: null,
    preferredChannel: 'sms',
    isReserved: false,
    consents: [],
    guardians: [],
    children: [],
    note: '',
    alerts: [],
    noShowCount: 0,
    createdAt: '2026-01-01T10:00:00Z',
    updatedAt: '2026-01-01T10:00:00Z',
    ...change
  }
}
