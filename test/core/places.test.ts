import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { MethodInput } from '../../src-preload/contract'
import type { AppointmentChangeId, AppointmentId } from '../../src-preload/contract/ids'
import { openDesk, type Desk } from './fixtures/desk'
import { addDevices, addType, daysAway, sessionOf, workBy } from './fixtures/schedules'

type Wanted = MethodInput<'appointments.placeNotes'>

async function notesAt({ desk, clinicians, type }: Desk, changes: Partial<Wanted> = {}) {
  return await desk.call('appointments.placeNotes', {
    typeId: type.id,
    clinicianId: clinicians[0].id,
    date: '2026-12-03',
    time: '10:00',
    durationMinutes: 20,
    movingId: null,
    ...changes
  })
}

it('says everything that speaks against a place, and nothing about a good one', async () => {
  const clinic = await openDesk()
  const { manager, desk, clinicians, book } = clinic
  await workBy(manager, clinicians[0].id, [
    sessionOf({ weekday: 4, startMinute: 480, endMinute: 540, kind: 'urgent' }),
    sessionOf({ weekday: 4, startMinute: 540, endMinute: 600, kind: 'telephone' }),
    sessionOf({ weekday: 4, startMinute: 600, endMinute: 690 }),
    sessionOf({ weekday: 4, startMinute: 690, endMinute: 720, kind: 'blocked' })
  ])
  await desk.call('schedules.save', { change: daysAway(clinicians[0].id, '2026-12-10', '2026-12-10') })
  expect(await notesAt(clinic)).toEqual([])
  expect(await notesAt(clinic, { time: '08:30' })).toEqual([{ code: 'held-back', untilMinute: null }])
  expect(await notesAt(clinic, { time: '09:30' })).toEqual([
    { code: 'wrong-session', sessionKind: 'telephone' }
  ])
  expect(await notesAt(clinic, { time: '11:20' })).toEqual([{ code: 'blocked' }])
  expect(await notesAt(clinic, { time: '12:00' })).toEqual([{ code: 'outside-hours' }])
  expect(await notesAt(clinic, { date: '2026-12-10' })).toEqual([{ code: 'absence', reason: 'course' }])
  expect(await notesAt(clinic, { date: '2026-12-25' })).toEqual([{ code: 'holiday', name: 'Første juledag' }])
  const { appointment } = await book()
  expect(await notesAt(clinic, { time: '10:10' })).toEqual([{ code: 'taken' }])
  expect(await notesAt(clinic, { time: '10:10', movingId: appointment.id })).toEqual([])
  const long = await addType(manager, { name: 'Inngrep', bufferMinutes: 15 })
  expect(await notesAt(clinic, { time: '10:20', typeId: long.id })).toEqual([])
  expect(await notesAt(clinic, { time: '10:30', typeId: long.id })).toEqual([])
  await book({ time: '11:00', patientId: clinic.odd })
  expect(await notesAt(clinic, { time: '10:30', typeId: long.id })).toEqual([{ code: 'buffer', minutes: 15 }])
})

it('books against what was shown and accepted, and refuses what came to it since', async () => {
  const clinic = await openDesk()
  const { desk, clinicians, type, odd } = clinic
  const place = {
    patientId: odd,
    typeId: type.id,
    clinicianId: clinicians[0].id,
    date: '2026-12-03',
    time: '16:00',
    durationMinutes: 20,
    note: '',
    isOverbooking: false
  }
  await expect(desk.call('appointments.book', { ...place, acceptedNotes: [] })).rejects.toMatchObject({
    code: 'place-not-as-shown',
    parameters: { note: 'outside-hours' }
  })
  const { appointment } = await desk.call('appointments.book', { ...place, acceptedNotes: ['outside-hours'] })
  const { date, durationMinutes, clinicianId } = place
  const move = { id: appointment.id, version: 1, clinicianId, date, durationMinutes, isOverbooking: false }
  await expect(
    desk.call('appointments.move', { ...move, date: '2026-12-05', time: '10:00', acceptedNotes: ['taken'] })
  ).rejects.toMatchObject({ code: 'place-not-as-shown' })
  const moved = await desk.call('appointments.move', { ...move, time: '10:00', acceptedNotes: [] })
  expect(moved.appointment).toMatchObject({ time: '10:00' })
})

it('gives each visit a free device of the kind it needs, and says until when all are taken', async () => {
  const clinic = await openDesk()
  const { manager, desk, clinicians, odd, ingrid } = clinic
  const kindId = await addDevices(manager, 'Spirometer', 2)
  const { resources } = await desk.call('resources.list', {})
  const [one, two] = resources.map(({ id }) => id)
  const scan = await addType(manager, { name: 'Spirometri', needs: [kindId] })
  const book = (clinician: number, time: string, changes: object = {}) =>
    desk.call('appointments.book', {
      patientId: odd,
      typeId: scan.id,
      clinicianId: clinicians[clinician]!.id,
      date: '2026-12-03',
      time,
      durationMinutes: 30,
      note: '',
      isOverbooking: false,
      ...changes
    })
  const first = await book(0, '10:00')
  const second = await book(1, '10:10')
  expect([first, second].map(({ appointment }) => appointment.resourceIds)).toEqual([[one], [two]])
  const refusal = { code: 'resource-taken', parameters: { resource: 'Spirometer', until: '10:30' } }
  await expect(book(2, '10:20')).rejects.toMatchObject(refusal)
  await expect(book(0, '10:20', { isOverbooking: true })).rejects.toMatchObject(refusal)
  expect(await notesAt(clinic, { typeId: scan.id, clinicianId: clinicians[2].id, time: '10:20' })).toEqual([
    { code: 'resource-taken', resource: 'Spirometer', date: '2026-12-03', until: '10:30' }
  ])
  await expect(book(2, '10:35', { resourceIds: [two] })).rejects.toMatchObject({
    code: 'resource-taken',
    parameters: { resource: 'Spirometer 2', until: '10:40' }
  })
  const third = await book(2, '10:30', { patientId: ingrid })
  expect(third.appointment.resourceIds).toEqual([one])
})

it('takes another device when it is moved beside one, and gives it back when it is cancelled', async () => {
  const clinic = await openDesk()
  const { manager, desk, clinicians, odd, ingrid } = clinic
  const needs = [await addDevices(manager, 'Ultralyd', 2)]
  const [one, two] = (await desk.call('resources.list', {})).resources.map(({ id }) => id)
  const scan = await addType(manager, { name: 'Ultralyd', needs })
  const book = (patientId: typeof odd, clinician: number, time: string) =>
    desk.call('appointments.book', {
      patientId,
      typeId: scan.id,
      clinicianId: clinicians[clinician]!.id,
      date: '2026-12-03',
      time,
      durationMinutes: 20,
      note: '',
      isOverbooking: false
    })
  const moving = await book(odd, 0, '09:20')
  const standing = await book(ingrid, 1, '11:00')
  expect([moving, standing].map(({ appointment }) => appointment.resourceIds)).toEqual([[one], [one]])
  const place = { clinicianId: clinicians[0].id, date: '2026-12-03', time: '11:00', durationMinutes: 20 }
  const moved = await desk.call('appointments.move', {
    id: moving.appointment.id,
    version: 1,
    ...place,
    isOverbooking: false
  })
  expect(moved.appointment.resourceIds).toEqual([two])
  await desk.call('appointments.undo', { changeId: moved.changeId })
  const cancelled = await desk.call('appointments.cancel', {
    id: standing.appointment.id,
    version: 1,
    reason: 'patient',
    notifyPatient: false
  })
  const other = await book(ingrid, 2, '11:00')
  expect(other.appointment.resourceIds).toEqual([one])
  await expect(desk.call('appointments.undo', { changeId: cancelled.changeId })).rejects.toMatchObject({
    code: 'resource-taken',
    parameters: { resource: 'Ultralyd 1', until: '11:20' }
  })
})

it('never has a device in two places, whatever is booked, moved, cancelled and taken back', async () => {
  const clinic = await openDesk({ now: '2026-12-02T08:00:00Z' })
  const { manager, desk, clinicians, core, odd } = clinic
  const needs = [await addDevices(manager, 'Ultralyd', 2)]
  const scan = await addType(manager, { name: 'Ultralyd', needs })
  const booked: { id: AppointmentId; changeId: AppointmentChangeId }[] = []
  const place = (clinician: number, slot: number) => ({
    clinicianId: clinicians[clinician]!.id,
    date: '2026-12-03',
    time: `${String(8 + Math.floor(slot / 6)).padStart(2, '0')}:${String((slot % 6) * 10).padStart(2, '0')}`,
    durationMinutes: 20,
    isOverbooking: true
  })
  const step = fc.tuple(
    fc.constantFrom('book', 'move', 'cancel', 'undo'),
    fc.nat({ max: 2 }),
    fc.nat({ max: 12 }),
    fc.nat({ max: 30 })
  )
  const doubled = () =>
    core.database.driver
      .prepare(
        `select 1 from appointment_resource a join appointment_resource b on a.resource_id = b.resource_id
        and a.appointment_id < b.appointment_id and a.start_at < b.end_at and a.end_at > b.start_at`
      )
      .all()
  const unlike = () =>
    core.database.driver
      .prepare(
        `select id from appointment where is_live and resource_ids <> '[]' and
          (select count(*) from appointment_resource where appointment_id = appointment.id
            and start_at = appointment.start_at and end_at = appointment.end_at) <> json_array_length(resource_ids)
        union all select appointment_id from appointment_resource
          where appointment_id in (select id from appointment where not is_live)`
      )
      .all()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 12 }), async (stepsTaken) => {
      for (const [kind, clinician, slot, which] of stepsTaken) {
        const one = booked[which % Math.max(1, booked.length)]
        try {
          if (kind === 'book' || !one) {
            const wanted = { ...place(clinician, slot), patientId: odd, typeId: scan.id, note: '' }
            const made = await desk.call('appointments.book', wanted)
            booked.push({ id: made.appointment.id, changeId: made.changeId })
          } else if (kind === 'undo') {
            await desk.call('appointments.undo', { changeId: one.changeId })
          } else {
            const { id, version } = await desk.call('appointments.get', { id: one.id })
            const made =
              kind === 'move'
                ? await desk.call('appointments.move', { id, version, ...place(clinician, slot) })
                : await desk.call('appointments.cancel', {
                    id,
                    version,
                    reason: 'patient',
                    notifyPatient: false
                  })
            one.changeId = made.changeId
          }
        } catch (error) {
          expect(['resource-taken', 'slot-taken', 'undo-outdated', 'transition-not-allowed']).toContain(
            error instanceof Error && 'code' in error ? error.code : error
          )
        }
        expect(doubled()).toEqual([])
        expect(unlike()).toEqual([])
      }
    }),
    { numRuns: 25 }
  )
  expect(booked.length).toBeGreaterThan(5)
})

it('lets no two types have one quick code, and takes it typed small', async () => {
  const { manager } = await openDesk()
  const first = await addType(manager, { name: 'Kontroll', quickCode: 'kontro' })
  expect(first.quickCode).toBe('KONTRO')
  await expect(addType(manager, { name: 'Kontroll 2', quickCode: 'KONTRO' })).rejects.toMatchObject({
    code: 'quick-code-taken'
  })
  await expect(addType(manager, { name: 'Kort', quickCode: 'KORT' })).rejects.toMatchObject({
    code: 'invalid-input'
  })
  expect(await manager.call('appointmentTypes.save', { ...first, isPortalBookable: true })).toMatchObject({
    isPortalBookable: true,
    quickCode: 'KONTRO'
  })
})

it.each([
  { night: 'ends', date: '2026-10-25', first: '02:30', second: '02:50', until: '03:00' },
  { night: 'begins', date: '2027-03-28', first: '01:00', second: '01:30', until: '03:30' }
])(
  'says until when a device is taken the night summer time $night',
  async ({ date, first, second, until }) => {
    const clinic = await openDesk({ now: '2026-10-01T08:00:00Z' })
    const { manager, desk, clinicians, odd } = clinic
    const scan = await addType(manager, {
      name: 'Ultralyd',
      needs: [await addDevices(manager, 'Ultralyd', 1)]
    })
    const [only] = (await desk.call('resources.list', {})).resources.map(({ id }) => id)
    const book = (clinician: number, time: string, changes: object = {}) =>
      desk.call('appointments.book', {
        patientId: odd,
        typeId: scan.id,
        clinicianId: clinicians[clinician]!.id,
        date,
        time,
        durationMinutes: 90,
        note: '',
        isOverbooking: false,
        ...changes
      })
    await book(0, first)
    const refusal = (resource: string) => ({ code: 'resource-taken', parameters: { resource, date, until } })
    await expect(book(1, second)).rejects.toMatchObject(refusal('Ultralyd'))
    await expect(book(1, second, { resourceIds: [only] })).rejects.toMatchObject(refusal('Ultralyd 1'))
    const wanted = { typeId: scan.id, clinicianId: clinicians[2].id, date, time: second }
    expect(await notesAt(clinic, wanted)).toContainEqual({
      code: 'resource-taken',
      resource: 'Ultralyd',
      date,
      until
    })
  }
)
