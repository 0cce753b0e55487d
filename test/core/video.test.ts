import { expect, it } from 'vitest'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

/** A clinic with video visits; Kari has one today at 10:20 on the wall, 09:20 in UTC. */
async function openVideo(changes: { baseAddress?: string | null } = {}) {
  const clinic = await openMessaging()
  const { messaging } = await clinic.desk.call('settings.get', {})
  await clinic.manager.call('settings.save', {
    messaging: {
      ...messaging,
      video: { ...messaging.video, baseAddress: 'https://video.example', ...changes }
    }
  })
  const type = await clinic.manager.call('appointmentTypes.save', {
    ...clinic.type,
    id: null,
    name: 'Video',
    kind: 'video'
  })
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const [clinician] = clinic.clinicians
  const { appointment } = await clinic.desk.call('appointments.book', {
    patientId: kari.id,
    clinicianId: clinician.id,
    typeId: type.id,
    date: '2026-11-26',
    time: '10:20',
    durationMinutes: 20,
    note: '',
    isOverbooking: false
  })
  return { clinic, kari, appointment }
}

async function visit(clinic: MessagingDesk) {
  const [only] = await clinic.desk.call('video.today', {})
  return only
}

const links = (clinic: MessagingDesk): string[] => clinic.texts().filter((text) => text.includes('https://'))

it('sends the link ten minutes before, once, and shows how far it has come', async () => {
  const { clinic } = await openVideo()
  await clinic.at('2026-11-26T09:09:59Z')
  expect(links(clinic)).toEqual([])
  expect(await visit(clinic)).toMatchObject({
    linkState: null,
    linkAt: '2026-11-26T09:10:00Z',
    canAdmit: true
  })
  await clinic.at('2026-11-26T09:10:00Z')
  await clinic.at('2026-11-26T09:15:00Z')
  const shown = await visit(clinic)
  expect(links(clinic)).toEqual([
    `Videotime 26.11 kl. 10.20 hos Eksempel legesenter: ${shown?.link} Åpne lenken til tiden og vent på legen.`
  ])
  expect(shown).toMatchObject({ linkState: 'sent' })
})

it('lets the patient in: the visit is under way without an arrival, and nobody is late', async () => {
  const { clinic, appointment } = await openVideo()
  await clinic.at('2026-11-26T09:10:00Z')
  const doctor = await clinic.as('clinician')
  await clinic.at('2026-11-26T09:24:00Z')
  const { appointment: admitted, changeId } = await doctor.call('video.admit', { id: appointment.id })
  expect(admitted).toMatchObject({ status: 'checked-in', encounterStatus: 'in-progress', arrivedAt: null })
  await clinic.at('2026-11-26T09:40:00Z')
  expect(clinic.texts().filter((text) => text.includes('forsinket'))).toEqual([])
  expect((await clinic.desk.call('tasks.list', { filter: 'all' })).tasks).toEqual([])
  await doctor.call('appointments.undo', { changeId })
  expect(await visit(clinic)).toMatchObject({ canAdmit: true })
})

it('refuses to let in whom no link was meant for', async () => {
  const { clinic } = await openVideo()
  const { appointment } = await clinic.book({ time: '12:00' })
  await expect(clinic.desk.call('video.admit', { id: appointment.id })).rejects.toMatchObject({
    code: 'not-video'
  })
})

it('says once that the patient may leave, and has a task at the desk due in two working days', async () => {
  const { clinic } = await openVideo()
  await clinic.at('2026-11-26T09:10:00Z')
  await clinic.at('2026-11-26T09:30:00Z')
  expect(clinic.texts()).toHaveLength(2)
  await clinic.at('2026-11-26T09:30:01Z')
  const again = await clinic.again()
  await again.at('2026-11-26T09:50:00Z')
  expect([...clinic.texts(), ...again.texts()].filter((text) => text.includes('forsinket'))).toEqual([
    'Videotimen kl. 10.20 hos Eksempel legesenter er over 10 min forsinket. Du kan gå. Vi tar kontakt innen to virkedager. Spørsmål: 00 00 00 00.'
  ])
  const { tasks } = await again.desk.call('tasks.list', { filter: 'all' })
  expect(tasks).toMatchObject([
    { kind: 'video-late', patientName: 'Test Nordmann', dueOn: '2026-11-30', createdBy: null }
  ])
})

it('has whom no link was ever written to called, when the PC was off at that time', async () => {
  const { clinic } = await openVideo()
  await clinic.at('2026-11-27T09:00:00Z')
  const again = await clinic.again()
  await again.at('2026-11-27T09:01:00Z')
  expect([...clinic.texts(), ...again.texts()]).toEqual([])
  const { tasks } = await again.desk.call('tasks.list', { filter: 'all' })
  expect(tasks.filter(({ kind }) => kind === 'video-late')).toMatchObject([
    { patientName: 'Test Nordmann', dueOn: '2026-12-01' }
  ])
})

it('says of a visit of today whose link was not written in time that there is none', async () => {
  const { clinic } = await openVideo()
  expect(await visit(clinic)).toMatchObject({ isLinkMissed: false })
  await clinic.at('2026-11-26T09:30:01Z')
  expect(await visit(clinic)).toMatchObject({ isLinkMissed: true, linkState: null })
})

it('supersedes the link by moving: another room at the new time, and none after a cancellation', async () => {
  const { clinic, appointment } = await openVideo()
  clinic.modem.setState('searching')
  await clinic.at('2026-11-26T09:10:00Z')
  const before = (await visit(clinic))?.link
  const { appointment: moved } = await clinic.desk.call('appointments.move', {
    id: appointment.id,
    version: appointment.version,
    clinicianId: appointment.clinicianId,
    date: appointment.date,
    time: '13:00',
    durationMinutes: 20,
    isOverbooking: false
  })
  clinic.modem.setState('ready')
  await clinic.at('2026-11-26T09:12:00Z')
  expect(links(clinic)).toEqual([])
  await clinic.at('2026-11-26T11:50:00Z')
  const after = (await visit(clinic))?.link ?? ''
  expect(after).not.toBe(before)
  expect(links(clinic)).toHaveLength(1)
  expect(links(clinic)[0]).toContain(after)
  await clinic.desk.call('appointments.cancel', {
    id: moved.id,
    version: moved.version,
    reason: 'clinic',
    notifyPatient: false
  })
  await clinic.at('2026-11-26T12:20:00Z')
  expect(clinic.texts().filter((text) => text.includes('forsinket'))).toEqual([])
})

it('sends in quiet hours, and nothing to who has withdrawn the consent or without a base address', async () => {
  const { clinic, kari } = await openVideo()
  const { messaging } = await clinic.desk.call('settings.get', {})
  await clinic.manager.call('settings.save', { messaging: { ...messaging, quietFrom: 0, quietUntil: 1439 } })
  await clinic.at('2026-11-26T09:10:00Z')
  expect(links(clinic)).toHaveLength(1)
  await clinic.desk.call('consents.record', {
    patientId: kari.id,
    decisions: [{ purpose: 'video-link', channel: 'sms', decision: 'withdrawn' }]
  })
  await clinic.at('2026-11-26T09:31:00Z')
  expect(await clinic.outbox()).toContainEqual(
    expect.objectContaining({ purpose: 'video-late', state: 'blocked', reason: 'consent-withdrawn' })
  )
  const { clinic: other } = await openVideo({ baseAddress: null })
  await other.at('2026-11-26T09:10:00Z')
  expect(links(other)).toEqual([])
  expect(await visit(other)).toMatchObject({ link: null, linkState: null })
})
