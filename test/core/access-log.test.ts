import { expect, it } from 'vitest'
import { verifyAccessLog } from '../../src-main/core/features/audit'
import { PatientId } from '../../src-preload/contract/ids'
import { namedDraft } from '../builders/patient'
import { openTestClinic } from './fixtures/clinic'

it('finds a row of the access log that was changed behind the program', async () => {
  const { core, as } = await openTestClinic()
  await as('receptionist')
  await as('manager')
  expect(await verifyAccessLog(core.database.reader)).toMatchObject({ isWhole: true })
  core.database.driver.exec(
    `drop trigger access_log_no_update; update access_log set user_name = 'Nobody' where id = 5`
  )
  expect(await verifyAccessLog(core.database.reader)).toMatchObject({
    isWhole: false,
    code: 'row-changed',
    id: 5
  })
})

it('finds that the last row of the access log is gone', async () => {
  const { core, as } = await openTestClinic()
  await as('receptionist')
  core.database.driver.exec(
    `drop trigger access_log_no_delete; delete from access_log where id = (select max(id) from access_log)`
  )
  expect(await verifyAccessLog(core.database.reader)).toMatchObject({ isWhole: false, code: 'row-missing' })
})

it('lets no row of the access log be changed or deleted', async () => {
  const { core, as } = await openTestClinic()
  await as('receptionist')
  expect(() => core.database.driver.exec('delete from access_log')).toThrow('access-log-append-only')
  expect(() => core.database.driver.exec(`update access_log set role = ''`)).toThrow('access-log-append-only')
})

it('logs looks that are asked for together each with its row, and of one that fails none', async () => {
  const { core, as } = await openTestClinic()
  const desk = await as('receptionist')
  const { id } = await desk.call('patients.create', namedDraft('Sørlie', 'Ingrid'))
  const nobody = PatientId.parse(4_711)
  const asked = await Promise.allSettled([
    desk.call('appointments.forPatient', { patientId: id, limit: 5 }),
    desk.call('messages.forPatient', { patientId: nobody, limit: 5 }),
    desk.call('tasks.forPatient', { patientId: id })
  ])
  expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  const { entries } = await desk.call('audit.forPatient', { patientId: id, cursor: null })
  expect(entries.map(({ action }) => action).sort()).toEqual([
    'appointments.opened',
    'patient.created',
    'tasks.opened'
  ])
  expect((await desk.call('audit.forPatient', { patientId: nobody, cursor: null })).entries).toEqual([])
  expect(await verifyAccessLog(core.database.reader)).toMatchObject({ isWhole: true })
})

it('logs reading the log from a made-up cursor on like reading it from the start', async () => {
  const { as } = await openTestClinic()
  const desk = await as('receptionist')
  const { id } = await desk.call('patients.create', namedDraft('Sørlie', 'Ingrid'))
  const clinician = await as('clinician')
  const { entries } = await clinician.call('audit.forPatient', { patientId: id, cursor: '999999' })
  expect(entries.map(({ action }) => action)).toEqual(['patient.created'])
  const seen = await desk.call('audit.forPatient', { patientId: id, cursor: null })
  expect(seen.entries.map(({ action, role }) => `${role} ${action}`)).toEqual([
    'clinician access-log.opened',
    'receptionist patient.created'
  ])
})
