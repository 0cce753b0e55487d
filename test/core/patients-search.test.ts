import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { findPatientsByWords } from '../../src-main/core/database/patient-search'
import { findByNameParts } from '../../src-main/core/features/patients/name-parts.queries'
import { matchesTokens, nameKeys } from '../../src-main/core/features/patients/patient-name.rules'
import { namedDraft, patientDraft } from '../builders/patient'
import { openTestClinic, type Client } from './fixtures/clinic'

let desk: Client

beforeEach(async () => {
  const clinic = await openTestClinic()
  desk = await clinic.as('receptionist')
})

async function found(text: string): Promise<string[]> {
  const { hits } = await desk.call('patients.search', { text, limit: 10 })
  return hits.map(({ familyName, givenName }) => `${givenName} ${familyName}`)
}

describe('one patient', () => {
  beforeEach(async () => {
    await desk.call('patients.create', patientDraft({ familyName: 'Sørlie-Aaberg', givenName: 'Åse Marie' }))
    await desk.call('patients.create', namedDraft('Berg', 'Ola', { birthDate: '1950-01-01' }))
  })

  it.each([
    ['a beginning of the family name', 'sør'],
    ['name parts in any order', 'marie sørlie'],
    ['a name folded', 'soerlie aase'],
    ['å written aa and the other way', 'åberg'],
    ['a birth date of six digits', '170587'],
    ['a birth date with points', '17.05.1987'],
    ['the whole national number', '178587 10227'],
    ['the first six digits of the national number', '178587'],
    ['the mobile', '412 34 567'],
    ['the mobile with its country code', '+47 41234567'],
    ['the beginning of the mobile', '41234'],
    ['a name and a year', 'åse 87'],
    ['a name and a birth date', 'åse 170587']
  ])('is found by %s', async (_way, text) => {
    expect(await found(text)).toEqual(['Åse Marie Sørlie-Aaberg'])
  })

  it('is not found by a name that differs or by too little', async () => {
    expect([await found('sorlund'), await found('412'), await found(''), await found('ola 170587')]).toEqual([
      [],
      [],
      [],
      []
    ])
  })
})

it('sorts by name, says that there is more, and puts an exact number first', async () => {
  await desk.call('patients.create', patientDraft({ familyName: 'Åsheim' }))
  for (const name of ['Cato', 'Anne', 'Berit']) await desk.call('patients.create', namedDraft('Hansen', name))
  expect(await found('han')).toEqual(['Anne Hansen', 'Berit Hansen', 'Cato Hansen'])
  expect(await desk.call('patients.search', { text: 'han', limit: 2 })).toMatchObject({
    hits: [{ givenName: 'Anne' }, { givenName: 'Berit' }],
    hasMore: true
  })
  await desk.call('patients.create', namedDraft('Aa', 'Ada', { mobile: '41234567' }))
  expect(await found('41234567')).toEqual(['Ada Aa', 'Kari Åsheim'])
})

it('finds a patient by the name they have now and no longer by the one before', async () => {
  const { id, version } = await desk.call('patients.create', patientDraft())
  await desk.call('patients.update', { id, version, draft: patientDraft({ familyName: 'Lie' }) })
  expect([await found('lie'), await found('nordmann')]).toEqual([['Kari Lie'], []])
})

it('finds a patient by a former D-number and says so', async () => {
  const dNumber = '57858730165'
  const draft = patientDraft({ nationalNumber: dNumber })
  const { id, version } = await desk.call('patients.create', draft)
  await desk.call('patients.update', { id, version, draft: patientDraft() })
  const { hits } = await desk.call('patients.search', { text: dNumber, limit: 10 })
  expect(hits).toMatchObject([
    {
      id,
      nationalNumber: '17858710227',
      foundBy: { type: 'd-number', value: dNumber, status: 'ceased', periodEnd: '2026-12-03' }
    }
  ])
  const now = await desk.call('patients.search', { text: '17858710227', limit: 10 })
  expect(now.hits).toMatchObject([{ id, foundBy: null }])
})

it('finds by beginnings whoever has a word with each of them, and by those of both names in their order', async () => {
  const clinic = await openTestClinic()
  const client = await clinic.as('receptionist')
  const family = ['Johansen', "O'Brien", 'Berg-Johannessen', 'Ås', 'Å', 'Berge']
  const given = ['Johan Å', 'Åse-Britt', 'Brita', 'Bo']
  const people = family.flatMap((familyName) => given.map((givenName) => ({ familyName, givenName })))
  const everybody = new Map<number, (typeof people)[number]>()
  for (const person of people) {
    const draft = namedDraft(person.familyName, person.givenName)
    everybody.set((await client.call('patients.create', draft)).id, person)
  }
  const { reader } = clinic.core.database
  const keyOf = (name: (typeof people)[number] | undefined) => name && nameKeys(name).name_key
  const words = ['johannessen', 'johansen', 'obrien', 'brien', 'berge', 'asebritt', 'brita', 'bo', 'o', 'a']
  const beginning = fc
    .tuple(fc.constantFrom(...words), fc.integer({ min: 1, max: 11 }))
    .map(([word, length]) => word.slice(0, length))
  await fc.assert(
    fc.asyncProperty(fc.array(beginning, { minLength: 1, maxLength: 3 }), async (tokens) => {
      const ids = await findPatientsByWords(reader, { tokens, limit: people.length })
      const expected = [...everybody].filter(([, name]) => matchesTokens(name, tokens)).map(([id]) => id)
      expect([...ids].sort((a, b) => a - b)).toEqual(expected)

      const [given = '', family = ''] = tokens
      const firstThree = await findByNameParts(reader, { given, family }, 3)
      expect(firstThree.map((id) => everybody.get(id)).map(keyOf)).toEqual(
        people
          .map((name) => nameKeys(name))
          .filter((keys) => keys.first_key.startsWith(given) && keys.name_key.startsWith(family))
          .map((keys) => keys.name_key)
          .sort()
          .slice(0, 3)
      )
    })
  )
})

it('leaves a beginning that very many given names have to the search for words', async () => {
  const { core, as } = await openTestClinic()
  const client = await as('receptionist')
  const insert = core.database.driver.prepare(
    `insert into patient (family_name, given_name, name_key, first_key, sex, created_at, updated_at)
    values ('Berg', ?, ?, ?, 'unknown', '2026-12-03T08:00:00Z', '2026-12-03T08:00:00Z')`
  )
  for (let number = 10; number < 71; number += 1) insert.run(`A${number}`, `berg a${number}`, `a${number}`)
  const parts = { given: 'a', family: 'ber' }
  expect(await findByNameParts(core.database.reader, parts, 5)).toEqual([])
  await client.call('patients.create', namedDraft('Bergan', 'Anne Kari'))
  const { hits } = await client.call('patients.search', { text: 'a berg', limit: 10 })
  expect(hits.map(({ givenName }) => givenName)).toEqual(['Anne Kari'])
})
