import { describe, expect, it } from 'vitest'
import { PinKeeper } from './pin-keeper'

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
