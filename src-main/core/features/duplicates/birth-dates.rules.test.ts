import { expect, it } from 'vitest'
import { birthDateLikeness } from './birth-dates.rules'

it.each([
  ['1987-05-17', '1987-05-17', 'same'],
  ['1987-05-04', '1987-04-05', 'swapped'],
  ['1987-05-17', '1987-05-11', 'digit'],
  ['1987-05-17', '1997-05-17', 'digit'],
  ['1957-05-17', '1987-05-17', 'digit-of-generation'],
  ['1987-05-17', '1978-05-17', 'differs'],
  ['1987-05-17', null, 'unknown'],
  [null, null, 'unknown']
] as const)('says of %s and %s: %s', (one, other, likeness) => {
  expect([birthDateLikeness(one, other), birthDateLikeness(other, one)]).toEqual([likeness, likeness])
})
