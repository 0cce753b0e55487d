import { expect, it } from 'vitest'
import { openBookablePortal } from './fixtures/portal-kinds'

async function openWithBooking() {
  const portal = await openBookablePortal()
  const place = { date: '2026-12-04', time: '09:20' }
  const { appointment: kept } = await portal.book({ ...place, patientId: portal.kari })
  const { appointment: unknown } = await portal.book({ ...place, time: '10:20' })
  const { driver } = portal.core.database
  const marks = async () =>
    await portal.desk.call('portal.marks', {
      appointmentIds: [kept.id, unknown.id],
      patientIds: [portal.kari, portal.ingrid]
    })
  return { ...portal, driver, kept, marks }
}

it('marks what the portal has not confirmed, and waits for nobody whom it does not know', async () => {
  const { kari, kept, marks, driver } = await openWithBooking()
  driver.exec(`update portal_operation set state = 'applied' where type = 'Consent'`)
  expect(await marks()).toEqual({
    appointments: [{ id: kept.id, state: 'waiting' }],
    patients: [{ id: kari, record: 'waiting', consents: null, newMobile: null }]
  })
  driver.exec(`update portal_operation set state = 'applied', ended_at = '2026-12-03T08:00:00Z'`)
  expect(await marks()).toEqual({ appointments: [], patients: [] })
})

it('marks the first booking of somebody who was registered while the line is down', async () => {
  const portal = await openBookablePortal()
  const patientId = await portal.register({ nationalNumber: null, familyName: 'Dalen' })
  const { appointment } = await portal.book({ patientId, date: '2026-12-04', time: '09:20' })
  expect(
    await portal.desk.call('portal.marks', { appointmentIds: [appointment.id], patientIds: [patientId] })
  ).toEqual({ appointments: [{ id: appointment.id, state: 'waiting' }], patients: [] })
})

it('says the gravest of what stands open about one', async () => {
  const { kari, kept, marks, driver, desk } = await openWithBooking()
  const consent = { purpose: 'recall', channel: 'email', decision: 'given' } as const
  await desk.call('consents.record', { patientId: kari, decisions: [consent] })
  driver.exec(`update portal_operation set state = 'dead' where type in ('Appointment', 'Consent')`)
  driver
    .prepare(
      `insert into portal_conflict (type, local_id, kind, choices, found_at)
      values ('Patient', ?, 'field-differs', '["seen"]', '2026-12-03T08:00:00Z')`
    )
    .run(kari)
  const shown = await marks()
  expect(shown.patients).toEqual([{ id: kari, record: 'conflict', consents: 'stuck', newMobile: null }])
  // A refused one is shown of whom the portal does not know, too: somebody has to look at it.
  expect(shown.appointments).toContainEqual({ id: kept.id, state: 'stuck' })
  driver.exec(`update portal_conflict set decided_at = found_at, choice = 'seen'`)
  expect((await marks()).patients[0]?.record).toBe('waiting')
})

it('marks nothing once the portal is turned off', async () => {
  const { marks, driver } = await openWithBooking()
  driver.exec(`update portal_connection set state = 'off'`)
  expect(await marks()).toEqual({ appointments: [], patients: [] })
})

it('names all that waits of one patient at what the portal knows: the person and her appointments', async () => {
  const { kari, kept, desk } = await openWithBooking()
  const { operations } = await desk.call('portal.knowsOf', { patientId: kari })
  expect(operations.map(({ type, kind, localId }) => [type, kind, localId])).toEqual(
    expect.arrayContaining([
      ['Patient', 'put', kari],
      ['Appointment', 'book', kept.id]
    ])
  )
})
