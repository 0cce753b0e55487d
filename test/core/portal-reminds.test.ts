import { expect, it } from 'vitest'
import type { AppointmentId } from '../../src-preload/contract/ids'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

/** A clinic with a portal that has said of an appointment that it reminds of it itself. */
async function openReminded() {
  const clinic = await openMessaging()
  const { database } = clinic.core
  await database.write(async (transaction) => {
    await transaction.updateTable('portal_connection').set({ state: 'on', clinic_key: 'c1' }).execute()
  })
  const portalReminds = async (id: AppointmentId) => {
    const body = {
      ...{ resourceType: 'Appointment', id: `a${id}`, status: 'booked', participant: [] },
      extension: [{ url: 'urn:skranke:reminded-by', valueCode: 'portal' }]
    }
    await database.write(async (transaction) => {
      await transaction
        .insertInto('portal_resource')
        .values({
          ...{ type: 'Appointment', local_id: id, remote_id: body.id, etag: 'W/"1"' },
          ...{ last_updated: '2026-11-26T08:00:00Z', body: JSON.stringify(body) }
        })
        .execute()
    })
  }
  return { ...clinic, portalReminds }
}

/** All hours at which the clinic reminds of the third of December, one after the other. */
async function untilTheDay({ at, texts }: MessagingDesk) {
  await at('2026-11-26T08:10:00Z')
  const before = texts().length
  for (const moment of ['2026-11-30T09:10:00Z', '2026-12-01T19:50:00Z', '2026-12-02T12:00:00Z'])
    await at(moment)
  return texts().slice(before)
}

it('sends no reminder of what the portal reminds of, and tells the desk why', async () => {
  const clinic = await openReminded()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const per = await clinic.register('Dalen', { mobile: '412 34 568' })
  const { appointment } = await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await clinic.book({ patientId: per.id, date: '2026-12-03', time: '10:00' })
  await clinic.portalReminds(appointment.id)
  const sent = await untilTheDay(clinic)
  expect(sent).toHaveLength(2)
  for (const text of sent) expect(text).toContain('kl. 10.00')
  const about = (await clinic.outbox()).filter(
    ({ patientId, purpose }) => patientId === kari.id && purpose === 'appointment-reminder'
  )
  expect(about.map(({ state, reason }) => [state, reason])).toEqual([
    ['superseded', 'reminded-by-portal'],
    ['superseded', 'reminded-by-portal']
  ])
})

it('names in a family’s reminder only whom the portal does not remind', async () => {
  const clinic = await openReminded()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const emma = await clinic.register('Nordmann', { birthDate: '2018-03-05' })
  const tie = { childId: emma.id, guardianPatientId: kari.id, kind: 'parent' } as const
  await clinic.desk.call('patients.addGuardian', { ...tie, carriesMessages: true })
  const { appointment } = await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await clinic.book({ patientId: emma.id, date: '2026-12-03', time: '10:00' })
  await clinic.portalReminds(appointment.id)
  const sent = await untilTheDay(clinic)
  expect(sent).toHaveLength(2)
  for (const text of sent) {
    expect(text).toContain('kl. 10.00')
    expect(text).not.toContain('09.20')
  }
})

it('reminds again by itself once the portal is turned off', async () => {
  const clinic = await openReminded()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const { appointment } = await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await clinic.portalReminds(appointment.id)
  await clinic.at('2026-11-26T08:10:00Z')
  await clinic.manager.call('portal.turnOff', {})
  expect(await untilTheDay(clinic)).toHaveLength(2)
})
