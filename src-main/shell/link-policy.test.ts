import { describe, expect, it } from 'vitest'
import { mayOpenExternally } from './link-policy'

const HOSTS = ['help.example.org']

describe('external links', () => {
  it('opens an https page of the allow-list', () => {
    expect(mayOpenExternally('https://help.example.org/modem', HOSTS)).toBe(true)
  })

  it.each([
    'http://help.example.org/',
    'https://help.example.org.evil.test/',
    'https://help.example.org@evil.test/',
    'https://user@help.example.org/',
    'https://help.example.org:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not an address'
  ])('refuses %s', (address) => {
    expect(mayOpenExternally(address, HOSTS)).toBe(false)
  })

  it('opens nothing while the list is empty', () => {
    expect(mayOpenExternally('https://help.example.org/')).toBe(false)
  })
})
