import { describe, expect, it } from 'vitest'
import { PinKeeper } from './pin-keeper'
import { PortTrials } from './port-trials'

describe('the keeper of the PIN', () => {
  it('gives the stored PIN once, and again only after it was right', () => {
    const keeper = new PinKeeper(
      () => '1234',
      () => undefined
    )
    expect([keeper.take(), keeper.take()]).toEqual(['1234', null])
    keeper.note('1234', 'ok')
    expect(keeper.take()).toBe('1234')
  })

  it('never gives a wrong one again, even when a person has opened the SIM', () => {
    let rejections = 0
    const keeper = new PinKeeper(
      () => '9999',
      () => void (rejections += 1)
    )
    keeper.take()
    keeper.note('9999', 'wrong')
    keeper.note('1234', 'ok')
    expect({ pin: keeper.take(), isRejected: keeper.isRejected, rejections }).toEqual({
      pin: null,
      isRejected: false,
      rejections: 1
    })
  })

  it('gives nothing that is not a PIN, for it goes into a command', () => {
    const keeper = new PinKeeper(
      () => '12"\rAT',
      () => undefined
    )
    expect(keeper.take()).toBeNull()
  })
})

describe('ports on trial', () => {
  it('leaves a silent port alone that nobody named, until it is plugged in anew', () => {
    const trials = new PortTrials({ retryMs: 0, longestRetryMs: 0 }, true)
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      expect(trials.next(['/dev/ttyUSB0'])).toBe('/dev/ttyUSB0')
      trials.fail('/dev/ttyUSB0')
    }
    expect(trials.next(['/dev/ttyUSB0'])).toBeNull()
    trials.next([])
    expect(trials.next(['/dev/ttyUSB0'])).toBe('/dev/ttyUSB0')
  })

  it('goes on with a port that was named, and prefers the one that worked', () => {
    const trials = new PortTrials({ retryMs: 0, longestRetryMs: 0 }, false)
    for (let attempt = 1; attempt <= 20; attempt += 1) trials.fail('COM1')
    expect(trials.next(['COM1'])).toBe('COM1')
    trials.succeed('COM2')
    expect(trials.next(['COM1', 'COM2'])).toBe('COM2')
  })
})
