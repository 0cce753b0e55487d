import { expect, it } from 'vitest'
import { openMessaging } from './fixtures/messaging'

const TEXT = 'Legen er syk i dag. Ring oss for ny time.'

/** The doctor's day on 27 November: two who can be told, a sibling on the same mobile, and four who cannot. */
async function openSickDay() {
  const clinic = await openMessaging()
  const [doctor, other] = clinic.clinicians
  const add = async (name: string, time: string, mobile?: string, clinicianId = doctor.id) => {
    const patient = await clinic.register(name, mobile === undefined ? {} : { mobile })
    const { appointment } = await clinic.book({
      patientId: patient.id,
      clinicianId,
      date: '2026-11-27',
      time
    })
    return { patient, appointment }
  }
  const kari = await add('Nordmann', '09:00', '412 34 567')
  await add('Søsken', '09:20', '412 34 567')
  const ola = await add('Hansen', '09:40', '987 65 432')
  await add('Uten', '10:00')
  const no = await add('Nei', '10:20', '411 11 111')
  const reserved = await add('Reservert', '10:40', '422 22 222')
  await add('Annen', '09:00', '433 33 333', other.id)
  await clinic.desk.call('consents.record', {
    patientId: no.patient.id,
    decisions: [{ purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' }]
  })
  await clinic.desk.call('consents.setReserved', { patientId: reserved.patient.id, isReserved: true })
  const target = { date: '2026-11-27', clinicianId: doctor.id }
  return { clinic, target, kari, ola }
}

it('shows before sending to whom a text goes, to whom not and why, and what it costs', async () => {
  const { clinic, target } = await openSickDay()
  const preview = await clinic.desk.call('messages.previewList', { ...target, text: TEXT })
  expect(preview).toMatchObject({ count: 2, segments: 1, costMinor: 78 })
  expect(preview.recipients.map(({ patientName, time, reason }) => [patientName, time, reason])).toEqual([
    ['Test Nordmann', '09:00', null],
    ['Test Søsken', '09:20', 'same-mobile'],
    ['Test Hansen', '09:40', null],
    ['Test Uten', '10:00', 'mobile-missing'],
    ['Test Nei', '10:20', 'consent-withdrawn'],
    ['Test Reservert', '10:40', 'reserved']
  ])
  expect(clinic.texts()).toEqual([])
})

it('sends one text to each mobile and shows how far it has come', async () => {
  const { clinic, target, kari } = await openSickDay()
  const list = await clinic.desk.call('messages.sendList', { ...target, text: TEXT, count: 2 })
  expect(list).toMatchObject({ waiting: 2, sent: 0, excluded: 4, problems: 0, stopped: 0 })
  await clinic.core.runOutbox()
  expect(clinic.modem.sent.map(({ to, part }) => [to, part.text])).toEqual([
    ['+4741234567', TEXT],
    ['+4798765432', TEXT]
  ])
  expect(await clinic.desk.call('messages.lists', {})).toMatchObject([{ id: list.id, waiting: 0, sent: 2 }])
  const own = (await clinic.messagesOf(kari.patient)).filter((one) => one.direction === 'out')
  expect(own).toContainEqual(expect.objectContaining({ purpose: 'free-text', state: 'sent' }))
})

it('takes back what has not left when it is stopped', async () => {
  const { clinic, target } = await openSickDay()
  const { id } = await clinic.desk.call('messages.sendList', { ...target, text: TEXT, count: 2 })
  expect(await clinic.desk.call('messages.stopList', { id })).toMatchObject({
    stopped: 2,
    waiting: 0,
    stoppedAt: '2026-11-26T08:00:00.000Z'
  })
  await clinic.core.runOutbox()
  expect(clinic.texts()).toEqual([])
  await expect(clinic.desk.call('messages.stopList', { id })).rejects.toMatchObject({ code: 'message-ended' })
})

it('keeps a text back from who withdraws, and from whose appointment was moved, before it leaves', async () => {
  const { clinic, target, kari, ola } = await openSickDay()
  await clinic.desk.call('messages.sendList', { ...target, text: TEXT, count: 2 })
  await clinic.desk.call('consents.record', {
    patientId: kari.patient.id,
    decisions: [{ purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' }]
  })
  const { id, version } = ola.appointment
  await clinic.desk.call('appointments.move', {
    id,
    version,
    clinicianId: clinic.clinicians[1].id,
    date: '2026-11-30',
    time: '11:00',
    durationMinutes: 20,
    isOverbooking: false
  })
  await clinic.core.runOutbox()
  expect(clinic.texts()).toEqual([])
  expect(await clinic.desk.call('messages.lists', {})).toMatchObject([{ problems: 2, sent: 0 }])
})

it('goes out to those of today before the quiet hours end, and still confirms nothing twice', async () => {
  const clinic = await openMessaging({ now: '2026-11-26T06:00:00Z' })
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const { appointment } = await clinic.book({ patientId: kari.id, date: '2026-11-26', time: '09:00' })
  const target = { date: '2026-11-26', clinicianId: appointment.clinicianId }
  await clinic.desk.call('messages.sendList', { ...target, text: TEXT, count: 1 })
  await clinic.core.runOutbox()
  expect(clinic.texts()).toEqual([TEXT])
  const { version } = await clinic.desk.call('appointments.get', { id: appointment.id })
  await clinic.desk.call('appointments.cancel', {
    id: appointment.id,
    version,
    reason: 'clinic',
    notifyPatient: true
  })
  await clinic.at('2026-11-26T06:30:00Z')
  expect(clinic.texts().slice(1)).toEqual([expect.stringContaining('er avlyst')])
})

it('refuses a text when the list is another than was shown, is empty, or would say too much', async () => {
  const { clinic, target } = await openSickDay()
  const send = (text: string, count: number, date = target.date) =>
    clinic.desk.call('messages.sendList', { ...target, date, text, count })
  await expect(send(TEXT, 3)).rejects.toMatchObject({ code: 'list-changed', parameters: { count: 2 } })
  await expect(send(TEXT, 1, '2026-11-28')).rejects.toMatchObject({ code: 'list-empty' })
  await expect(send('  ', 2)).rejects.toMatchObject({ code: 'text-empty' })
  await expect(send('Gjelder 17858710227', 2)).rejects.toMatchObject({ code: 'template-national-number' })
  expect(await clinic.desk.call('messages.lists', {})).toEqual([])
})
