import { describe, expect, it } from 'vitest'
import { likenessOf, soundOf } from './name-sound.rules'
import { foldName } from '../patients'

const sounds = (name: string) => foldName(name).split(' ').map(soundOf).join(' ')

describe('how a name sounds', () => {
  it.each([
    ['Christensen', 'Kristensen'],
    ['Jakobsen', 'Jacobsen'],
    ['Aase', 'Åse'],
    ['Thorbjørn', 'Torbjørn'],
    ['Nielsen', 'Nilsen'],
    ['Hansen', 'Hanssen'],
    ['Hansson', 'Hansen'],
    ['Knudsen', 'Knutsen'],
    ['Sophie', 'Sofie'],
    ['Eirik', 'Erik'],
    ['Anne', 'Anna'],
    ['Marie', 'Mari'],
    ['Cathrine', 'Katrine'],
    ['Meijer', 'Meyer'],
    ['Dijkstra', 'Dykstra'],
    ['Schmidt', 'Smit'],
    ['Backer', 'Bakker'],
    ['Hendrik', 'Henrik'],
    ['Lund', 'Lunn'],
    ['Hjalmar', 'Jalmar'],
    ['Bjørn', 'Bjoern'],
    ['Zoë', 'Soe'],
    ['Wilhelmsen', 'Vilhelmsen']
  ])('is the same for %s and %s', (one, other) => {
    expect(sounds(one)).toBe(sounds(other))
  })

  it.each([
    ['Mona', 'Mina'],
    ['Kari', 'Karin'],
    ['Hansen', 'Jensen'],
    ['Berg', 'Borg'],
    ['Lise', 'Lasse'],
    ['Olsen', 'Nilsen'],
    ['Mia', 'Maja'],
    ['Haug', 'Hagen']
  ])('differs for %s and %s', (one, other) => {
    expect(sounds(one)).not.toBe(sounds(other))
  })
})

describe('how alike two names are', () => {
  it.each([
    ['Anne', 'Anne Marie', 'same'],
    ['Hansen Lie', 'Lie', 'same'],
    ['van der Berg', 'Berg', 'same'],
    ['Christensen', 'Kristensen', 'sounds'],
    ['Karl-Johan', 'Carl Johan', 'sounds'],
    ['Anne Marie', 'Annemari', 'sounds'],
    ['A', 'Anne', 'initial'],
    ['Anne Marie', 'Anne Sofie', 'part'],
    ['', 'Anne', 'unknown'],
    ['Berg', 'Lie', 'differs']
  ] as const)('says of %s and %s: %s', (one, other, likeness) => {
    expect([likenessOf(one, other), likenessOf(other, one)]).toEqual([likeness, likeness])
  })
})
