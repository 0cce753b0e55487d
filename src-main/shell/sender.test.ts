import { describe, expect, it } from 'vitest'
import { isOwnPage, isTrustedSender } from './sender'

const OWN = ['app://desk']
const WINDOWS = new Set([7])

function event({ id = 7, url = 'app://desk/#/today', isMain = true } = {}) {
  const frame = { url }
  return { sender: { id, mainFrame: isMain ? frame : { url } }, senderFrame: frame }
}

describe('sender', () => {
  it('believes the main frame of our own window on our own page', () => {
    expect(isTrustedSender(event(), WINDOWS, OWN)).toBe(true)
  })

  it('refuses a frame inside the page', () => {
    expect(isTrustedSender(event({ isMain: false }), WINDOWS, OWN)).toBe(false)
  })

  it('refuses contents that are no window of ours', () => {
    expect(isTrustedSender(event({ id: 8 }), WINDOWS, OWN)).toBe(false)
  })

  it.each(['https://desk/', 'app://desk.evil/', 'app://evil/desk', 'file:///app/desk', 'about:blank', ''])(
    'refuses a page at "%s"',
    (url) => {
      expect(isTrustedSender(event({ url }), WINDOWS, OWN)).toBe(false)
    }
  )

  it('refuses a frame that is already gone', () => {
    expect(isTrustedSender({ ...event(), senderFrame: null }, WINDOWS, OWN)).toBe(false)
  })

  it('knows the development server by scheme, host and port', () => {
    expect(isOwnPage('http://localhost:5173/#/today', ['http://localhost:5173'])).toBe(true)
    expect(isOwnPage('http://localhost:5174/', ['http://localhost:5173'])).toBe(false)
  })
})
