import { PatientId } from '@contract/ids'
import { expect, it } from 'vitest'
import { remedyOf } from './task-look'

const patientId = PatientId.parse(7)
const PLAIN = { title: '', note: '', doneAt: null } as const

it('leads from each kind of task to what puts it right', () => {
  expect(remedyOf({ ...PLAIN, kind: 'reply', patientId })).toBe('answer')
  expect(remedyOf({ ...PLAIN, kind: 'message-failed', patientId })).toBe('message')
  expect(remedyOf({ ...PLAIN, kind: 'contact-stale', patientId })).toBe('confirm-contact')
  expect(remedyOf({ ...PLAIN, kind: 'follow-up', patientId })).toBe('patient')
})

it('opens what is known where there is no patient', () => {
  expect(remedyOf({ ...PLAIN, kind: 'reply', patientId: null })).toBe('message')
  expect(remedyOf({ ...PLAIN, kind: 'other', patientId: null })).toBe('edit')
})

it('answers what a patient asks for at the portal, once it may be read', () => {
  const asked = { ...PLAIN, kind: 'portal-request', patientId, note: 'Ring meg' } as const
  expect(remedyOf(asked)).toBe('answer-request')
  expect(remedyOf({ ...asked, note: '' })).toBe('patient')
  expect(remedyOf({ ...asked, doneAt: '2026-12-01T08:00:00.000Z' })).toBe('patient')
})
