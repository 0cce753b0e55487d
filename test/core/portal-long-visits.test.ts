import { expect, it } from 'vitest'
import { book, type Acting } from '../portal-simulator/pages/acts'
import { patientById } from '../portal-simulator/pages/people'
import { freePlaces } from '../portal-simulator/pages/visits'
import { openWorld, type World } from './fixtures/portal-world'

/** A Tuesday and a Wednesday of the horizon on which nobody has been booked. */
const [DAY, OTHER_DAY] = ['2026-12-08', '2026-12-09']
const LONG = { time: '09:00', durationMinutes: 200, isOverbooking: false } as const

/** A clinic with whole days, in which one visit takes ten slots: more than one transaction may hold. */
async function openWithDays() {
  const world = await openWorld({ seed: 1 })
  world.core.database.driver.exec('update schedule_session set end_minute = 960')
  world.core.events.publish('clinicians.changed', {})
  await world.core.database.write((transaction) => world.core.portalSlots.touchAll(transaction))
  await world.round()
  await world.round()
  const [patientId] = world.patients
  if (patientId === undefined) throw new Error('nobody is registered')
  const { appointment } = await world.book({ ...LONG, patientId, date: DAY })
  const { id, clinicianId } = appointment
  const version = async () => (await world.desk.call('appointments.get', { id })).version
  return {
    world,
    id,
    async move(date: string, time: string = LONG.time) {
      const to = { ...LONG, date, time, clinicianId }
      await world.desk.call('appointments.move', { ...to, id, version: await version() })
    },
    async cancel() {
      const why = { reason: 'clinic', notifyPatient: false } as const
      await world.desk.call('appointments.cancel', { ...why, id, version: await version() })
    },
    async settle() {
      for (let round = 0; round < 4; round += 1) {
        await world.round()
        world.pass(300)
      }
    }
  }
}

/** How many slots are taken at the portal on a day. */
const taken = ({ portal }: World, date: string) =>
  portal.store.list('Slot').filter(({ status, start }) => status === 'busy' && start.startsWith(date)).length

it('gives every place back that a long visit has left, whether it was moved or cancelled', async () => {
  const { world, move, cancel, settle } = await openWithDays()
  await settle()
  expect(taken(world, DAY)).toBe(10)
  await move(OTHER_DAY)
  await settle()
  expect([taken(world, DAY), taken(world, OTHER_DAY)]).toEqual([0, 10])
  await cancel()
  await settle()
  expect([taken(world, DAY), taken(world, OTHER_DAY)]).toEqual([0, 0])
  expect(world.portal.store.violations()).toEqual([])
})

it('lets nobody book a part of a long visit, and gives that back which it had shut where a patient was faster', async () => {
  const { world, move, settle } = await openWithDays()
  await settle()
  const { store, time } = world.portal
  const held = { store, time }
  const place = freePlaces(held).find(({ start }) => start === `${OTHER_DAY}T11:00:00Z`)
  const [acting] = store.list('Patient').flatMap(({ id = '' }): Acting[] => {
    const subject = patientById(held, id)
    return subject ? [{ held, random: world.random, subject, actor: `Patient/${id}` }] : []
  })
  if (!acting || !place) throw new Error('nothing can be booked')
  book(acting, place, { type: place.types[0], isRequest: false })
  await move(OTHER_DAY)
  await settle()
  const { conflicts } = await world.desk.call('portal.conflicts', { after: 0, limit: 10 })
  expect(conflicts).toMatchObject([{ kind: 'slot-taken' }])
  // Where the visit stands at the portal is still its own.
  expect(taken(world, DAY)).toBe(10)
  await move('2026-12-10')
  await settle()
  expect([DAY, OTHER_DAY, '2026-12-10'].map((date) => taken(world, date))).toEqual([0, 1, 10])
  expect(store.violations()).toEqual([])
})
