import { beforeEach, describe, expect, it } from 'vitest'
import { fhirBundle, fhirChild, fhirConsent, fhirLines, fhirParent, fhirPatient } from '../builders/fhir'
import { openTestClinic, type Client } from './fixtures/clinic'
import { importFile, uploadFile } from './fixtures/import-file'

let desk: Client

beforeEach(async () => {
  desk = await (await openTestClinic()).as('receptionist')
})

async function open(text: string) {
  const { hits } = await desk.call('patients.search', { text, limit: 5 })
  const [hit] = hits
  if (!hit) throw new Error(`Nobody is found by ${text}.`)
  return await desk.call('patients.open', { id: hit.id, reason: 'test' })
}

describe('a Patient of FHIR R4', () => {
  it.each([
    ['Bundle', fhirBundle],
    ['NDJSON', fhirLines]
  ])('comes in with what a register holds, from a %s', async (_form, write) => {
    const summary = await importFile(desk, write(fhirPatient()))
    expect(summary).toMatchObject({ imported: 1, refusedCount: 0, warnedCount: 0 })
    const patient = await open('17858710227')
    expect(patient).toMatchObject({
      ...{ familyName: 'Nordmann', givenName: 'Kari Anne', birthDate: '1987-05-17', sex: 'female' },
      ...{ language: 'nn', gp: { name: 'Anne Lunde' }, email: { value: 'kari@example.org' } },
      ...{ mobile: { value: '+4741234567' } },
      address: { line: 'Skogvegen 62, H0201', postalCode: '2022', city: 'Gjerdrum' }
    })
    expect(patient.gp?.clinicianId).not.toBeNull()
    expect(patient.identifiers.map(({ type, value, status }) => [type, value, status])).toEqual([
      ['fodselsnummer', '17858710227', 'in-use'],
      ['d-number', '57858730165', 'ceased']
    ])
    expect(patient.identifiers[1]).toMatchObject({ periodStart: '2019-01-01', periodEnd: '2024-05-01' })
  })

  it('changes nothing when it comes again, and is matched by a number it had before', async () => {
    await importFile(desk, fhirBundle(fhirPatient()))
    expect(await importFile(desk, fhirBundle(fhirPatient()))).toMatchObject({ imported: 0, unchanged: 1 })
    const old = { identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.2', value: '57858730165' }] }
    expect(await importFile(desk, fhirBundle(fhirPatient(old)))).toMatchObject({ imported: 0, unchanged: 1 })
  })

  it.each([
    ['R', 'confidential'],
    ['V', 'strictly-confidential']
  ])('is protected when it is marked %s', async (code, addressProtection) => {
    const marked = { meta: { security: [{ code }] } }
    const { preview } = await importFile(desk, fhirBundle(fhirPatient(marked)))
    expect(JSON.stringify(preview)).not.toContain('Skogvegen')
    expect(await open('17858710227')).toMatchObject({ addressProtection, address: null })
  })

  it('that is dead gets no message: the day stands, or that of the import where none is given', async () => {
    await importFile(desk, fhirBundle(fhirPatient({ deceasedDateTime: '2026-03-01T10:00:00Z' })))
    expect((await open('17858710227')).alerts).toContain('deceased')
    const dead = await importFile(desk, fhirBundle(fhirChild({ deceasedBoolean: true })))
    expect(dead.warned).toMatchObject([{ code: 'deceased-without-date', entry: 'urn:uuid:nora' }])
    expect((await open('01822170435')).alerts).toContain('deceased')
  })
})

describe('what else a Bundle says of its patients', () => {
  it('is taken with them wherever it stands: guardians, consents, GPs', async () => {
    const gp = { resourceType: 'Practitioner', id: 'gp', name: [{ family: 'Aasen', given: ['Bjørn'] }] }
    const summary = await importFile(
      desk,
      fhirBundle(
        fhirConsent('Patient/kari', 'permit', { id: 'c1' }),
        fhirParent('urn:uuid:nora', '17858710227', { id: 'r1' }),
        fhirChild({ generalPractitioner: [{ reference: 'Practitioner/gp' }] }),
        fhirPatient(),
        { ...gp }
      )
    )
    expect(summary).toMatchObject({ imported: 2, refusedCount: 0 })
    const child = await open('01822170435')
    expect(child.guardians).toMatchObject([
      { name: 'Kari Anne Nordmann', kind: 'parent', carriesMessages: true }
    ])
    expect(child.gp).toMatchObject({ name: 'Bjørn Aasen' })
    const given = (await open('17858710227')).consents.filter(({ state }) => state === 'given')
    expect(given).toMatchObject([{ purpose: 'appointment-reminder', channel: 'sms' }])
  })

  it('a denial of every message is a reservation, and a withdrawn consent stops what it was for', async () => {
    const channels = ['sms', 'email'].map((code) => ({
      coding: [{ system: 'urn:skranke:consent-channel', code }]
    }))
    await importFile(
      desk,
      fhirBundle(
        fhirPatient(),
        fhirConsent('Patient/kari', 'deny', { provision: { type: 'deny', code: channels } }),
        fhirChild(),
        fhirConsent('Patient/nora', 'deny')
      )
    )
    expect(await open('17858710227')).toMatchObject({ isReserved: true })
    const child = await open('01822170435')
    expect(child.isReserved).toBe(false)
    expect(child.consents.filter(({ state }) => state === 'withdrawn')).toMatchObject([
      { purpose: 'appointment-reminder', channel: 'sms' }
    ])
  })

  it('is counted where a register has no place for it', async () => {
    const importId = await uploadFile(
      desk,
      fhirBundle(
        fhirPatient({ extension: [{ url: 'urn:example:shoe-size' }], contact: [{ name: { text: 'Ola' } }] }),
        { resourceType: 'Observation', id: 'o1' },
        { resourceType: 'Observation', id: 'o2' },
        fhirParent('Patient/kari', '', { id: 'r', identifier: [] })
      )
    )
    const { form, leftOut, totalLines } = await desk.call('imports.preview', { importId, mapping: null })
    expect({ form, totalLines }).toEqual({ form: 'fhir-bundle', totalLines: 1 })
    expect(leftOut).toEqual([
      { what: 'Observation', count: 2 },
      { what: 'extension', count: 1 },
      { what: 'contact', count: 1 },
      { what: 'RelatedPerson', count: 1 }
    ])
  })
})

describe('an entry that cannot be taken', () => {
  it('costs no other, and is told by its number and its own name', async () => {
    const wrong = { identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: '17858710237' }] }
    const { imported, refused, importId } = await importFile(
      desk,
      fhirBundle(
        fhirPatient({ id: 'a', ...wrong }),
        fhirPatient({ id: 'b', modifierExtension: [{ url: 'urn:example:not' }] }),
        fhirPatient({ id: 'c', active: false }),
        fhirPatient({ id: 'd', name: 'Kari' }),
        fhirChild()
      )
    )
    expect(imported).toBe(1)
    expect(refused.map(({ line, entry, code }) => [line, entry, code])).toEqual([
      [1, 'urn:uuid:a', 'national-number'],
      [2, 'urn:uuid:b', 'entry-modifier'],
      [3, 'urn:uuid:c', 'entry-inactive'],
      [4, 'urn:uuid:d', 'entry-shape']
    ])
    expect(refused.every(({ message }) => /^\p{Lu}.*\.$/u.test(message))).toBe(true)
    const { content } = await desk.call('imports.refusedFile', { importId })
    expect(content).toContain('urn:uuid:a;17858710237;Nordmann;Kari Anne;')
    expect(await importFile(desk, content.replace('17858710237', '17858710227'))).toMatchObject({
      imported: 1
    })
  })

  it('on a damaged line of NDJSON is refused alone', async () => {
    const { imported, refused } = await importFile(desk, fhirLines(fhirChild()) + '{"resourceType":"Pat\n')
    expect({ imported, refused }).toMatchObject({ imported: 1, refused: [{ line: 2, code: 'entry-json' }] })
  })

  it('because the file was cut off refuses the whole, before anything is written', async () => {
    const importId = await uploadFile(desk, fhirBundle(fhirPatient(), fhirChild()).slice(0, -40))
    await expect(desk.call('imports.preview', { importId, mapping: null })).rejects.toMatchObject({
      code: 'file-json'
    })
  })
})
