import { PatientId } from '@contract/ids'
import { expect, it } from 'vitest'
import { remedyOf } from './task-look'

const patientId = PatientId.parse(7)

it('leads from each kind of task to what puts it right', () => {
  expect(remedyOf({ kind: 'reply', patientId })).toBe('answer')
  expect(remedyOf({ kind: 'message-failed', patientId })).toBe('message')
  expect(remedyOf({ kind: 'contact-stale', patientId })).toBe('confirm-contact')
  expect(remedyOf({ kind: 'follow-up', patientId })).toBe('patient')
})

it('opens what is known where there is no patient', () => {
  expect(remedyOf({ kind: 'reply', patientId: null })).toBe('message')
  expect(remedyOf({ kind: 'other', patientId: null })).toBe('edit')
})
