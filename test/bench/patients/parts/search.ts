import { measure } from '../../measure'
import { nth, type RegisterPart } from '../part'
import type { OpenRegister, Sample } from '../open-register'

const MOST_MS = 5
const COMMON = ['hansen', 'johansen', 'olsen', 'larsen', 'andersen', 'pedersen', 'nilsen', 'berg'] as const
const SHOWN = 12

/** Every way in which a receptionist looks for somebody, through the dispatcher. */
export const search: RegisterPart = {
  title: 'Search',
  async run(register) {
    const rows = []
    for (const [what, text] of Object.entries(questionsOf(register))) {
      const run = (index: number) => register.call('patients.search', { text: text(index), limit: SHOWN })
      rows.push(await measure({ what, calls: 300, target: { of: 'p99', most: MOST_MS }, run }))
    }
    return rows
  }
}

function questionsOf({ samples, replaced }: OpenRegister): Record<string, (index: number) => string> {
  const of = (text: (sample: Sample, index: number) => string) => (index: number) =>
    text(nth(samples, index), index)
  return {
    'family name, two letters': of(({ familyName }) => familyName.slice(0, 2)),
    'family name, four letters': of(({ familyName }) => familyName.slice(0, 4)),
    'two parts of the name, either first': of(({ givenName, familyName }, index) => {
      const parts = [givenName.slice(0, 3), familyName.slice(0, 4)]
      return (index % 2 === 0 ? parts : parts.toReversed()).join(' ')
    }),
    'a common family name': (index) => nth(COMMON, index),
    'a common family name and a given name': of(
      ({ givenName }, index) => `${givenName.split(' ')[0] ?? ''} ${nth(COMMON, index)}`
    ),
    'a name that stands last': of(({ givenName, familyName }) => {
      const [first = '', second] = givenName.split(' ')
      return second ?? familyName.split(' ').at(-1) ?? first
    }),
    'birth date': of(({ birthDate }) => birthDate.split('-').toReversed().join('.')),
    'first six digits': of(({ birthDate }) => {
      const [year = '', month = '', day = ''] = birthDate.split('-')
      return day + month + year.slice(2)
    }),
    'national number': of(({ number }) => number),
    'former number': (index) => nth(replaced, index).former ?? '',
    mobile: of(({ mobile }) => mobile.slice(3)),
    'mobile, first five digits': of(({ mobile }) => mobile.slice(3, 8)),
    'a name that nobody has': of(({ familyName }) => `zz${familyName}`),
    'two names that nobody has both of': of(
      ({ givenName }, index) => `${givenName.split(' ')[0] ?? ''} ${nth(samples, index * 31 + 7).familyName}x`
    )
  }
}
