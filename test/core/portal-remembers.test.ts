import { expect, it } from 'vitest'
import { patientDraft } from '../builders/patient'
import { openDesk } from './fixtures/desk'

async function openConnected() {
  const clinic = await openDesk()
  const { driver } = clinic.core.database
  driver.exec(`update portal_connection set records = 1, state = 'on'`)
  const operations = () =>
    driver
      .prepare<[], { kind: string; type: string; local_id: number; detail: string }>(
        `select kind, type, local_id, detail from portal_operation where state = 'waiting' order by seq`
      )
      .all()
  return { ...clinic, driver, operations, forget: () => driver.exec('delete from portal_operation') }
}

/** An operation, and what it takes its turn at. */
function turns({ driver }: Awaited<ReturnType<typeof openConnected>>) {
  return driver
    .prepare<[], { kind: string; aggregate: string }>(
      `select kind, aggregate from portal_operation_key join portal_operation using (seq) order by seq, aggregate`
    )
    .all()
    .map(({ kind, aggregate }) => `${kind} ${aggregate}`)
}

it('writes nothing down while no portal is connected', async () => {
  const { desk, book, core } = await openDesk()
  await desk.call('patients.create', patientDraft({}))
  await book()
  const count = core.database.driver.prepare('select count(*) as n from portal_operation').get()
  expect(count).toEqual({ n: 0 })
})

it('marks a patient once, however much changes while the mark waits', async () => {
  const { desk, operations } = await openConnected()
  const { id } = await desk.call('patients.create', patientDraft({}))
  await desk.call('consents.record', {
    patientId: id,
    decisions: [{ purpose: 'recall', channel: 'email', decision: 'given' }]
  })
  const about = operations().filter(({ type }) => type === 'Patient')
  expect(about).toEqual([{ kind: 'put', type: 'Patient', local_id: id, detail: '{}' }])
  expect(operations().filter(({ type }) => type === 'Consent').length).toBeGreaterThan(0)
})

it('keeps each step of an appointment, with the place it left and the place it took', async () => {
  const clinic = await openConnected()
  const { book, desk, operations, clinicians } = clinic
  const { appointment } = await book()
  const moved = await desk.call('appointments.move', {
    id: appointment.id,
    version: appointment.version,
    clinicianId: clinicians[1].id,
    date: '2026-12-04',
    time: '08:30',
    durationMinutes: 20,
    isOverbooking: false
  })
  await desk.call('appointments.cancel', {
    id: appointment.id,
    version: moved.appointment.version,
    reason: 'patient',
    notifyPatient: false
  })
  const from = {
    clinicianId: clinicians[0].id,
    startAt: '2026-12-03T09:00:00Z',
    endAt: '2026-12-03T09:20:00Z'
  }
  const to = { clinicianId: clinicians[1].id, startAt: '2026-12-04T07:30:00Z', endAt: '2026-12-04T07:50:00Z' }
  const steps = operations().filter(({ type }) => type === 'Appointment')
  expect(steps.map(({ kind, detail }) => ({ kind, ...JSON.parse(detail) }))).toMatchObject([
    { kind: 'book', place: from, before: null, status: 'booked', isLive: 1, isOverbooked: 0 },
    { kind: 'move', place: to, before: from, status: 'booked' },
    { kind: 'cancel', place: to, status: 'cancelled', isLive: 0 }
  ])
})

it('lets what concerns one place wait its turn, and nothing else', async () => {
  const clinic = await openConnected()
  const { book, driver, forget, clinicians, type } = clinic
  const slot = driver.prepare(
    `insert into portal_slot (clinician_id, type_id, start_at, end_at, local_date, status)
    values (?, ?, ?, ?, '2026-12-03', 'free')`
  )
  slot.run(clinicians[0].id, type.id, '2026-12-03T09:00:00Z', '2026-12-03T09:10:00Z')
  slot.run(clinicians[0].id, type.id, '2026-12-03T09:10:00Z', '2026-12-03T09:20:00Z')
  slot.run(clinicians[0].id, type.id, '2026-12-03T09:20:00Z', '2026-12-03T09:30:00Z')
  forget()
  const { appointment } = await book()
  expect(turns(clinic)).toEqual([`book Appointment/${appointment.id}`, 'book Slot/1', 'book Slot/2'])
  driver.exec(`update portal_operation set state = 'dead'`)
  expect(turns(clinic)).toHaveLength(3)
  driver.exec(`update portal_operation set state = 'discarded'`)
  expect(turns(clinic)).toEqual([])
})

it('knows which days have to be worked out again', async () => {
  const { book, driver, clinicians } = await openConnected()
  await book()
  expect(driver.prepare('select * from portal_touched_day').all()).toEqual([
    { clinician_id: clinicians[0].id, local_date: '2026-12-03' }
  ])
  driver.exec(`update appointment_type set duration_minutes = 25 where id = 1`)
  expect(driver.prepare(`select count(*) as n from portal_touched_day where local_date = ''`).get()).toEqual({
    n: clinicians.length
  })
})

it('holds nothing of a patient who was erased in what was sent', async () => {
  const { driver, ingrid } = await openConnected()
  driver
    .prepare(
      `insert into portal_resource (type, local_id, remote_id, last_updated, body)
      values ('Patient', ?, 'p1', '2026-12-03T08:00:00Z', '{"name":"Ingrid"}')`
    )
    .run(ingrid)
  driver.prepare(`update patient set erased_at = '2026-12-03T08:00:00Z' where id = ?`).run(ingrid)
  expect(driver.prepare('select body from portal_resource').get()).toEqual({ body: null })
})
