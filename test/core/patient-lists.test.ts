import { expect, it } from 'vitest'
import type { MethodInput } from '../../src-preload/contract'
import { namedDraft, patientDraft } from '../builders/patient'
import { openTestClinic, type TestClinic } from './fixtures/clinic'

type Filter = MethodInput<'patients.list'>['filter']

const FILTERS = ['all', 'incomplete', 'mobile-missing', 'mobile-stale'] as const satisfies readonly Filter[]

/** Who is in each list, page by page, and how many it says there are. */
async function readLists({ as }: TestClinic) {
  const desk = await as('receptionist')
  return Object.fromEntries(
    await Promise.all(
      FILTERS.map(async (filter) => {
        const names: string[] = []
        let cursor: string | null = null
        let total = 0
        do {
          const page: Awaited<ReturnType<typeof desk.call<'patients.list'>>> = await desk.call(
            'patients.list',
            { filter, cursor, limit: 2 }
          )
          names.push(...page.hits.map(({ givenName }) => givenName))
          cursor = page.nextCursor
          total = page.total
        } while (cursor !== null)
        return [filter, { names, total }] as const
      })
    )
  )
}

it('says how many there are in each list as they are registered, completed and grow old', async () => {
  const clinic = await openTestClinic()
  const desk = await clinic.as('receptionist')
  const whole = await desk.call('patients.create', patientDraft({ givenName: 'Anne' }))
  const bare = await desk.call('patients.create', namedDraft('Nordmann', 'Berit'))
  await desk.call('patients.create', namedDraft('Nordmann', 'Cato', { mobile: '412 34 569' }))
  expect(await readLists(clinic)).toEqual({
    all: { names: ['Anne', 'Berit', 'Cato'], total: 3 },
    incomplete: { names: ['Berit', 'Cato'], total: 2 },
    'mobile-missing': { names: ['Berit'], total: 1 },
    'mobile-stale': { names: [], total: 0 }
  })

  const completed = patientDraft({ givenName: 'Berit', nationalNumber: '57858730165', mobile: '412 34 568' })
  await desk.call('patients.update', { id: bare.id, version: bare.version, draft: completed })
  const { version } = await desk.call('patients.open', { id: whole.id, reason: null })
  const without = patientDraft({ givenName: 'Anne', mobile: null })
  await desk.call('patients.update', { id: whole.id, version, draft: without })
  expect(await readLists(clinic)).toEqual({
    all: { names: ['Anne', 'Berit', 'Cato'], total: 3 },
    incomplete: { names: ['Cato'], total: 1 },
    'mobile-missing': { names: ['Anne'], total: 1 },
    'mobile-stale': { names: [], total: 0 }
  })

  clinic.clock.set(clinic.clock.now().add({ hours: 24 * 600 }))
  expect(await readLists(clinic)).toMatchObject({ 'mobile-stale': { names: ['Berit', 'Cato'], total: 2 } })
})

it('counts stale mobiles to the hour, and nobody who is merged into another', async () => {
  const clinic = await openTestClinic()
  const desk = await clinic.as('receptionist')
  const begin = clinic.clock.now()
  const people = []
  for (const [number, givenName] of ['Anne', 'Berit', 'Cato', 'Dag'].entries()) {
    const mobile = `412 34 56${number}`
    const { id, version } = await desk.call('patients.create', namedDraft('Nordmann', givenName, { mobile }))
    people.push({ id, version })
    clinic.clock.set(clinic.clock.now().add({ hours: 3, milliseconds: 500 }))
  }
  const [survivor, , , loser] = people
  if (survivor && loser) await desk.call('duplicates.merge', { survivor, loser, choices: {}, reason: null })
  const counts: number[] = []
  for (const hours of [-2, 1, 4, 7, 10, 24, 48]) {
    const at = begin.toZonedDateTimeISO('Europe/Oslo').add({ months: 18 }).add({ hours }).toInstant()
    clinic.clock.set(at)
    const { 'mobile-stale': stale } = await readLists(clinic)
    expect(stale?.total).toBe(stale?.names.length)
    counts.push(stale?.total ?? -1)
  }
  expect(counts).toEqual([0, 1, 2, 3, 3, 3, 3])
})

const NAMES = [
  'Ås',
  'Aas',
  'Aasen',
  'Ask',
  'Øst',
  'Östlund',
  'Ærlig',
  'Zahl',
  'Évensen',
  'Evje',
  "O'Hara",
  'Aa-Lie'
]

it('orders names as a Norwegian list does, Æ, Ø and Å last and Aa as Å, on every page of every list', async () => {
  const clinic = await openTestClinic()
  const desk = await clinic.as('receptionist')
  for (const name of NAMES) await desk.call('patients.create', namedDraft(name, name))
  const inOrder = [
    ...['Ask', 'Évensen', 'Evje', "O'Hara", 'Zahl', 'Ærlig', 'Øst', 'Östlund'],
    ...['Aa-Lie', 'Ås', 'Aas', 'Aasen']
  ]
  const lists = await readLists(clinic)
  for (const filter of ['all', 'incomplete', 'mobile-missing'] as const)
    expect(lists[filter]?.names).toEqual(inOrder)
})

it('orders names as a Dutch list does in the Netherlands', async () => {
  const clinic = await openTestClinic()
  const desk = await clinic.as('receptionist')
  await clinic.core.database.write((transaction) =>
    clinic.core.settings.write(transaction, { country: 'NL' })
  )
  for (const name of ['Zwart', 'Aarts', 'Bakker', 'Ünal', 'Éclair'])
    await desk.call('patients.create', namedDraft(name, name))
  expect((await readLists(clinic))['all']?.names).toEqual(['Aarts', 'Bakker', 'Éclair', 'Ünal', 'Zwart'])
})

it('reads each page of each list by an index, in its order', async () => {
  const { core } = await openTestClinic()
  const after = "name_sort < char(1114111) and name_sort >= 'berg kari'"
  const wheres = ['1', '(birth_date is null or has_number = 0)', 'mobile_confirmed_at is null']
  for (const where of wheres) {
    const plan = core.database.driver
      .prepare<[], { detail: string }>(
        `explain query plan select id from patient where ${after} and ${where} order by name_sort, id limit 51`
      )
      .all()
    const details = plan.map(({ detail }) => detail).join(' ')
    expect(details).toMatch(/SEARCH patient USING (COVERING )?INDEX patient_\w*sort/)
    expect(details).not.toMatch(/TEMP B-TREE/)
  }
})
