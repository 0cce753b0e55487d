import { measure } from '../measure'
import type { Part } from '../part'

const MOST_MS = 5

/** Search in the register of 100,000, through the dispatcher; every call asks for somebody else. */
export const search: Part = {
  name: 'search',
  title: 'Search among 100,000 patients',
  async run({ largeClinic }) {
    const { call, people } = await largeClinic()
    const person = (index: number) => people[(index * 7_919) % people.length]!
    const asked = {
      'name, two letters': (index: number) => person(index).familyName.slice(0, 2),
      'name, four letters': (index: number) => person(index).familyName.slice(0, 4),
      'given and family name': (index: number) => {
        const { givenName, familyName } = person(index)
        return `${givenName.slice(0, 3)} ${familyName.slice(0, 4)}`
      },
      'birth date': (index: number) => {
        const [year = '', month = '', day = ''] = person(index).birthDate.split('-')
        return `${day}.${month}.${year}`
      },
      'six digits': (index: number) => {
        const [year = '', month = '', day = ''] = person(index).birthDate.split('-')
        return `${day}${month}${year.slice(2)}`
      },
      'national number': (index: number) => person(index).nationalNumber,
      mobile: (index: number) => person(index).mobile.slice(3),
      'mobile, first five digits': (index: number) => person(index).mobile.slice(3, 8),
      'name that is not there': (index: number) => `zz${person(index).familyName}`
    }
    const rows = []
    for (const [what, text] of Object.entries(asked)) {
      const run = (index: number) => call('patients.search', { text: text(index), limit: 12 })
      rows.push(await measure({ what, calls: 300, target: { of: 'p99', most: MOST_MS }, run }))
    }
    return rows
  }
}
