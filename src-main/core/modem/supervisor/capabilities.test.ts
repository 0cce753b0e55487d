import { describe, expect, it } from 'vitest'
import { bestIndications, commonMemory } from './capabilities'
import { signalBars, signalDbm } from './network'

describe('what a modem offers', () => {
  it('chooses one memory for all purposes, the one in use first', () => {
    expect(commonMemory('("SM","ME"),("SM","ME"),("SM","ME")', '"ME",0,20,"ME",0,20,"ME",0,20')).toEqual({
      memory: 'ME',
      lists: 3
    })
    expect(commonMemory('("ME","SM"),("ME","SM"),("SM")', '"ME",0,20,"ME",0,20,"ME",0,20')).toEqual({
      memory: 'SM',
      lists: 3
    })
    expect(commonMemory('("SM"),("SM")', null)).toEqual({ memory: 'SM', lists: 2 })
    expect(commonMemory('nonsense', null)).toEqual({ memory: null, lists: 0 })
  })

  it('orders the ways to be told of messages and reports by what is offered', () => {
    expect(bestIndications('(0-2),(0-3),(0,2),(0-2),(0,1)')).toEqual(['2,1,0,1,0', '2,1,0,2,0', '2,1,0,0,0'])
    expect(bestIndications('(0,1),(0-2),(0),(0,1),(1)')).toEqual(['1,1,0,1,1', '1,1,0,0,1'])
    expect(bestIndications(null)).toEqual(['2,1,0,1,0', '2,1,0,2,0', '2,1,0,0,0'])
  })

  it('turns signal strength into bars', () => {
    expect([0, 5, 12, 31].map((rssi) => signalBars(signalDbm(rssi)))).toEqual([0, 1, 3, 5])
    expect(signalBars(signalDbm(99))).toBeNull()
  })
})
