import { expect, it } from 'vitest'
import { PortShares } from './port-shares'

const one = { name: 'one' }
const other = { name: 'other' }
const PORTS = ['/dev/ttyUSB0', '/dev/ttyUSB1', '/dev/ttyUSB2']

it('leaves the other ports of a modem in use alone until that modem is let go of', () => {
  const shares = new PortShares()
  expect(shares.takePort('/dev/ttyUSB0', one)).toBe(true)
  expect(shares.takeModem('imei-1', '/dev/ttyUSB0', one)).toBe(true)
  expect(shares.takePort('/dev/ttyUSB1', other)).toBe(true)
  expect(shares.takeModem('imei-1', '/dev/ttyUSB1', other)).toBe(false)
  shares.release(other)
  expect(shares.free(PORTS, other)).toEqual(['/dev/ttyUSB2'])
  shares.release(one)
  expect(shares.free(PORTS, other)).toEqual(PORTS)
})

it('gives a port to one at a time', () => {
  const shares = new PortShares()
  expect(shares.takePort('/dev/ttyUSB0', one)).toBe(true)
  expect(shares.takePort('/dev/ttyUSB0', other)).toBe(false)
  expect(shares.free(PORTS, one)).toEqual(PORTS)
})

it('forgets which modem was behind a port once the port was gone', () => {
  const shares = new PortShares()
  shares.takeModem('imei-1', '/dev/ttyUSB0', one)
  expect(shares.free(PORTS, other)).not.toContain('/dev/ttyUSB0')
  shares.free([], other)
  expect(shares.free(PORTS, other)).toContain('/dev/ttyUSB0')
})
