import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { beforeAll, describe, expect, it } from 'vitest'
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from '@contract/choices'
import { AppointmentTypeId, IdentifierId } from '@contract/ids'
import type { PortalResource } from '../kind'
import { loadStructureCheck, type StructureCheck } from '../structure'
import { toCommunication } from './communication.rules'
import { consentFrom, toConsent, type ConsentFacts } from './consent.rules'
import { keepForeign } from './keep-foreign.rules'
import { mergeField } from './merge.rules'
import { toPractitioner, toSchedule } from './practitioner.rules'
import { guardianAccess, toRelatedPerson, type GuardianFacts } from './related-person.rules'
import { toSlot } from './slot.rules'
import type { PortalClinic } from './systems.rules'
import { answeredTask, requestFrom } from './task.rules'

const CLINIC: PortalClinic = { country: 'NO', name: 'Eksempel legesenter', address: '' }
const own = { system: 'urn:skranke:c1:X', value: '1' }
const TYPE = {
  id: AppointmentTypeId.parse(3),
  name: 'Vanlig time',
  kind: 'ordinary',
  durationMinutes: 20
} as const

let check: StructureCheck
beforeAll(async () => {
  check = await loadStructureCheck()
})

describe('a guardian', () => {
  const MOTHER: GuardianFacts = {
    own,
    childRemoteId: 'child-1',
    childBirthDate: '2012-03-01',
    kind: 'parent',
    familyName: 'Nordmann',
    givenName: 'Kari',
    identifiers: [
      {
        ...{ id: IdentifierId.parse(1), type: 'fodselsnummer', country: null, value: '17858710227' },
        ...{ status: 'in-use', periodStart: null, periodEnd: null }
      }
    ],
    from: '2012-03-01',
    until: '2028-03-01',
    isActive: true
  }
  const on = (day: string) => ({ clinic: CLINIC, today: Temporal.PlainDate.from(day) })

  it('acts alone until the child is 12, shares until 16, and sees nothing from that day on', () => {
    const accessOn = (day: string) => toRelatedPerson(MOTHER, on(day)).extension?.[0]?.valueCode ?? null
    expect(accessOn('2024-02-29')).toBe('full')
    expect(accessOn('2024-03-01')).toBe('shared')
    expect(accessOn('2028-02-29')).toBe('shared')
    expect(toRelatedPerson(MOTHER, on('2028-03-01'))).toEqual({
      resourceType: 'RelatedPerson',
      meta: { profile: ['http://hl7.no/fhir/StructureDefinition/no-basis-RelatedPerson'] },
      identifier: [own],
      active: false,
      patient: { reference: 'Patient/child-1' },
      period: { start: '2012-03-01', end: '2028-02-29' }
    })
  })

  it('ends at 15 in Denmark, and of who was appointed by an authority not with age', () => {
    const access = (kind: GuardianFacts['kind'], country: 'NO' | 'DK') =>
      guardianAccess(
        { kind, birthDate: '2012-03-01' },
        { today: Temporal.PlainDate.from('2027-03-01'), country }
      )
    expect([access('parent', 'NO'), access('parent', 'DK')]).toEqual(['shared', 'ended'])
    expect(access('legal-guardian', 'DK')).toBe('full')
  })

  it.each([
    ['parent', 'PRN'],
    ['legal-guardian', 'GUARD'],
    ['foster-parent', 'PRNFOST'],
    ['child-welfare', 'GUARD']
  ] as const)('is coded as %s by HL7’s %s', (kind, code) => {
    const person = toRelatedPerson({ ...MOTHER, kind }, on('2024-02-29'))
    expect(check(person)).toBeNull()
    expect(person.relationship?.[0]?.coding?.[0]?.code).toBe(code)
    expect(person.identifier?.[1]?.value).toBe('17858710227')
  })
})

describe('what is offered', () => {
  it('passes the structure check', () => {
    const horizon = { from: '2026-12-03', until: '2027-01-28' }
    const slot = {
      own,
      scheduleRemoteId: 's1',
      startAt: '2026-12-04T08:00:00Z',
      endAt: '2026-12-04T08:20:00Z'
    }
    const resources: PortalResource[] = [
      toPractitioner({ own, name: 'Anne Lunde', isActive: true }, CLINIC),
      toSchedule({ own, practitionerRemoteId: 'd1', isActive: true, types: [TYPE], horizon }, CLINIC),
      ...(['free', 'busy', 'gone'] as const).map((status) =>
        toSlot({ ...slot, status, types: [TYPE] }, CLINIC)
      )
    ]
    expect(resources.map((resource) => check(resource))).toEqual([null, null, null, null, null])
    expect(resources.slice(2).map((one) => 'status' in one && one.status)).toEqual([
      'free',
      'busy',
      'busy-unavailable'
    ])
  })
})

describe('a consent', () => {
  const facts = fc.record<ConsentFacts>({
    own: fc.constant(own),
    patientRemoteId: fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/),
    purpose: fc.constantFrom(...CONSENT_PURPOSES),
    channel: fc.constantFrom(...CONSENT_CHANNELS),
    decision: fc.constantFrom('given', 'withdrawn'),
    wordingVersion: fc.stringMatching(/^[a-z0-9.-]{1,20}$/),
    decidedAt: fc.constant('2026-12-03T08:00:00Z')
  })

  it('is read back as it was written, with its wording', () => {
    fc.assert(
      fc.property(facts, (consent) => {
        const written = toConsent(consent, CLINIC)
        expect(check(written)).toBeNull()
        const { own: _own, decidedAt: _decidedAt, ...held } = consent
        expect(consentFrom(written)).toEqual({ ok: true, consent: held })
      }),
      { numRuns: 100 }
    )
  })

  it('permits nothing unless it clearly does', () => {
    const consent = fc.sample(facts, 1)[0]
    if (!consent) throw new Error('one was asked for')
    const { provision, ...written } = toConsent({ ...consent, decision: 'given' }, CLINIC)
    const denied = [
      { ...written, ...(provision && { provision }), status: 'proposed' as const },
      { ...written, provision: { purpose: provision?.purpose ?? [], code: provision?.code ?? [] } },
      toConsent({ ...consent, decision: 'undecided' }, CLINIC)
    ]
    for (const one of denied) expect(consentFrom(one)).toMatchObject({ consent: { decision: 'withdrawn' } })
    expect(consentFrom(written)).toEqual({ ok: false, reason: 'consent-purpose' })
  })
})

describe('a message', () => {
  it('is told of without its words and the number it went to', () => {
    const communication = toCommunication(
      {
        ...{ own, patientRemoteId: 'p1', appointmentRemoteId: 'a1', purpose: 'appointment-reminder' },
        ...{
          channel: 'sms',
          state: 'delivered',
          sentAt: '2026-12-03T08:00:00Z',
          deliveredAt: '2026-12-03T08:00:04Z'
        }
      },
      CLINIC
    )
    expect(check(communication)).toBeNull()
    expect(communication).not.toHaveProperty('payload')
    expect(communication).not.toHaveProperty('recipient')
    expect(communication).toMatchObject({ status: 'completed', sent: '2026-12-03T08:00:00Z' })
  })
})

describe('a request to the desk', () => {
  const task = {
    resourceType: 'Task' as const,
    id: 't1',
    meta: { versionId: '3' },
    identifier: [{ system: 'urn:skranke:portal:request', value: 'r1' }],
    status: 'requested' as const,
    intent: 'order' as const,
    code: { coding: [{ system: 'urn:skranke:request', code: 'move' }] },
    for: { reference: 'Patient/p1' },
    requester: { reference: 'RelatedPerson/g1' },
    focus: { reference: 'Appointment/a1' },
    authoredOn: '2026-12-03T08:00:00Z',
    description: '<script>alert(1)</script>\r\nHelst etter kl. 14'
  }

  it('is read as plain text, with whom and what it is about', () => {
    expect(check(task)).toBeNull()
    expect(requestFrom(task)).toEqual({
      kind: 'move',
      patientRemoteId: 'p1',
      appointmentRemoteId: 'a1',
      guardianRemoteId: 'g1',
      text: '<script>alert(1)</script>\nHelst etter kl. 14',
      askedAt: '2026-12-03T08:00:00Z',
      isOpen: true
    })
  })

  it('is answered in the portal’s own words with another status', () => {
    const answered = answeredTask(task, { state: 'done', answer: '', own })
    expect(check(answered)).toBeNull()
    expect(answered).not.toHaveProperty('output')
    expect(answered).toMatchObject({ status: 'completed', description: task.description })
    expect(answered.identifier).toEqual([own, { system: 'urn:skranke:portal:request', value: 'r1' }])
    expect(answered).not.toHaveProperty('id')
  })

  it('is answered in words beside what the portal keeps with it, until that is taken back', () => {
    const theirs = { type: { text: 'receipt' }, valueString: '17' }
    const words = {
      type: { coding: [{ system: 'urn:skranke:request-answer', code: 'words' }] },
      valueString: 'Ja, den er klar.'
    }
    const base = { ...task, output: [theirs] }
    const answered = answeredTask(base, { state: 'done', answer: 'Ja, den er klar.', own })
    expect(check(answered)).toBeNull()
    expect(answered.output).toEqual([theirs, words])
    const again = answeredTask(answered, { state: 'open', answer: 'Ja, den er klar.', own })
    expect(again).toMatchObject({ status: 'received', output: [theirs] })
  })
})

describe('what comes from outside', () => {
  it.each([
    ['an unknown status', { resourceType: 'Slot', status: 'open', schedule: { reference: 'Schedule/1' } }],
    [
      'a reference elsewhere',
      { resourceType: 'Slot', status: 'free', schedule: { reference: 'https://x/Schedule/1' } }
    ],
    [
      'a reference to another type',
      { resourceType: 'Slot', status: 'free', schedule: { reference: 'Patient/1' } }
    ],
    [
      'an end before the start',
      {
        resourceType: 'Slot',
        status: 'free',
        schedule: { reference: 'Schedule/1' },
        end: '2026-12-03T07:00:00Z'
      }
    ],
    [
      'a field that is none',
      { resourceType: 'Slot', status: 'free', schedule: { reference: 'Schedule/1' }, nonsense: 'kari' }
    ]
  ])('is refused with %s', (_what, slot) => {
    const times = { start: '2026-12-03T08:00:00Z', end: '2026-12-03T08:20:00Z' }
    const fault = check({ ...times, ...slot } as PortalResource)
    expect(fault).toMatch(/^Slot/)
    expect(fault).not.toContain('kari')
  })
})

describe('keepForeign', () => {
  it('keeps what the portal has named for itself, and drops what the clinic left out', () => {
    const base = {
      identifier: [
        own,
        { system: 'urn:skranke:portal:booking', value: 'b1' },
        { system: 'urn:x', value: '2' }
      ],
      extension: [
        { url: 'urn:skranke:video-link', valueUrl: 'https://old' },
        { url: 'urn:portal:colour', valueCode: 'red' }
      ]
    }
    expect(keepForeign({ identifier: [own] }, base)).toEqual({
      identifier: [
        own,
        { system: 'urn:skranke:portal:booking', value: 'b1' },
        { system: 'urn:x', value: '2' }
      ],
      extension: [{ url: 'urn:portal:colour', valueCode: 'red' }]
    })
    expect(keepForeign({ identifier: [own] }, base, true).identifier).toHaveLength(2)
  })
})

describe('mergeField', () => {
  it.each([
    ['a', 'a', 'a', { is: 'ours' }],
    ['a', 'b', 'a', { is: 'ours' }],
    ['a', 'a', 'b', { is: 'theirs', value: 'b' }],
    ['a', 'b', 'b', { is: 'ours' }],
    ['a', 'b', 'c', { is: 'both' }],
    [undefined, 'a', 'b', { is: 'theirs', value: 'b' }]
  ])('of base %s, ours %s and theirs %s', (base, ours, theirs, merged) => {
    expect(mergeField(base, ours, theirs)).toEqual(merged)
  })
})
