import { expect, it } from 'vitest'
import { screenOf, socketAddress } from './place'

it('knows a screen by its address and nothing else by it', () => {
  expect(screenOf('#/wall/abc')).toBe('wall')
  expect(screenOf('#/check-in/abc')).toBe('check-in')
  expect(screenOf('#/check-in')).toBe('check-in')
  expect([screenOf(''), screenOf('#/waiting-room'), screenOf('#/wallpaper')]).toEqual([null, null, null])
})

it('opens the socket of the page it is on', () => {
  expect(socketAddress({ host: '192.168.1.5:8443', hash: '#/today' })).toBe('wss://192.168.1.5:8443/socket')
  expect(socketAddress({ host: 'desk:8443', hash: '#/wall/abc' })).toBe('wss://desk:8443/socket/wall/abc')
})
