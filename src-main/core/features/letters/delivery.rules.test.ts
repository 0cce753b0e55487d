import { describe, expect, it } from 'vitest'
import { deliveryOf, recipientLines, type Addressed } from './delivery.rules'

const WORDS = { toGuardians: 'Foresatte til {name}', handOver: 'Utleveres i skranken' }
const kari = (change: Partial<Addressed> = {}): Addressed => ({
  name: 'Kari Moe',
  isMinor: false,
  addressProtection: 'none',
  address: { line: 'Storgata 1', postalCode: '0155', city: 'Oslo' },
  ...change
})

describe('the window of the envelope', () => {
  it('shows name, street and town', () => {
    expect(deliveryOf(kari())).toBe('post')
    expect(recipientLines(kari(), WORDS)).toEqual(['Kari Moe', 'Storgata 1', '0155 Oslo'])
  })

  it('is for the guardians of a child', () => {
    expect(recipientLines(kari({ isMinor: true }), WORDS)[0]).toBe('Foresatte til Kari Moe')
  })

  it.each(['confidential', 'strictly-confidential'] as const)(
    'shows no address that is %s',
    (addressProtection) => {
      expect(deliveryOf(kari({ addressProtection }))).toBe('hand-over')
      expect(recipientLines(kari({ addressProtection }), WORDS)).toEqual(['Kari Moe'])
    }
  )

  it('says when there is no whole address', () => {
    const address = { line: '', postalCode: '0155', city: 'Oslo' }
    expect(deliveryOf(kari({ address }))).toBe('address-missing')
    expect(recipientLines(kari({ address }), WORDS)).toEqual(['Kari Moe', '0155 Oslo'])
  })
})
