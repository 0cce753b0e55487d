import { expect, it } from 'vitest'
import { nameAndAge } from './name-and-age'

it('says the age behind the name, where it is known', () => {
  expect(nameAndAge({ name: 'Marit Johansen', age: 45 })).toBe('Marit Johansen (45)')
  expect(nameAndAge({ name: 'Marit Johansen', age: null })).toBe('Marit Johansen')
})

it('leaves out the family name that a child shares, and no other', () => {
  expect(nameAndAge({ name: 'Oda Berg Johansen', age: 7 }, 'Johansen')).toBe('Oda Berg (7)')
  expect(nameAndAge({ name: 'Oda Johansen', age: 7 }, 'Hansen')).toBe('Oda Johansen (7)')
})
