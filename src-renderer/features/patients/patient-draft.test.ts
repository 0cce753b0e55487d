import { describe, expect, it } from 'vitest'
import { patientView as patient } from '../../../test/builders/patient-view'
import { changedFields, draftFromPrefill, draftOf, emptyDraft, mergeDraft, toSend } from './patient-draft'

const today = '2026-12-03'

describe('the draft of a known patient', () => {
  it('takes the number in use and the house GP', () => {
    expect(draftOf(patient())).toMatchObject({
      nationalNumber: '17858710227',
      nationalNumberType: null,
      mobile: '412 34 567',
      gpClinicianId: 2,
      gpExternalName: null
    })
  })

  it('names a GP elsewhere by name', () => {
    const draft = draftOf(patient({ gp: { clinicianId: null, name: 'Turid Vik' } }))
    expect(draft).toMatchObject({ gpClinicianId: null, gpExternalName: 'Turid Vik' })
  })

  it('holds no address of a protected patient, and sends none', () => {
    const draft = draftOf(patient({ addressProtection: 'confidential', address: null }))
    expect(draft.address).toBeNull()
    expect(toSend(draft).address).toBeNull()
  })
})

describe('a new patient begun from the search field', () => {
  it('writes names as names and reads the date', () => {
    const prefill = { familyName: 'sørlie', givenName: 'jan-erik', birthDate: '170587', mobile: '41234567' }
    expect(draftFromPrefill(prefill, today)).toEqual({
      ...emptyDraft(),
      familyName: 'Sørlie',
      givenName: 'Jan-Erik',
      birthDate: '1987-05-17',
      mobile: '41234567'
    })
  })

  it('is empty when nothing was typed', () => {
    expect(draftFromPrefill({}, today)).toEqual(emptyDraft())
  })
})

describe('a record that someone else changed meanwhile', () => {
  const base = draftOf(patient())

  it('keeps what she typed and takes over what the other changed', () => {
    const mine = { ...base, mobile: '900 11 222' }
    const theirs = { ...base, email: 'ingrid@example.test' }
    expect(mergeDraft(base, mine, theirs)).toEqual({
      merged: { ...base, mobile: '900 11 222', email: 'ingrid@example.test' },
      theirFields: ['email'],
      conflicts: []
    })
  })

  it('names a field that both changed, and lets hers stand', () => {
    const merge = mergeDraft(base, { ...base, givenName: 'Inger' }, { ...base, givenName: 'Ingri' })
    expect(merge).toMatchObject({ merged: { givenName: 'Inger' }, conflicts: ['givenName'] })
  })

  it('calls it no conflict when both wrote the same', () => {
    const same = { ...base, mobile: '900 11 222' }
    expect(mergeDraft(base, same, { ...same })).toMatchObject({ theirFields: ['mobile'], conflicts: [] })
  })

  it('lets her address go when the other protected it', () => {
    const mine = { ...base, address: { line: 'Ny vei 1', postalCode: '2050', city: 'JESSHEIM' } }
    const merge = mergeDraft(base, mine, { ...base, addressProtection: 'confidential', address: null })
    expect(merge.merged).toMatchObject({ addressProtection: 'confidential', address: null })
  })
})

describe('what a form sends', () => {
  it('leaves alone an address that was never shown', () => {
    expect(toSend({ ...emptyDraft(), address: null }).address).toBeNull()
  })

  it('is null where nothing stands', () => {
    expect(toSend({ ...emptyDraft(), mobile: ' ', email: '', nationalNumber: '' })).toMatchObject({
      mobile: null,
      email: null,
      nationalNumber: null
    })
  })

  it('names the changed fields in the order of the form', () => {
    const draft = emptyDraft()
    expect(changedFields(draft, { ...draft, note: 'tolk', familyName: 'Vik' })).toEqual([
      'familyName',
      'note'
    ])
  })
})
