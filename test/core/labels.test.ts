import { expect, it } from 'vitest'
import { namedDraft, patientDraft } from '../builders/patient'
import { openTestClinic } from './fixtures/clinic'
import { openDesk } from './fixtures/desk'

it('puts name, birth date, number and address on a label, and a protected address nowhere', async () => {
  const clinic = await openTestClinic()
  const desk = await clinic.as('receptionist')
  const { id } = await desk.call('patients.create', patientDraft())
  await expect(desk.call('labels.forPatient', { patientId: id })).rejects.toMatchObject({ code: 'not-open' })
  await desk.call('patients.open', { id, reason: null })
  expect(await desk.call('labels.forPatient', { patientId: id })).toEqual({
    patientId: id,
    name: 'Nordmann, Kari',
    birthDate: '1987-05-17',
    number: '17858710227',
    address: ['Skogvegen 62', '2022 Gjerdrum']
  })
  const draft = patientDraft({ nationalNumber: null, addressProtection: 'strictly-confidential' })
  const hidden = await desk.call('patients.create', draft)
  await desk.call('patients.open', { id: hidden.id, reason: 'ringer' })
  expect(await desk.call('labels.forPatient', { patientId: hidden.id })).toMatchObject({
    address: null,
    number: null
  })
  const looks = await clinic.core.database.reader
    .selectFrom('access_log')
    .select('patient_id')
    .where('action', '=', 'patient.labelled')
    .execute()
  expect(looks.map(({ patient_id }) => patient_id)).toEqual([id, hidden.id])
})

it('makes one for each patient of a day, in the order they are expected, none for who has cancelled', async () => {
  const { desk, book, odd, clinicians } = await openDesk()
  const { id } = await desk.call('patients.create', namedDraft('Berg', 'Ola'))
  await book({ time: '13:00' })
  await book({ time: '10:30', patientId: odd, clinicianId: clinicians[1].id })
  const gone = await book({ time: '09:00', patientId: id })
  const { id: goneId, version } = gone.appointment
  await desk.call('appointments.cancel', { id: goneId, version, reason: 'patient', notifyPatient: false })
  const labels = await desk.call('labels.forDay', { date: '2026-12-03', clinicianId: null })
  expect(labels.map(({ name }) => name)).toEqual(['Nygård, Odd', 'Sørlie, Ingrid'])
  const own = await desk.call('labels.forDay', { date: '2026-12-03', clinicianId: clinicians[1].id })
  expect(own.map(({ name }) => name)).toEqual(['Nygård, Odd'])
})

it('puts neither number nor address on a day’s label of a confidential patient until somebody has said why', async () => {
  const { desk, manager, book } = await openDesk()
  const { id } = await desk.call('patients.create', patientDraft())
  await book({ time: '13:00', patientId: id })
  await desk.call('patients.setConfidentiality', { id, confidentiality: 'vip' })
  const day = { date: '2026-12-03', clinicianId: null }
  const whole = { number: '17858710227', address: ['Skogvegen 62', '2022 Gjerdrum'] }
  expect(await manager.call('labels.forDay', day)).toMatchObject([
    { name: 'Nordmann, Kari', number: null, address: null }
  ])
  await manager.call('patients.open', { id, reason: 'booking' })
  expect(await manager.call('labels.forDay', day)).toMatchObject([whole])
})
