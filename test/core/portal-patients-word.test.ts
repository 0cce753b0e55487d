import { expect, it } from 'vitest'
import { ask, book, cancel, type Acting } from '../portal-simulator/pages/acts'
import { patientById } from '../portal-simulator/pages/people'
import { freePlaces, visitsOf } from '../portal-simulator/pages/visits'
import { openWorld, type World } from './fixtures/portal-world'

const DATE = '2026-12-04'

/** Somebody whom the desk has booked, and who knows of it at the portal or is about to. */
async function openBooked() {
  const world = await openWorld({ seed: 1 })
  await world.round()
  const [patientId] = world.patients
  if (patientId === undefined) throw new Error('nobody is registered')
  const place = { date: DATE, durationMinutes: 20, isOverbooking: false }
  const { appointment } = await world.book({ ...place, patientId, time: '09:00' })
  const { id, clinicianId } = appointment
  const here = async () => await world.desk.call('appointments.get', { id })
  const move = async (time: string) => {
    const { version } = await here()
    await world.desk.call('appointments.move', { ...place, id, version, clinicianId, time })
  }
  return { world, here, move }
}

function patientsAt({ portal: { store, time }, random }: World): Acting[] {
  const held = { store, time }
  return store.list('Patient').flatMap(({ id = '' }) => {
    const subject = patientById(held, id)
    return subject ? [{ held, random, subject, actor: `Patient/${id}` }] : []
  })
}

function cancelAtPortal(world: World): void {
  for (const acting of patientsAt(world))
    for (const visit of visitsOf(acting.held, acting.subject.id))
      if (visit.status === 'coming') cancel(acting, visit)
}

const there = ({ portal }: World) => portal.store.list('Appointment').map(({ status }) => status)

it('takes in that the patient has cancelled what was booked by a request whose answer was lost', async () => {
  const { world, here } = await openBooked()
  world.portal.faults.plan(
    { kind: 'drop-after' },
    { fits: ({ method, path }) => method === 'POST' && path === '/fhir' }
  )
  await world.round()
  expect(there(world)).toEqual(['booked'])
  cancelAtPortal(world)
  world.pass(600)
  await world.round()
  await world.round()
  expect(there(world)).toEqual(['cancelled'])
  expect(await here()).toMatchObject({ status: 'cancelled', cancelReason: 'patient' })
})

it('brings nothing back that the patient has cancelled, whatever stood in line', async () => {
  const { world, here, move } = await openBooked()
  await world.round()
  await move('09:40')
  await move('10:20')
  cancelAtPortal(world)
  const since: unknown[] = []
  world.portal.store.onCommitted(() => since.push(...there(world)))
  for (let round = 0; round < 3; round += 1) {
    await world.round()
    world.pass(600)
  }
  expect([...new Set(since)]).toEqual(['cancelled'])
  expect(await here()).toMatchObject({ status: 'cancelled', cancelReason: 'patient' })
  const { conflicts } = await world.desk.call('portal.conflicts', { after: 0, limit: 10 })
  expect(conflicts.map(({ kind }) => kind)).toContain('cancelled-by-patient')
})

it('tells of a visit that was booked while the patient was kept from the portal for a moment', async () => {
  const { world } = await openBooked()
  await world.round()
  const [patientId] = world.patients
  if (patientId === undefined) throw new Error('nobody is registered')
  const mayLogIn = async (decision: 'given' | 'withdrawn') =>
    await world.desk.call('consents.record', {
      ...{ patientId, signedOn: null },
      decisions: [{ purpose: 'one-time-code', channel: 'sms', decision }]
    })
  world.portal.faults.plan(
    { kind: 'refuse', status: 503 },
    { fits: ({ path }) => path.includes('/Patient/') }
  )
  await mayLogIn('withdrawn')
  await world.book({ patientId, date: DATE, time: '10:00' })
  await world.round()
  await mayLogIn('given')
  for (let round = 0; round < 3; round += 1) {
    world.pass(600)
    await world.round()
  }
  const named = world.portal.store.list('Appointment').map(({ serviceType }) => serviceType?.[0]?.text)
  expect(named).toEqual(['Konsultasjon', 'Konsultasjon'])
})

it('takes in a cancellation made since the clinic last read, though the clinic’s word is to stand', async () => {
  const { world, here } = await openBooked()
  await world.round()
  world.pass(60)
  await world.round()
  cancelAtPortal(world)
  await world.manager.call('portal.resynchronise', { from: 'clinic' })
  for (let round = 0; round < 3; round += 1) {
    world.pass(600)
    await world.round()
  }
  expect(there(world)).toEqual(['cancelled'])
  expect(await here()).toMatchObject({ status: 'cancelled', cancelReason: 'patient' })
})

it('shows what a patient wants to have moved, though it was booked after the appointments were read', async () => {
  const world = await openWorld({ seed: 1 })
  await world.round()
  world.portal.onArrival = ({ path }) => {
    if (!path.startsWith('/fhir/Task')) return
    world.portal.onArrival = () => undefined
    const [acting] = patientsAt(world)
    const [place] = freePlaces(world.portal)
    if (!acting || !place) throw new Error('nothing can be booked')
    book(acting, place, { type: place.types[0], isRequest: false })
    const [visit] = world.portal.store.list('Appointment')
    ask(acting, { kind: 'move', text: 'Heller etter tolv', appointmentId: visit?.id ?? '' })
  }
  await world.round()
  const { tasks } = await world.desk.call('tasks.list', { filter: 'all' })
  expect(tasks).toMatchObject([{ note: 'Heller etter tolv', appointmentId: expect.any(Number) }])
})

it('gives the old place back when a move that the portal refused is then let in beside the patient’s', async () => {
  const { world, move } = await openBooked()
  await world.round()
  const [acting] = patientsAt(world)
  const place = freePlaces(world.portal).find(({ start }) => start.startsWith('2026-12-04T08:40'))
  if (!acting || !place) throw new Error('nothing can be booked')
  book(acting, place, { type: place.types[0], isRequest: false })
  await move('09:40')
  for (let round = 0; round < 2; round += 1) {
    await world.round()
    world.pass(600)
  }
  const { conflicts } = await world.desk.call('portal.conflicts', { after: 0, limit: 10 })
  expect(conflicts).toMatchObject([{ kind: 'slot-taken' }])
  await world.desk.call('portal.decide', { id: conflicts[0]?.id ?? 0, choice: 'overbook' })
  await world.round()
  const taken = world.portal.store.list('Slot').filter(({ status }) => status === 'busy')
  expect(taken.map(({ id }) => id)).toEqual([place.slot.id])
})

it('makes again what the portal has lost, and gives back the places of what was moved or cancelled meanwhile', async () => {
  const { world, here, move } = await openBooked()
  const { store } = world.portal
  const rounds = async () => {
    for (let round = 0; round < 3; round += 1) {
      await world.round()
      world.pass(600)
    }
  }
  const lose = () => store.restore(store.snapshot().filter(({ type }) => type !== 'Appointment'))
  const taken = () =>
    store.list('Slot').flatMap(({ status, start }) => (status === 'busy' ? start.slice(11, 16) : []))
  await rounds()
  expect(taken()).toEqual(['08:00'])
  lose()
  await move('09:40')
  await rounds()
  expect([there(world), taken()]).toEqual([['booked'], ['08:40']])
  lose()
  const { id, version } = await here()
  await world.desk.call('appointments.cancel', { id, version, reason: 'clinic', notifyPatient: false })
  await rounds()
  expect([there(world), taken()]).toEqual([[], []])
  expect((await world.desk.call('portal.conflicts', { after: 0, limit: 10 })).conflicts).toEqual([])
})

it('cancels at the desk what the patient has cancelled in words that break the format', async () => {
  const { world, here, move } = await openBooked()
  await world.round()
  cancelAtPortal(world)
  const { store } = world.portal
  for (const visit of store.list('Appointment'))
    store.save({ ...visit, minutesDuration: JSON.parse('"long"') })
  await move('09:40')
  for (let round = 0; round < 3; round += 1) {
    await world.round()
    world.pass(600)
  }
  expect(await here()).toMatchObject({ status: 'cancelled', cancelReason: 'patient' })
  expect(there(world)).toEqual(['cancelled'])
  expect(store.list('Appointment')[0]).not.toHaveProperty('minutesDuration')
  const { conflicts } = await world.desk.call('portal.conflicts', { after: 0, limit: 10 })
  expect(conflicts.map(({ kind }) => kind)).toEqual(['cancelled-by-patient'])
})
