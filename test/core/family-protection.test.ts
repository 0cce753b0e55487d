import { describe, expect, it } from 'vitest'
import type { Patient } from '../../src-preload/contract/patients'
import { namedDraft } from '../builders/patient'
import { openMessaging } from './fixtures/messaging'

const MOBILE = '412 34 567'
const ADDRESS = { line: 'Skogvegen 62', postalCode: '2022', city: 'Gjerdrum' }

type Protection = Patient['addressProtection']

/** A mother and her child on one telephone; either may live at an address that is kept secret. */
async function family(protection: { mother?: Protection; child?: Protection }, childMobile: string | null) {
  const clinic = await openMessaging()
  const { desk, register } = clinic
  const mother = await register('Mor', {
    mobile: MOBILE,
    address: ADDRESS,
    gpExternalName: 'Doktor Nordby',
    addressProtection: protection.mother ?? 'none'
  })
  const child = await register('Barn', {
    birthDate: '2018-03-01',
    mobile: childMobile,
    address: ADDRESS,
    addressProtection: protection.child ?? 'none'
  })
  const guardian = { guardianPatientId: mother.id, kind: 'parent', carriesMessages: true } as const
  await desk.call('patients.addGuardian', { childId: child.id, ...guardian })
  const open = async ({ id }: Patient) => await desk.call('patients.open', { id, reason: 'Ringte om time' })
  return { clinic, mother, child, open }
}

describe('a guardian whose address is protected', () => {
  const hidden = { mother: 'strictly-confidential' } as const

  it('stands on the child’s card by name, with nothing of where or on which telephone', async () => {
    const { clinic, child, mother, open } = await family(hidden, MOBILE)
    const card = await open(child)
    expect(card.guardians).toMatchObject([
      { patientId: mother.id, isProtected: true, sharesMobile: false, getsMessages: true }
    ])
    expect(card.mobile).toMatchObject({ sharedWith: 0, sharedBy: [] })
    expect(JSON.stringify(card.guardians)).not.toMatch(/Skogvegen|Gjerdrum|4741234567|Nordby/)
    await expect(clinic.desk.call('patients.open', { id: mother.id, reason: null })).rejects.toMatchObject({
      code: 'reason-required'
    })
  })

  it('is not found by the telephone: in search, in the form, nor as somebody already registered', async () => {
    const { clinic, child } = await family(hidden, MOBILE)
    const { desk } = clinic
    const { hits } = await desk.call('patients.search', { text: MOBILE, limit: 5 })
    expect(hits.map(({ id }) => id)).toEqual([child.id])
    const begun = await desk.call('patients.search', { text: '41234', limit: 5 })
    expect(begun.hits.map(({ id }) => id)).toEqual([child.id])
    expect(begun.hits.map(({ mobileSharedWith }) => mobileSharedWith)).toEqual([0])
    const check = await desk.call('patients.checkContact', { channel: 'mobile', text: MOBILE })
    expect(check.sharedWith.map(({ id }) => id)).toEqual([child.id])
    const named = { familyName: 'Annen', givenName: 'Kvinne', birthDate: null, nationalNumber: null }
    const asked = { ...named, mobile: MOBILE, exceptPatientId: null }
    const hints = await desk.call('patients.findDuplicates', asked)
    expect(hints.filter(({ isProtected }) => isProtected)).toEqual([])
  })

  it('is found by name, for the picker, without the telephone', async () => {
    const { clinic, mother } = await family(hidden, null)
    const { hits } = await clinic.desk.call('patients.search', { text: 'mor', limit: 5 })
    expect(hits).toMatchObject([{ id: mother.id, isProtected: true, mobile: null, gpName: null }])
  })

  it('gets texts about the child that do not name the clinic, and no list shows the number', async () => {
    const { clinic, child } = await family(hidden, null)
    await clinic.book({ patientId: child.id, date: '2026-12-03', time: '09:20' })
    const waiting = [...(await clinic.outbox()), ...(await clinic.messagesOf(child))]
    expect(JSON.stringify(waiting)).not.toMatch(/412 34 567|41234567/)
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.modem.sent[0]?.to).toBe('+4741234567')
    expect(clinic.texts()[0]).not.toContain('Eksempel legesenter')
  })

  it('is named to nobody as one of those who share a number that wrote', async () => {
    const { clinic } = await family(hidden, MOBILE)
    await clinic.modem.receive('+4741234567', 'Kan dere ringe?')
    const { messages } = await clinic.desk.call('messages.inbox', { filter: 'all', cursor: null, limit: 5 })
    expect(messages[0]?.candidates).toMatchObject([
      { name: '', isProtected: true },
      { name: 'Test Barn', isProtected: false }
    ])
  })
})

describe('a child whose address is protected', () => {
  const hidden = { child: 'confidential' } as const

  it('stands on the mother’s card by name alone, and is opened with a reason', async () => {
    const { clinic, child, mother, open } = await family(hidden, MOBILE)
    const card = await open(mother)
    expect(card.children).toMatchObject([{ patientId: child.id, isProtected: true, sharesMobile: false }])
    expect(card.mobile).toMatchObject({ sharedWith: 0, sharedBy: [] })
    expect(JSON.stringify(card.children)).not.toMatch(/Skogvegen|Gjerdrum|4741234567/)
    await expect(clinic.desk.call('patients.open', { id: child.id, reason: null })).rejects.toMatchObject({
      code: 'reason-required'
    })
  })

  it('is written about to the mother without the clinic’s name, also in what the desk begins from', async () => {
    const { clinic, child } = await family(hidden, null)
    await clinic.book({ patientId: child.id, date: '2026-12-03', time: '09:20' })
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.texts()[0]).not.toContain('Eksempel legesenter')
    const preview = await clinic.desk.call('messages.preview', {
      purpose: 'appointment-reminder',
      language: 'nb',
      body: 'Hei fra {clinic}.',
      patientId: child.id
    })
    expect(preview.text).not.toContain('Eksempel legesenter')
  })

  it('shows nothing of the mother’s address, who lives at the same', async () => {
    const { mother, child, open } = await family({ child: 'confidential', mother: 'confidential' }, null)
    const cards = [await open(mother), await open(child)]
    expect(JSON.stringify(cards)).not.toMatch(/Skogvegen|Gjerdrum|Nordby/)
  })
})

describe('a telephone that several have', () => {
  it('is said to be shared, with whom, on the card and among the hits', async () => {
    const { clinic, mother, child, open } = await family({}, MOBILE)
    const card = await open(mother)
    expect(card.mobile).toMatchObject({
      sharedWith: 1,
      sharedBy: [{ patientId: child.id, name: 'Test Barn' }]
    })
    const { hits } = await clinic.desk.call('patients.search', { text: MOBILE, limit: 5 })
    expect(hits.map(({ mobileSharedWith }) => mobileSharedWith)).toEqual([1, 1])
  })

  it('is counted no further than twenty', async () => {
    const clinic = await openMessaging()
    for (let index = 0; index < 23; index += 1)
      await clinic.desk.call('patients.create', namedDraft('Mange', `Nr${index}`, { mobile: MOBILE }))
    const { hits } = await clinic.desk.call('patients.search', { text: MOBILE, limit: 1 })
    expect(hits[0]?.mobileSharedWith).toBe(20)
  })
})
