/** FHIR R4 resources of people who do not exist. */
type Json = Record<string, unknown>

const FODSELSNUMMER = 'urn:oid:2.16.578.1.12.4.1.4.1'
const D_NUMMER = 'urn:oid:2.16.578.1.12.4.1.4.2'

export function fhirPatient(changes: Json = {}): Json {
  return {
    resourceType: 'Patient',
    id: 'kari',
    identifier: [
      { system: FODSELSNUMMER, value: '17858710227' },
      {
        system: D_NUMMER,
        value: '57858730165',
        use: 'old',
        period: { start: '2019-01-01', end: '2024-05-01' }
      },
      { system: 'urn:example:journal', value: '4711' }
    ],
    name: [
      { use: 'old', family: 'Hansen', given: ['Kari'] },
      { use: 'official', family: 'Nordmann', given: ['Kari', 'Anne'] }
    ],
    gender: 'female',
    birthDate: '1987-05-17',
    telecom: [
      { system: 'phone', use: 'work', value: '22 00 00 00' },
      { system: 'phone', use: 'mobile', value: 'tel:+47 412 34 567' },
      { system: 'email', value: 'kari@example.org' }
    ],
    address: [
      { use: 'temp', line: ['Hytteveien 1'], postalCode: '3580', city: 'Geilo' },
      { use: 'home', line: ['Skogvegen 62', 'H0201'], postalCode: '2022', city: 'Gjerdrum' }
    ],
    communication: [
      { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'nn-NO' }] }, preferred: true }
    ],
    generalPractitioner: [{ display: 'Anne Lunde' }],
    ...changes
  }
}

export function fhirChild(changes: Json = {}): Json {
  return {
    resourceType: 'Patient',
    id: 'nora',
    identifier: [{ system: FODSELSNUMMER, value: '01822170435' }],
    name: [{ family: 'Nordmann', given: ['Nora'] }],
    gender: 'female',
    birthDate: '2021-02-01',
    ...changes
  }
}

export function fhirParent(child: string, number: string, changes: Json = {}): Json {
  return {
    resourceType: 'RelatedPerson',
    patient: { reference: child },
    identifier: [{ system: FODSELSNUMMER, value: number }],
    relationship: [{ coding: [{ code: 'PRN' }] }],
    ...changes
  }
}

export function fhirConsent(patient: string, type: 'permit' | 'deny', changes: Json = {}): Json {
  return {
    resourceType: 'Consent',
    status: 'active',
    patient: { reference: patient },
    provision: {
      type,
      purpose: [{ system: 'urn:skranke:consent-purpose', code: 'appointment-reminder' }],
      code: [{ coding: [{ system: 'urn:skranke:consent-channel', code: 'sms' }] }]
    },
    ...changes
  }
}

/** Each resource an entry, a `urn:uuid:` of its id its fullUrl. */
export function fhirBundle(...resources: Json[]): string {
  const entry = resources.map((resource) => ({ fullUrl: `urn:uuid:${String(resource['id'])}`, resource }))
  return JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry })
}

export function fhirLines(...resources: Json[]): string {
  return resources.map((resource) => `${JSON.stringify(resource)}\n`).join('')
}
