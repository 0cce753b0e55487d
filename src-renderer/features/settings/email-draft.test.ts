import { expect, it } from 'vitest'
import { draftOf, isWhole, portFor } from './email-draft'

const SAVED = {
  isOn: true,
  host: 'smtp.example',
  port: 465,
  security: 'tls',
  user: 'klinikk',
  senderName: 'Eksempel legesenter',
  senderAddress: 'post@klinikk.example',
  replyTo: '',
  hasPassword: true
} as const

it('leaves the password that is kept alone', () => {
  expect(draftOf(SAVED)).toMatchObject({ host: 'smtp.example', password: null })
  expect(draftOf(SAVED)).not.toHaveProperty('hasPassword')
})

it('lets the port follow the encryption until somebody has chosen another one', () => {
  expect(portFor(465, 'starttls')).toBe(587)
  expect(portFor(587, 'tls')).toBe(465)
  expect(portFor(2525, 'tls')).toBe(2525)
})

it('asks for a server and a sender before anything is tried', () => {
  expect(isWhole(draftOf(SAVED))).toBe(true)
  expect(isWhole({ ...draftOf(SAVED), host: ' ' })).toBe(false)
  expect(isWhole({ ...draftOf(SAVED), senderAddress: '' })).toBe(false)
})
