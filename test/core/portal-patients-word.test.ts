import { expect, it } from 'vitest'
import { cancel } from '../portal-simulator/pages/acts'
import { patientById } from '../portal-simulator/pages/people'
import { visitsOf } from '../portal-simulator/pages/visits'
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

function cancelAtPortal({ portal, random }: World): void {
  const { store, time } = portal
  const held = { store, time }
  for (const { id = '' } of store.list('Patient')) {
    const subject = patientById(held, id)
    if (!subject) continue
    const acting = { held, random, subject, actor: `Patient/${id}` }
    for (const visit of visitsOf(held, id)) if (visit.status === 'coming') cancel(acting, visit)
  }
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
  world.portal.faults.plan({ kind: 'drop-before' }, { fits: ({ path }) => path.includes('/Patient/') })
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
