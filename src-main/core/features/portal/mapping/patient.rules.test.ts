import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { IdentifierId } from '@contract/ids'
import type { Identifier } from '@contract/patients'
import { loadStructureCheck, type StructureCheck } from '../structure'
import { claimedMobileIn, confirmedIn, toPatient, wishesOf, type PatientFacts } from './patient.rules'
import type { PortalClinic } from './systems.rules'

const NORWAY: PortalClinic = { country: 'NO', name: 'Eksempel legesenter', address: 'Storgata 1, 0155 Oslo' }

function numberOf(type: Identifier['type'], value: string, changes: Partial<Identifier> = {}): Identifier {
  const id = IdentifierId.parse(1)
  return { id, type, country: null, value, status: 'in-use', periodStart: null, periodEnd: null, ...changes }
}

const KARI: PatientFacts = {
  own: { system: 'urn:skranke:c1:Patient', value: '12' },
  isActive: true,
  familyName: 'Nordmann',
  givenName: 'Kari Anne',
  birthDate: '1987-05-17',
  sex: 'female',
  language: 'nn',
  identifiers: [
    numberOf('fodselsnummer', '17858710227', { periodStart: '2024-05-02' }),
    numberOf('d-number', '57858730165', {
      status: 'ceased',
      periodStart: '2019-01-01',
      periodEnd: '2024-05-01'
    }),
    numberOf('h-number', '17458710200')
  ],
  mobile: { value: '+4741234567', isVerified: true },
  claimedMobile: null,
  email: { value: 'kari@example.org', isVerified: false },
  address: { line: 'Skogvegen 62', postalCode: '2022', city: 'Gjerdrum' },
  addressProtection: 'none',
  gp: { remoteId: 'p7', name: 'Anne Lunde' }
}

describe('toPatient', () => {
  let check: StructureCheck
  beforeAll(async () => {
    check = await loadStructureCheck()
  })

  it('writes a Norwegian patient as no-basis has it, with the former D-number and its period, without the H-number', () => {
    const patient = toPatient(KARI, NORWAY)
    expect(check(patient)).toBeNull()
    expect(patient).toEqual({
      resourceType: 'Patient',
      meta: { profile: ['http://hl7.no/fhir/StructureDefinition/no-basis-Patient'] },
      identifier: [
        { system: 'urn:skranke:c1:Patient', value: '12' },
        {
          use: 'official',
          system: 'urn:oid:2.16.578.1.12.4.1.4.1',
          value: '17858710227',
          period: { start: '2024-05-02' }
        },
        {
          use: 'old',
          system: 'urn:oid:2.16.578.1.12.4.1.4.2',
          value: '57858730165',
          period: { start: '2019-01-01', end: '2024-05-01' }
        }
      ],
      active: true,
      name: [{ use: 'official', family: 'Nordmann', given: ['Kari', 'Anne'] }],
      telecom: [
        {
          extension: [{ url: 'urn:skranke:contact-state', valueCode: 'verified' }],
          system: 'phone',
          use: 'mobile',
          value: '+4741234567'
        },
        { system: 'email', use: 'home', value: 'kari@example.org' }
      ],
      gender: 'female',
      birthDate: '1987-05-17',
      address: [{ use: 'home', line: ['Skogvegen 62'], postalCode: '2022', city: 'Gjerdrum' }],
      communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'nn' }] }, preferred: true }],
      generalPractitioner: [{ reference: 'Practitioner/p7', display: 'Anne Lunde' }]
    })
  })

  it.each([
    ['confidential', 'R'],
    ['strictly-confidential', 'V']
  ] as const)('lets a patient with a %s address leave without it, marked %s', (addressProtection, code) => {
    const patient = toPatient({ ...KARI, addressProtection }, NORWAY)
    expect(patient.address).toBeUndefined()
    expect(patient.meta?.security?.map((one) => one.code)).toEqual([code])
    expect(JSON.stringify(patient)).not.toMatch(/Skogvegen|2022|Gjerdrum/)
    expect(check(patient)).toBeNull()
  })

  it('tells of a patient it no longer serves nothing but that', () => {
    expect(toPatient({ ...KARI, isActive: false }, NORWAY)).toEqual({
      resourceType: 'Patient',
      meta: { profile: ['http://hl7.no/fhir/StructureDefinition/no-basis-Patient'] },
      identifier: [{ system: 'urn:skranke:c1:Patient', value: '12' }],
      active: false
    })
  })

  it.each([
    [
      'DK',
      'cpr',
      '2512489996',
      'urn:oid:1.2.208.176.1.2',
      'http://hl7.dk/fhir/core/StructureDefinition/dk-core-patient'
    ],
    [
      'NL',
      'bsn',
      '111222333',
      'http://fhir.nl/fhir/NamingSystem/bsn',
      'http://nictiz.nl/fhir/StructureDefinition/nl-core-Patient'
    ]
  ] as const)('names number and profile as %s does', (country, type, value, system, profile) => {
    const patient = toPatient({ ...KARI, identifiers: [numberOf(type, value)] }, { ...NORWAY, country })
    expect(patient.meta?.profile).toEqual([profile])
    expect(patient.identifier?.[1]).toEqual({ use: 'official', system, value })
    expect(check(patient)).toBeNull()
  })

  it('gives back every wish it has written, whatever they are', () => {
    const text = fc.stringMatching(/^[A-Za-zÆØÅæøå0-9]{1,20}$/)
    const contact = fc.option(fc.record({ value: text, isVerified: fc.boolean() }))
    const wish = fc.record({
      mobile: contact,
      email: contact,
      language: fc.constantFrom('nb', 'nn', 'da', 'nl', 'en', null),
      address: fc.option(fc.record({ line: text, postalCode: text, city: text }))
    })
    fc.assert(
      fc.property(wish, (changes) => {
        const patient = toPatient({ ...KARI, ...changes }, NORWAY)
        expect(check(patient)).toBeNull()
        expect(wishesOf(patient)).toEqual({
          mobile: changes.mobile?.value ?? null,
          email: changes.email?.value ?? null
        })
      }),
      { numRuns: 100 }
    )
  })
})

describe('what a patient changes at the portal', () => {
  const patient = toPatient(KARI, NORWAY)
  const unverified = [{ url: 'urn:skranke:contact-state', valueCode: 'unverified' }]

  it('takes a new mobile beside the old one for a claim, not for the mobile', () => {
    const changed = {
      ...patient,
      telecom: [
        ...(patient.telecom ?? []),
        { extension: unverified, system: 'phone' as const, use: 'mobile' as const, value: '98 76 54 32' }
      ]
    }
    expect(claimedMobileIn(changed)).toBe('98 76 54 32')
    expect(wishesOf(changed).mobile).toBe('98 76 54 32')
    expect(claimedMobileIn(patient)).toBeNull()
  })

  it('keeps a claim beside the mobile in what it writes', () => {
    const claimed = toPatient({ ...KARI, claimedMobile: '+4798765432' }, NORWAY)
    expect(claimed.telecom?.map(({ value }) => value)).toEqual([
      '+4741234567',
      '+4798765432',
      'kari@example.org'
    ])
    expect(claimedMobileIn(claimed)).toBe('+4798765432')
  })

  it('reads what the patient has confirmed, and not what is unverified', () => {
    const confirmed = { url: 'urn:skranke:contact-confirmed', valueDateTime: '2026-12-03T08:00:00Z' }
    const telecom = [
      { extension: [confirmed], system: 'phone' as const, value: '+4741234567' },
      { extension: [confirmed, ...unverified], system: 'email' as const, value: 'new@example.org' }
    ]
    expect(confirmedIn({ ...patient, telecom })).toEqual([
      { channel: 'mobile', value: '+4741234567', at: '2026-12-03T08:00:00Z' }
    ])
  })

  it('takes invisible characters and what is too long out of what was typed', () => {
    const value = `ka\u202e\u0000ri@${'x'.repeat(300)}`
    const wishes = wishesOf({ ...patient, telecom: [{ system: 'email', value }] })
    expect(wishes).toEqual({ mobile: null, email: `kari@${'x'.repeat(195)}` })
  })
})
