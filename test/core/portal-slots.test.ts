import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { AppointmentTypeId, ClinicianId } from '../../src-preload/contract/ids'
import { isKnownToBeHeld } from '../../src-main/core/features/portal/slots/slots.queries'
import { openDesk } from './fixtures/desk'
import { openBookablePortal } from './fixtures/portal-kinds'

const START = '2026-12-04T08:20:00Z'

it('works slots out from the schedules for the weeks ahead, weekends left out', async () => {
  const portal = await openBookablePortal()
  const days = await portal.core.database.reader
    .selectFrom('portal_slot')
    .select(({ fn }) => ['local_date', fn.countAll<number>().as('count')])
    .where('clinician_id', '=', portal.clinicians[0].id)
    .where('status', '=', 'free')
    .groupBy('local_date')
    .orderBy('local_date')
    .execute()
  // 08.00–15.30 in twenties; of today what has not begun at 09.00.
  expect(days.map((day) => [day.local_date, day.count])).toEqual([
    ['2026-12-03', 18],
    ['2026-12-04', 22],
    ['2026-12-07', 22],
    ['2026-12-08', 22],
    ['2026-12-09', 22],
    ['2026-12-10', 22]
  ])
  expect(await portal.core.portalSlots.runDue()).toBe(0)
})

it('makes a slot busy with a booking and free again with its cancellation, and works out that day alone', async () => {
  const portal = await openBookablePortal()
  const { appointment } = await portal.book({ date: '2026-12-04', time: '09:20' })
  expect(await portal.core.portalSlots.runDue()).toBe(1)
  expect((await portal.slotAt(START)).status).toBe('busy')
  await portal.desk.call('appointments.cancel', {
    ...{ id: appointment.id, version: appointment.version, reason: 'clinic', notifyPatient: false }
  })
  expect(await portal.core.portalSlots.runDue()).toBe(1)
  expect((await portal.slotAt(START)).status).toBe('free')
})

it('offers nothing of a day the clinician is away, and what was there again when it is taken back', async () => {
  const portal = await openBookablePortal()
  const clinicianId = portal.clinicians[0].id
  const id = await portal.core.database.write(
    async (transaction) =>
      (
        await transaction
          .insertInto('absence')
          .values({
            ...{ clinician_id: clinicianId, from_date: '2026-12-04', from_minute: 0 },
            ...{ until_date: '2026-12-04', until_minute: 1440, reason: 'illness', note: '' }
          })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id
  )
  portal.core.events.publish('clinicians.changed', {})
  await portal.core.portalSlots.runDue()
  const slot = await portal.slotAt(START)
  expect(slot.status).toBe('gone')
  await portal.core.database.write(
    async (transaction) => await transaction.deleteFrom('absence').where('id', '=', id).execute()
  )
  portal.core.events.publish('clinicians.changed', {})
  await portal.core.portalSlots.runDue()
  expect(await portal.slotAt(START)).toEqual({ ...slot, status: 'free' })
})

it('tells the portal what may be booked in a slot, and never frees one that a patient there has just taken', async () => {
  const portal = await openBookablePortal()
  const { id } = await portal.slotAt(START)
  const free = await portal.body('Slot', id)
  expect(free).toMatchObject({
    status: 'free',
    start: START,
    schedule: { reference: 'Schedule/anne-days' },
    serviceType: [{ text: 'Konsultasjon' }]
  })
  expect(await portal.read('Slot', id, { base: { ...free, id: 's1', status: 'busy' } })).toEqual({
    is: 'none'
  })
})

it('holds nothing for a type that needs a room or is no longer bookable by patients', async () => {
  const portal = await openBookablePortal()
  await portal.manager.call('appointmentTypes.save', { ...portal.type, isPortalBookable: false })
  await portal.core.portalSlots.runDue()
  const left = await portal.core.database.reader
    .selectFrom('portal_slot')
    .select('id')
    .where('status', '<>', 'gone')
    .where('start_at', '>', '2026-12-03T08:00:00Z')
    .execute()
  expect(left).toEqual([])
})

it('gives back what a shorter horizon leaves out, and offers it again as the days come nearer', async () => {
  const portal = await openBookablePortal()
  const offeredUntil = async (weeks?: number) => {
    if (weeks !== undefined)
      await portal.core.database.write(async (transaction) => {
        await transaction.updateTable('portal_connection').set({ weeks_ahead: weeks }).execute()
        await portal.core.portalSlots.touchAll(transaction)
      })
    await portal.core.portalSlots.runDue()
    const row = await portal.core.database.reader
      .selectFrom('portal_slot')
      .select(({ fn }) => fn.max('local_date').as('last'))
      .where('status', '=', 'free')
      .executeTakeFirst()
    return row?.last
  }
  expect(await offeredUntil(3)).toBe('2026-12-24')
  expect(await offeredUntil(1)).toBe('2026-12-10')
  portal.clock.set(portal.clock.now().add({ hours: 24 }))
  expect(await offeredUntil()).toBe('2026-12-11')
})

it('offers nothing of a clinician who has left', async () => {
  const portal = await openBookablePortal()
  const { id } = portal.clinicians[0]
  await portal.core.database.write((transaction) =>
    transaction.updateTable('clinician').set({ is_active: 0 }).where('id', '=', id).execute()
  )
  await portal.core.portalSlots.runDue()
  expect((await portal.slotAt(START)).status).toBe('gone')
})

it('says that somebody has a slot also where their booking came in after it had begun', async () => {
  const portal = await openBookablePortal()
  const slot = await portal.slotAt(START)
  portal.clock.set(Temporal.Instant.from(START).add({ hours: 30 }))
  await portal.core.portalSlots.runDue()
  expect((await portal.slotAt(START)).status).toBe('free')
  await portal.agree({ type: 'Slot', localId: slot.id }, 's1')
  await portal.apply('Appointment', {
    resource: {
      ...{ resourceType: 'Appointment', id: 'a1', status: 'booked', start: START },
      slot: [{ reference: 'Slot/s1' }],
      participant: [{ actor: { reference: 'Patient/kari' }, status: 'accepted' }]
    }
  })
  await portal.core.portalSlots.runDue()
  expect((await portal.slotAt(START)).status).toBe('busy')
})

it('knows by an index whether a visit took or left a place, and not by reading every step', async () => {
  const { core } = await openDesk()
  const { driver, reader } = core.database
  const plan: string[] = []
  const explained = reader.withPlugin({
    transformQuery({ node, queryId }) {
      const { sql, parameters } = reader.getExecutor().compileQuery(node, queryId)
      const explain = driver.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
      plan.push(...explain.all(...parameters).map(({ detail }) => detail))
      return node
    },
    transformResult: async ({ result }) => await Promise.resolve(result)
  })
  const [clinicianId, typeId] = [ClinicianId.parse(1), AppointmentTypeId.parse(1)]
  const place = { startAt: '2026-12-03T08:00:00Z', endAt: '2026-12-03T08:20:00Z' }
  const slot = { ...place, id: 1, clinicianId, typeId, status: 'free' } as const
  expect(await isKnownToBeHeld(explained, slot)).toBe(false)
  expect(plan.filter((step) => /^SCAN (?!CONSTANT)|portal_operation_about/.test(step))).toEqual([])
})
