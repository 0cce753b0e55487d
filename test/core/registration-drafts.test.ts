import { expect, it } from 'vitest'
import type { MethodInput } from '../../src-preload/contract'
import { patientDraft } from '../builders/patient'
import { openTestClinic } from './fixtures/clinic'

const { guardians: _none, ...typed } = patientDraft()
const TYPED: MethodInput<'registration.keepDrafts'>['drafts'][number] = {
  place: 'new',
  base: { ...typed, familyName: '', givenName: '' },
  draft: typed,
  birthDateText: '17.05.1987',
  guardians: []
}

it('gives what was being typed back to the same person at the same window, until it is saved or they sign out', async () => {
  const clinic = await openTestClinic()
  const desk = await clinic.as('receptionist')
  await desk.call('registration.keepDrafts', { window: 1, drafts: [TYPED] })
  // The page was loaded again: another connection, and the same person signs in.
  const again = await clinic.as('receptionist')
  expect(await again.call('registration.keptDrafts', { window: 1 })).toEqual([TYPED])
  expect(await again.call('registration.keptDrafts', { window: 2 })).toEqual([])
  const manager = await clinic.as('manager')
  expect(await manager.call('registration.keptDrafts', { window: 1 })).toEqual([])

  await again.call('registration.keepDrafts', { window: 1, drafts: [] })
  expect(await again.call('registration.keptDrafts', { window: 1 })).toEqual([])

  await again.call('registration.keepDrafts', { window: 1, drafts: [TYPED] })
  await again.call('session.signOut', {})
  const later = await clinic.as('receptionist')
  expect(await later.call('registration.keptDrafts', { window: 1 })).toEqual([])
})
