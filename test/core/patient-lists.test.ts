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
