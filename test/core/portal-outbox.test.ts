import type { Appointment, Bundle, Patient, Slot } from '@medplum/fhirtypes'
import { describe, expect, it } from 'vitest'
import { distrustVersions } from '../../src-main/core/features/portal/agreed.queries'
import { listRefused, setAside, writeWatermark } from '../../src-main/core/features/portal/incoming.queries'
import type { PortalType } from '../../src-main/core/features/portal/kind'
import { drain } from '../../src-main/core/features/portal/sender'
import { NoticeLine } from '../../src-main/core/features/portal/logins/notice-line'
import { addNotice, listDueNotices } from '../../src-main/core/features/portal/logins/notices.queries'
import { pull, pullPassedBy } from '../../src-main/core/features/portal/pull'
import { goRound } from '../../src-main/core/features/portal/round'
import { continueRun } from '../../src-main/core/features/portal/run'
import { addRun, changeRun, findLastRun, findOpenRun } from '../../src-main/core/features/portal/run.queries'
import { PortalFault, type PortalHttp } from '../../src-main/core/portal'
import type { PortalOptions } from '../portal-simulator/start-portal'
import { openPortalBench, type PortalBench } from './fixtures/portal'

/** The slots of these tests begin in the minute of their number. */
const at = (slot: number) => ({
  clinicianId: 1,
  startAt: `2026-12-04T09:0${slot}:00Z`,
  endAt: `2026-12-04T09:0${slot + 1}:00Z`
})
const THEN = { before: null, patientId: 1, typeId: 1, isLive: 1, isOverbooked: 0 }
const booked = (slot: number) => ({ ...THEN, place: at(slot), status: 'booked' })
const cancelled = (slot: number) => ({ ...THEN, place: at(slot), status: 'cancelled', isLive: 0 })

const SCHEDULE = { actor: [] }

/** Two free slots at both sides. */
async function openWithSlots(options: PortalOptions = {}): Promise<PortalBench> {
  const bench = await openPortalBench(options)
  bench.change({ type: 'Schedule', localId: 1 }, SCHEDULE)
  await drain(bench.context)
  const [schedule] = bench.portal.store.list('Schedule')
  for (const localId of [1, 2])
    bench.change(
      { type: 'Slot', localId },
      { status: 'free', schedule: { reference: `Schedule/${schedule?.id}` }, comment: `slot ${localId}` }
    )
  await drain(bench.context)
  expect(bench.operations().map(({ state }) => state)).toEqual(['applied', 'applied', 'applied'])
  return bench
}

/** A patient changed at the portal, whom a pull has seen and passed by. */
async function openWithPassedBy(): Promise<PortalBench> {
  const bench = await openPortalBench()
  bench.change({ type: 'Patient', localId: 5 }, { active: true })
  await drain(bench.context)
  const [patient] = bench.portal.store.list('Patient')
  bench.portal.store.save({ ...patient!, birthDate: '1987-05-17' })
  const row = { type: 'Patient', remote_id: patient?.id ?? '', version: null, patient_remote_id: null }
  await bench.database.write(async (transaction) => {
    await setAside(transaction, { ...row, since: '2026-12-03T08:00:00Z', cause: 'pending', reason: '' })
    await writeWatermark(transaction, 'Patient', '2026-12-03T09:00:00Z')
  })
  return bench
}

const slotOf = ({ portal }: PortalBench, localId: number) =>
  portal.store.list('Slot').find(({ comment }) => comment === `slot ${localId}`)

function book(bench: PortalBench, localId: number, slot: number): void {
  bench.rows.set(`Appointment/${localId}`, { comment: `visit ${localId}` })
  bench.step('book', localId, booked(slot), [slot])
}

const live = ({ portal }: PortalBench) =>
  portal.store
    .list('Appointment')
    .filter(({ status }) => status !== 'cancelled')
    .map(({ comment }) => comment)

const lastState = (bench: PortalBench, localId: number) =>
  bench
    .operations()
    .filter(({ type, local_id }) => type === 'Appointment' && local_id === localId)
    .map(({ kind, state }) => `${kind} ${state}`)

describe('the outbox', () => {
  it('brings a change to the portal once, and what is the same not at all', async () => {
    const bench = await openPortalBench()
    bench.change({ type: 'Patient', localId: 5 }, { name: [{ family: 'Lunde' }] })
    await drain(bench.context)
    bench.change({ type: 'Patient', localId: 5 }, { name: [{ family: 'Lunde' }] })
    await drain(bench.context)
    expect(bench.operations().map(({ state }) => state)).toEqual(['applied', 'nothing'])
    expect(bench.portal.store.list('Patient')).toMatchObject([
      { name: [{ family: 'Lunde' }], identifier: [{ system: 'urn:skranke:c1:Patient', value: '5' }] }
    ])
  })

  it('takes a slot and makes the appointment together, and gives it back when it is cancelled', async () => {
    const bench = await openWithSlots()
    book(bench, 10, 1)
    await drain(bench.context)
    expect(lastState(bench, 10)).toEqual(['book applied'])
    expect(slotOf(bench, 1)?.status).toBe('busy')
    bench.step('move', 10, booked(2), [1, 2])
    await drain(bench.context)
    expect([slotOf(bench, 1)?.status, slotOf(bench, 2)?.status]).toEqual(['free', 'busy'])
    bench.step('cancel', 10, cancelled(2), [2])
    await drain(bench.context)
    expect([slotOf(bench, 1)?.status, slotOf(bench, 2)?.status]).toEqual(['free', 'free'])
    expect(bench.portal.store.list('Appointment')).toHaveLength(1)
    expect(lastState(bench, 10)).toEqual(['book applied', 'move applied', 'cancel applied'])
  })

  it('finds its own booking after the answer was lost, and makes no second one', async () => {
    for (const kind of [
      'drop-after',
      'truncate',
      'duplicate',
      'half-applied',
      'drop-before',
      'not-stored'
    ] as const) {
      const bench = await openWithSlots()
      bench.portal.faults.plan(
        { kind },
        { fits: ({ method, path }) => method === 'POST' && path === '/fhir' }
      )
      book(bench, 10, 1)
      await drain(bench.context)
      bench.at(600)
      await drain(bench.reborn())
      expect([kind, lastState(bench, 10)]).toEqual([kind, ['book applied']])
      expect(live(bench)).toEqual(['visit 10'])
      expect(slotOf(bench, 1)?.status).toBe('busy')
    }
  })

  it('names what nobody could read any more when its own booking was found', async () => {
    const bench = await openWithSlots()
    const bundles = { fits: ({ path }: { path: string }) => path === '/fhir' }
    bench.portal.faults.plan({ kind: 'drop-after' }, bundles)
    book(bench, 10, 1)
    await drain(bench.context)
    const slot = slotOf(bench, 1)
    const [visit] = bench.portal.store.list('Appointment')
    bench.portal.store.save({ ...visit!, description: 'broken' })
    bench.portal.store.save({ ...slot!, appointmentType: { text: 'broken' } })
    const isBroken = (resource: object) => JSON.stringify(resource).includes('broken')
    const check = (resource: object) => (isBroken(resource) ? 'wrong' : null)
    for (const kind of Object.values(bench.kinds)) Object.assign(kind, { check })
    bench.at(600)
    await drain(bench.reborn())
    expect(lastState(bench, 10)).toEqual(['book applied'])
    const named = bench.database.driver
      .prepare('select type, remote_id as id, reason from portal_set_aside order by type')
      .all()
    expect(named).toEqual([
      { type: 'Appointment', id: visit?.id, reason: 'invalid' },
      { type: 'Slot', id: slot?.id, reason: 'invalid' }
    ])
  })

  it('gives back the place on which its visit stands in a version that nobody can read', async () => {
    const bench = await openWithSlots()
    book(bench, 10, 1)
    await drain(bench.context)
    const { store } = bench.portal
    const [visit] = store.list('Appointment')
    store.save({ ...slotOf(bench, 1)!, status: 'free' })
    store.save({ ...slotOf(bench, 2)!, status: 'busy' })
    const slot = [{ reference: `Slot/${slotOf(bench, 2)?.id}` }]
    store.save({ ...visit!, slot, description: 'broken' })
    const check = ({ description }: Appointment) => (description === 'broken' ? 'wrong' : null)
    Object.assign(bench.kinds.Appointment, { check })
    bench.step('cancel', 10, cancelled(1), [1])
    await drain(bench.context)
    expect(live(bench)).toEqual([])
    expect([slotOf(bench, 1)?.status, slotOf(bench, 2)?.status]).toEqual(['free', 'free'])
  })

  it('gives a slot back whose holder leaves while the portal is asked who holds it', async () => {
    const bench = await openWithSlots()
    portalBooks(bench, 1, 'theirs')
    await pull(bench.context, 'Slot')
    const free = { ...bench.rows.get('Slot/1'), status: 'free' }
    const context = bench.reborn({
      http: (inner) => async (request) => {
        const head = await inner(request)
        const [visit] = bench.portal.store.list('Appointment')
        if (!request.url.includes('/fhir/Appointment?') || visit?.status !== 'booked') return head
        bench.portal.store.save({ ...visit, status: 'cancelled' })
        bench.change({ type: 'Slot', localId: 1 }, free)
        return head
      }
    })
    bench.change({ type: 'Slot', localId: 1 }, free)
    await drain(context)
    expect(live(bench)).toEqual([])
    expect(slotOf(bench, 1)?.status).toBe('free')
  })

  it('shows a conflict where the portal has given the slot to somebody else, and leaves theirs alone', async () => {
    const bench = await openWithSlots()
    portalBooks(bench, 1, 'theirs')
    book(bench, 10, 1)
    await drain(bench.context)
    expect(lastState(bench, 10)).toEqual(['book conflict'])
    expect(live(bench)).toEqual(['theirs'])
    const rows = bench.database.driver.prepare('select kind, local_id, decided_at from portal_conflict').all()
    expect(rows).toEqual([{ kind: 'slot-taken', local_id: 10, decided_at: null }])
  })

  it.each(['pull', 'comparison'])(
    'writes over no booking and no cancellation that a %s could not read',
    async (way) => {
      const bench = await openWithSlots()
      book(bench, 10, 1)
      await drain(bench.context)
      Object.assign(bench.kinds.Slot, { check: ({ status }: Slot) => (status === 'busy' ? 'wrong' : null) })
      Object.assign(bench.kinds.Appointment, {
        check: ({ status }: Appointment) => (status === 'cancelled' ? 'wrong' : null)
      })
      const [visit] = bench.portal.store.list('Appointment')
      bench.portal.store.save({ ...visit!, status: 'cancelled' })
      portalBooks(bench, 2, 'theirs')
      bench.portal.store.save({ ...slotOf(bench, 1)!, status: 'free' })
      if (way === 'pull') for (const type of ['Appointment', 'Slot'] as const) await pull(bench.context, type)
      else await compareAll(bench)
      bench.rows.set('Appointment/10', { comment: 'by video' })
      bench.step('change', 10, booked(1), [1])
      book(bench, 11, 2)
      await drain(bench.context)
      expect(lastState(bench, 10)).toEqual(
        way === 'pull'
          ? ['book applied', 'change conflict']
          : ['book applied', 'put conflict', 'change conflict']
      )
      expect(lastState(bench, 11)).toEqual(['book conflict'])
      expect(live(bench)).toEqual(['theirs'])
    }
  )

  it.each(['without', 'with'])(
    'keeps a visit where it stands when half a move has given that up, %s the appointment in that half',
    async (which) => {
      const bench = await openWithSlots({ guardsSlots: false })
      book(bench, 10, 1)
      await drain(bench.context)
      bench.step('move', 10, booked(2), [1, 2])
      const { store } = bench.portal
      let isHalf = true
      const half: PortalHttp = async (request) => {
        isHalf = false
        portalBooks(bench, 2, 'theirs')
        const { entry = [] }: Bundle = JSON.parse(request.body ?? '')
        for (const { resource } of entry) {
          const isDone = resource?.resourceType === 'Slot' && resource.id !== slotOf(bench, 2)?.id
          if (isDone || (which === 'with' && resource?.resourceType === 'Appointment')) store.save(resource)
        }
        return { status: 412, headers: {}, body: nothing() }
      }
      const http = (inner: PortalHttp): PortalHttp => {
        return async (request) => {
          const isTransaction = request.method === 'POST' && request.url.endsWith('/fhir')
          return await (isHalf && isTransaction ? half : inner)(request)
        }
      }
      await drain(bench.reborn({ http }))
      expect([isHalf, lastState(bench, 10)]).toEqual([false, ['book applied', 'move conflict']])
      expect(store.violations()).toEqual([])
      const own = store.list('Appointment').find(({ comment }) => comment === 'visit 10')
      expect(own).toMatchObject({ status: 'booked', slot: [{ reference: `Slot/${slotOf(bench, 1)?.id}` }] })
      expect(slotOf(bench, 1)?.status).toBe('busy')
    }
  )

  it('books and moves over more slots than one transaction holds, and never has a slot free that is taken', async () => {
    const bench = await openPortalBench()
    bench.change({ type: 'Schedule', localId: 1 }, SCHEDULE)
    await drain(bench.context)
    const [schedule] = bench.portal.store.list('Schedule')
    const numbers = Array.from({ length: 40 }, (_, index) => index + 1)
    for (const localId of numbers)
      bench.change(
        { type: 'Slot', localId },
        { status: 'free', schedule: { reference: `Schedule/${schedule?.id}` }, comment: `slot ${localId}` }
      )
    await drain(bench.context)
    const long: number[] = []
    bench.portal.store.onCommitted(({ touched }) => {
      if (touched.length > 8) long.push(touched.length)
      const held = new Set(bench.portal.store.list('Appointment').flatMap(({ slot = [] }) => slot))
      for (const { reference = '' } of held)
        expect(bench.portal.store.get('Slot', reference.slice(5))?.status).toBe('busy')
    })
    const busy = () => numbers.filter((localId) => slotOf(bench, localId)?.status === 'busy')
    const over = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at)
    const minute = (number: number) => `2026-12-04T09:${String(number).padStart(2, '0')}:00Z`
    const reaching = (from: number, count: number) => ({
      ...booked(1),
      place: { clinicianId: 1, startAt: minute(from), endAt: minute(from + count) }
    })
    bench.rows.set('Appointment/10', { comment: 'visit 10' })
    bench.step('book', 10, reaching(1, 20), over(1, 20))
    await drain(bench.context)
    expect(lastState(bench, 10)).toEqual(['book applied'])
    expect(busy()).toEqual(over(1, 20))
    bench.step('move', 10, reaching(19, 20), over(1, 38))
    await drain(bench.context)
    expect(lastState(bench, 10)).toEqual(['book applied', 'move applied'])
    expect(busy()).toEqual(over(19, 20))
    expect(long).toEqual([])
  })

  it('books a slot that the clinic itself had shut', async () => {
    const bench = await openWithSlots()
    const slot = slotOf(bench, 1)
    bench.change({ type: 'Slot', localId: 1 }, { ...bench.rows.get('Slot/1'), status: 'busy' })
    await drain(bench.context)
    expect(bench.portal.store.get('Slot', slot?.id ?? '')?.status).toBe('busy')
    book(bench, 10, 1)
    await drain(bench.context)
    expect(lastState(bench, 10)).toEqual(['book applied'])
  })

  it('goes on elsewhere while one thing waits, and in order at that one', async () => {
    const bench = await openWithSlots()
    bench.portal.faults.plan(
      { kind: 'refuse', status: 422 },
      { fits: ({ method, body }) => method === 'POST' && body.includes('visit 10') }
    )
    book(bench, 10, 1)
    book(bench, 11, 1)
    book(bench, 12, 2)
    await drain(bench.context)
    expect(lastState(bench, 10)).toEqual(['book dead'])
    expect(lastState(bench, 11)).toEqual(['book waiting'])
    expect(lastState(bench, 12)).toEqual(['book applied'])
  })

  it('waits after 429 as long as the portal asks for, and then sends it once', async () => {
    const bench = await openPortalBench()
    bench.portal.faults.plan(
      { kind: 'refuse', status: 429, retryAfterSeconds: 90 },
      { fits: ({ method, path }) => method === 'POST' && path.includes('Patient') }
    )
    bench.change({ type: 'Patient', localId: 5 }, { name: [{ family: 'Lunde' }] })
    await drain(bench.context)
    bench.at(89)
    await drain(bench.context)
    expect(bench.portal.store.list('Patient')).toHaveLength(0)
    bench.at(91)
    await drain(bench.context)
    expect(bench.portal.store.list('Patient')).toHaveLength(1)
  })

  it('can be killed before any request and after any answer, and ends the same', async () => {
    let requests = Infinity
    for (let killAt = 0; killAt < Math.min(requests, 20); killAt += 1) {
      for (const isAfter of [false, true]) {
        const bench = await openWithSlots()
        book(bench, 10, 1)
        let count = 0
        let die = () => undefined as void
        const died = new Promise<string>((resolve) => (die = () => resolve('died')))
        const dying = bench.reborn({
          http: (inner) => async (request) => {
            count += 1
            if (count - 1 === killAt) {
              if (isAfter) await inner(request)
              // A killed program never hears of it.
              die()
              return await new Promise<never>(() => undefined)
            }
            return await inner(request)
          }
        })
        const end = await Promise.race([drain(dying).then(() => 'ended'), died])
        if (end === 'ended') requests = count
        bench.at(600)
        await drain(bench.reborn())
        expect([killAt, isAfter, lastState(bench, 10)]).toEqual([killAt, isAfter, ['book applied']])
        expect(live(bench)).toEqual(['visit 10'])
      }
    }
    expect(requests).toBeLessThan(20)
  })
})

describe('the first load', () => {
  it('carries out the marks of what it loads, but for what has changed meanwhile', async () => {
    const bench = await openPortalBench()
    for (const localId of [1, 2, 3]) bench.change({ type: 'Patient', localId }, { gender: 'female' })
    await bench.database.write(async (transaction) => {
      const at = bench.clinic.clock.now().toString()
      await addRun(transaction, { kind: 'load', type: 'Practitioner', at, by: null })
    })
    await continueRun(
      bench.reborn({
        http: (inner) => async (request) => {
          if (request.method === 'POST' && request.url.endsWith('/fhir'))
            bench.rows.set('Patient/2', { gender: 'male' })
          return await inner(request)
        }
      })
    )
    expect(bench.portal.store.count('Patient')).toBe(3)
    expect(bench.operations().map(({ local_id, state }) => [local_id, state])).toEqual([
      [1, 'nothing'],
      [2, 'waiting'],
      [3, 'nothing']
    ])
    await drain(bench.context)
    expect(bench.portal.store.list('Patient').map(({ gender }) => gender)).toEqual([
      'female',
      'female',
      'male'
    ])
  })
})

describe('a load that was interrupted', () => {
  it('reads from the first page on where the one that was kept is forgotten at the portal', async () => {
    const bench = await openPortalBench()
    bench.portal.store.save({ resourceType: 'Practitioner', name: [{ family: 'Lunde' }] })
    await bench.database.write(async (transaction) => {
      const at = bench.clinic.clock.now().toString()
      await addRun(transaction, { kind: 'load', type: 'Practitioner', at, by: null })
      const run = await findOpenRun(transaction)
      await changeRun(transaction, run?.id ?? 0, {
        next_page: `${bench.portal.url}/fhir/Practitioner?page=kept`
      })
    })
    bench.portal.faults.plan(
      { kind: 'refuse', status: 404 },
      { times: 2, fits: ({ query }) => query.get('page') === 'kept' }
    )
    await continueRun(bench.context)
    expect(await findLastRun(bench.database.reader)).toMatchObject({ phase: 'done', listed: 1 })
  })
})

describe('a resynchronisation', () => {
  it('agrees on nothing that it cannot read, names it, and lets the clinic’s word go out', async () => {
    const bench = await openPortalBench()
    bench.change({ type: 'Patient', localId: 5 }, { active: true })
    await drain(bench.context)
    const [patient] = bench.portal.store.list('Patient')
    bench.portal.store.save({ ...patient!, birthDate: 'soon' })
    Object.assign(bench.kinds.Patient, {
      check: ({ birthDate }: Patient) => (birthDate === 'soon' ? 'wrong' : null)
    })
    await compareAll(bench, 'resync-clinic')
    const { driver } = bench.database
    expect(driver.prepare('select cause, reason from portal_set_aside').all()).toEqual([
      { cause: 'refused', reason: 'invalid' }
    ])
    expect(driver.prepare('select body from portal_resource').pluck().get()).not.toContain('soon')
    bench.change({ type: 'Patient', localId: 5 }, { active: false })
    await drain(bench.context)
    expect(bench.portal.store.list('Patient')).toMatchObject([{ active: false }])
    expect(driver.prepare('select count(*) from portal_set_aside').pluck().get()).toBe(0)
  })
})

describe('what is changed at the desk while it is on its way', () => {
  it.each([
    ['something else', { language: 'x-before' }],
    ['what the portal has already', { language: 'x-there' }]
  ])('goes out where %s was read a moment before', async (_what, before) => {
    const bench = await openPortalBench()
    bench.change({ type: 'Patient', localId: 5 }, { language: 'x-there' })
    await drain(bench.context)
    const { Patient: kind } = bench.kinds
    const read = kind.read.bind(kind)
    let isChanged = false
    Object.assign(kind, {
      read: async (...given: Parameters<typeof read>) => {
        const reading = await read(...given)
        // Its mark waits, so that this change has none of its own.
        if (!isChanged) bench.rows.set('Patient/5', { language: 'x-after' })
        isChanged = true
        return reading
      }
    })
    bench.change({ type: 'Patient', localId: 5 }, before)
    await drain(bench.context)
    expect(bench.portal.store.list('Patient')).toMatchObject([{ language: 'x-after' }])
  })
})

describe('a resynchronisation by the clinic’s word', () => {
  it('keeps what a patient has changed since, also where the portal was never read to its end', async () => {
    const bench = await openPortalBench()
    bench.change({ type: 'Patient', localId: 5 }, { active: true, language: 'x-ours' })
    await drain(bench.context)
    const [patient] = bench.portal.store.list('Patient')
    bench.at(600)
    bench.portal.store.save({ ...patient!, gender: 'female' })
    bench.rows.set('Patient/5', { active: true, language: 'x-newer' })
    await compareAll(bench, 'resync-clinic')
    await drain(bench.context)
    expect(bench.portal.store.list('Patient')).toMatchObject([{ gender: 'female', language: 'x-newer' }])
  })
})

describe('a comparison', () => {
  it('makes once what the portal lacks, though each write arrives twice', async () => {
    const bench = await openPortalBench()
    bench.portal.store.save({ resourceType: 'Practitioner', name: [{ family: 'Lunde' }] })
    for (const localId of [1, 2]) bench.rows.set(`Patient/${localId}`, { gender: 'female' })
    bench.portal.faults.plan(
      { kind: 'duplicate' },
      { times: 9, fits: ({ method, path }) => method === 'POST' && path.startsWith('/fhir') }
    )
    await compareAll(bench)
    await drain(bench.context)
    expect(bench.portal.store.count('Patient')).toBe(2)
  })
})

describe('the pull', () => {
  it('takes in what the portal has changed, and nothing twice', async () => {
    const bench = await openWithSlots()
    portalBooks(bench, 1, 'theirs')
    bench.at(10)
    await pull(bench.context, 'Appointment')
    const held = [...bench.rows].filter(([key]) => key.startsWith('Appointment/'))
    expect(held).toMatchObject([[expect.any(String), { comment: 'theirs' }]])
    expect(await pull(bench.context, 'Appointment')).toBe(0)
    expect(await bench.context.fhir.findAll('Appointment', {})).toHaveLength(1)
  })

  it('passes by what has an operation of its own under way, and reads it afterwards', async () => {
    const bench = await openPortalBench()
    bench.change({ type: 'Patient', localId: 5 }, { active: true, gender: 'female' })
    await drain(bench.context)
    const [patient] = bench.portal.store.list('Patient')
    bench.portal.store.save({ ...patient!, birthDate: '1987-05-17' })
    bench.change({ type: 'Patient', localId: 5 }, { active: false, gender: 'female' })
    await pull(bench.context, 'Patient')
    expect(bench.rows.get('Patient/5')).toEqual({ active: false, gender: 'female' })
    await drain(bench.context)
    await pullPassedBy(bench.context)
    expect(bench.rows.get('Patient/5')).toMatchObject({
      active: false,
      gender: 'female',
      birthDate: '1987-05-17'
    })
    expect(bench.portal.store.list('Patient')).toMatchObject([{ active: false, birthDate: '1987-05-17' }])
  })

  it('asks again for what it has passed by where the portal was busy', async () => {
    const bench = await openWithPassedBy()
    bench.portal.faults.plan({ kind: 'refuse', status: 409 })
    await expect(pullPassedBy(bench.context)).rejects.toMatchObject({ status: 409 })
    await pullPassedBy(bench.context)
    expect(bench.rows.get('Patient/5')).toMatchObject({ birthDate: '1987-05-17' })
  })

  it('lists what it has passed by and cannot read, and asks for it again when its type is asked for', async () => {
    const bench = await openWithPassedBy()
    const listed = async () =>
      (await listRefused(bench.database.reader, 10)).map(({ reason, since }) => [reason, since])
    const round = async (due: readonly PortalType[]) =>
      await goRound(bench.context, { refreshPlaces: async () => undefined, due: () => due })
    bench.portal.faults.plan({ kind: 'not-json' })
    await round([])
    expect(await listed()).toEqual([['bad-answer', '2026-12-03T08:00:00Z']])
    await round(['Slot'])
    expect(await listed()).toHaveLength(1)
    await round(['Patient'])
    expect(await listed()).toEqual([])
    expect(bench.rows.get('Patient/5')).toMatchObject({ birthDate: '1987-05-17' })
  })
})

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Uint8Array.of())
}

async function compareAll(
  { database, clinic, context: usual }: PortalBench,
  kind: 'load' | 'compare' | 'resync-clinic' = 'compare',
  context = usual
): Promise<void> {
  await database.write(async (transaction) => {
    const at = clinic.clock.now().toString()
    await distrustVersions(transaction, 'Practitioner')
    await addRun(transaction, { kind, type: 'Practitioner', at, by: null })
  })
  await continueRun(context)
}

function portalBooks(bench: PortalBench, localId: number, comment: string): void {
  const { store } = bench.portal
  const slot = slotOf(bench, localId)!
  store.save({ ...slot, status: 'busy' })
  const taken = [{ reference: `Slot/${slot.id}` }]
  store.save({ resourceType: 'Appointment', status: 'booked', comment, slot: taken, participant: [] })
}

it('leaves nothing on its way that nobody waits for when the disk fails one', async () => {
  const bench = await openPortalBench()
  for (const localId of [1, 2]) bench.change({ type: 'Patient', localId }, { language: `x-${localId}` })
  const [second, failure] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let isFailing = false
  const context = bench.reborn({
    http: (inner) => async (request) => {
      const body = typeof request.body === 'string' ? request.body : ''
      if (body.includes('x-1')) {
        await second.promise
        isFailing = true
        throw new PortalFault('unreachable')
      }
      if (body.includes('x-2')) {
        second.resolve()
        await failure.promise
      }
      return await inner(request)
    }
  })
  const write: typeof context.database.write = async (work) => {
    if (!isFailing) return await context.database.write(work)
    isFailing = false
    failure.resolve()
    throw new Error('The disk is full.')
  }
  const database = { reader: context.database.reader, write }
  await expect(drain({ ...context, database })).rejects.toThrow('The disk is full.')
  expect(bench.operations().map(({ state }) => state)).toEqual(['in-doubt', 'applied'])
})

it('goes on with a run where it was stopped, also between two parts of a type', async () => {
  const bench = await openPortalBench()
  for (let localId = 1; localId <= 450; localId += 1)
    bench.rows.set(`Patient/${localId}`, { language: `x-${localId}` })
  await compareAll(bench, 'load')
  bench.rows.set('Patient/450', { language: 'x-changed' })
  const stopping = new AbortController()
  const begun = bench.database.driver.prepare(
    `select 1 from portal_run where ended_at is null and phase = 'sending' and after_id > 0`
  )
  await compareAll(bench, 'resync-clinic', {
    ...bench.context,
    signal: AbortSignal.any([bench.context.signal, stopping.signal]),
    onChanged: () => void (begun.get() && stopping.abort())
  })
  expect(await findOpenRun(bench.database.reader)).toMatchObject({ phase: 'sending', type: 'Patient' })
  await continueRun(bench.context)
  await drain(bench.context)
  expect(bench.portal.store.list('Patient').map(({ language }) => language)).toContain('x-changed')
})

it('says a notice again only after a while when the disk fails what came of it', async () => {
  const { context } = await openPortalBench()
  const { database } = context
  await database.write((transaction) => addNotice(transaction, { kind: 'account', target: 'kari' }))
  const [stopping, waited] = [new AbortController(), Promise.withResolvers<void>()]
  let said = 0
  let isFull = true
  const line = new NoticeLine(async () => {
    said += 1
    if (said > 5) stopping.abort()
    await new Promise((resolve) => setImmediate(resolve))
  })
  const running = line.run({
    ...context,
    signal: stopping.signal,
    pause: async () => {
      waited.resolve()
      isFull = false
      return await Promise.resolve()
    },
    database: {
      reader: database.reader,
      write: async (work) => {
        if (isFull) throw new Error('The disk is full.')
        const done = await database.write(work)
        stopping.abort()
        return done
      }
    }
  })
  await Promise.race([waited.promise, running])
  expect(said).toBe(1)
  await running
  expect(said).toBe(2)
  expect(
    await listDueNotices(database.reader, { now: '2026-12-03T09:00:00Z', limit: 9, except: [] })
  ).toEqual([])
})
