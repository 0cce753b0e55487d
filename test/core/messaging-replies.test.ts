import { expect, it } from 'vitest'
import type { InboundMessage } from '../../src-preload/contract/messages'
import type { Patient } from '../../src-preload/contract/patients'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const MOBILE = '+4741234567'
const ASK = 'Vil du avbestille timen 03.12 kl. 09.20? Svar JA for å avbestille eller NEI for å beholde den.'

/** A patient with an appointment on 3 December at 09.20, whose confirmation has left. */
async function openWithAppointment(now?: string) {
  const clinic = await openMessaging(now === undefined ? {} : { now })
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const { appointment } = await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  return { clinic, kari, appointment }
}

/** The patient's SMS, what the program answers to it, and how the inbox shows it. */
async function say(
  clinic: MessagingDesk,
  text: string
): Promise<{ answers: string[]; inbound: InboundMessage }> {
  const before = clinic.texts().length
  clinic.clock.set(clinic.clock.now().add({ seconds: 20 }))
  await clinic.modem.receive(MOBILE, text)
  await clinic.core.runOutbox()
  const { messages } = await clinic.desk.call('messages.inbox', { filter: 'all', cursor: null, limit: 50 })
  const [inbound] = messages
  if (!inbound) throw new Error('the inbox is empty')
  return { answers: clinic.texts().slice(before), inbound }
}

async function bookFor(clinic: MessagingDesk, patient: Patient, time: string, date = '2026-12-03') {
  return (await clinic.book({ patientId: patient.id, date, time })).appointment
}

it('confirms the appointment on JA, shows it in the calendar and tells the patient', async () => {
  const { clinic, kari, appointment } = await openWithAppointment()
  const { answers, inbound } = await say(clinic, 'Ja takk')
  expect(answers).toEqual(['Takk! Timen 03.12 kl. 09.20 er bekreftet.'])
  expect(await clinic.look(appointment)).toMatchObject({
    status: 'booked',
    confirmedAt: '2026-11-26T08:00:20Z',
    messageState: 'confirmed-by-patient'
  })
  expect(inbound).toMatchObject({
    handledAs: 'confirmed',
    isRead: true,
    patientId: kari.id,
    appointments: [{ appointmentId: appointment.id, outcome: 'confirmed' }]
  })
  expect(clinic.events).toContainEqual({
    event: 'appointments.changed',
    payload: { appointmentId: appointment.id, patientId: kari.id, dates: ['2026-12-03'] }
  })
})

it.each(['OK', 'Ja', 'stadfest', 'bekræfter', 'bevestig', 'Yes', '👍'])(
  'takes %s for a confirmation, whatever the language',
  async (word) => {
    const { clinic, appointment } = await openWithAppointment()
    await say(clinic, word)
    expect((await clinic.look(appointment)).confirmedAt).not.toBeNull()
  }
)

it("does not speak of a daughter who has turned sixteen on what may be her mother's number", async () => {
  const { clinic, kari, appointment } = await openWithAppointment()
  const emma = await clinic.register('Nordmann', { birthDate: '2010-11-27', mobile: '412 34 567' })
  const hers = await bookFor(clinic, emma, '10:40')
  await clinic.at('2026-11-28T09:00:00Z')
  expect((await say(clinic, 'AVBUD')).answers).toEqual([ASK])
  expect((await say(clinic, 'Ja')).inbound).toMatchObject({ handledAs: 'cancelled', patientId: kari.id })
  expect((await clinic.look(appointment)).status).toBe('cancelled')
  expect((await clinic.look(hers)).status).toBe('booked')
})

it('leaves the desk to answer who has turned sixteen and has not confirmed the number', async () => {
  const clinic = await openMessaging()
  const emma = await clinic.register('Nordmann', { birthDate: '2010-11-27', mobile: '412 34 567' })
  const hers = await bookFor(clinic, emma, '10:40')
  await clinic.at('2026-11-28T09:00:00Z')
  const { answers, inbound } = await say(clinic, 'AVBUD')
  expect(answers).toEqual([])
  expect(inbound).toMatchObject({ handledAs: 'desk', isRead: false })
  expect((await clinic.look(hers)).status).toBe('booked')
})

it('asks back on AVBUD with the time named, and cancels on the second answer', async () => {
  const { clinic, appointment } = await openWithAppointment()
  const first = await say(clinic, 'AVBUD')
  expect(first.answers).toEqual([ASK])
  expect(first.inbound).toMatchObject({ handledAs: 'asked', isRead: true })
  expect((await clinic.look(appointment)).status).toBe('booked')
  const second = await say(clinic, 'Ja')
  expect(second.answers).toEqual(['Timen 03.12 kl. 09.20 er avbestilt. Ny time: 00 00 00 00.'])
  expect(second.inbound).toMatchObject({ handledAs: 'cancelled', isLate: false, isRead: false })
  expect(await clinic.look(appointment)).toMatchObject({ status: 'cancelled', cancelReason: 'patient' })
  expect(await clinic.outbox('waiting')).toEqual([])
})

it.each([
  'avbestill',
  'Meld avbud',
  'afbud',
  'Aflys min tid',
  'afzeggen',
  'annuleren',
  'Cancel my appointment please'
])('takes %s for the wish to cancel, whatever the language', async (text) => {
  const { clinic } = await openWithAppointment()
  expect((await say(clinic, text)).answers).toEqual([ASK])
})

it('keeps the appointment on NEI and says so', async () => {
  const { clinic, appointment } = await openWithAppointment()
  await say(clinic, 'avbud')
  const { answers, inbound } = await say(clinic, 'Nei')
  expect(answers).toEqual(['Ingenting er avbestilt. Timen 03.12 kl. 09.20 står.'])
  expect(inbound).toMatchObject({ handledAs: 'kept' })
  expect((await clinic.look(appointment)).status).toBe('booked')
})

it('cancels nothing when AVBUD comes twice before the question has left', async () => {
  const { clinic, appointment } = await openWithAppointment()
  await clinic.modem.receive(MOBILE, 'AVBUD')
  await clinic.modem.receive(MOBILE, 'AVBUD')
  await clinic.core.runOutbox()
  expect(clinic.texts()).toEqual([ASK])
  expect((await clinic.look(appointment)).status).toBe('booked')
  await say(clinic, 'AVBUD')
  expect((await clinic.look(appointment)).status).toBe('cancelled')
})

it('asks again when a bare yes may be meant for a reminder that came between', async () => {
  const { clinic, appointment } = await openWithAppointment()
  await say(clinic, 'avbud')
  await clinic.at('2026-11-26T08:05:00Z')
  expect(clinic.texts().at(-1)).toContain('Du har time 03.12')
  expect((await say(clinic, 'ja')).answers).toEqual([ASK])
  expect((await clinic.look(appointment)).status).toBe('booked')
})

it('marks a cancellation under 24 hours before as late and tells the patient about the fee', async () => {
  const { clinic, appointment } = await openWithAppointment('2026-12-02T10:00:00Z')
  await say(clinic, 'avbud')
  const { answers, inbound } = await say(clinic, 'ja')
  expect(answers).toEqual([
    'Timen 03.12 kl. 09.20 er avbestilt. Det er mindre enn 24 t før, så du kan bli bedt om å betale gebyr. Spørsmål: 00 00 00 00.'
  ])
  expect(inbound).toMatchObject({ handledAs: 'cancelled', isLate: true })
  expect((await clinic.look(appointment)).status).toBe('cancelled')
})

it('asks which of two appointments is meant, and cancels only that one', async () => {
  const { clinic, kari, appointment } = await openWithAppointment()
  const second = await bookFor(clinic, kari, '10:00', '2026-12-10')
  expect((await say(clinic, 'Avbud')).answers).toEqual([
    'Hvilken time vil du avbestille?\n1: 03.12 kl. 09.20\n2: 10.12 kl. 10.00\nSvar med tallet, ALLE, eller 0 for ingen.'
  ])
  // A bare yes answers no list.
  expect((await say(clinic, 'Ja')).answers).toHaveLength(1)
  expect((await clinic.look(second)).status).toBe('booked')
  const { answers, inbound } = await say(clinic, '2')
  expect(answers).toEqual(['Timen 10.12 kl. 10.00 er avbestilt. Ny time: 00 00 00 00.'])
  expect(inbound.appointments.map(({ appointmentId }) => appointmentId)).toEqual([second.id])
  expect((await clinic.look(second)).status).toBe('cancelled')
  expect((await clinic.look(appointment)).status).toBe('booked')
})

it('asks which on a number that a family shares, and takes the patient from the answer', async () => {
  const { clinic, kari, appointment } = await openWithAppointment()
  const ola = await clinic.register('Hansen', { mobile: '412 34 567' })
  const his = await bookFor(clinic, ola, '09:40')
  expect((await say(clinic, 'OK')).answers[0]).toContain('Hvilken time bekrefter du?')
  const { answers, inbound } = await say(clinic, '2')
  expect(answers).toEqual(['Takk! Timen 03.12 kl. 09.40 er bekreftet.'])
  expect(inbound).toMatchObject({ patientId: ola.id, appointments: [{ patientId: ola.id }] })
  expect((await clinic.look(his)).confirmedAt).not.toBeNull()
  expect((await clinic.look(appointment)).confirmedAt).toBeNull()
  expect(kari.id).not.toBe(ola.id)
  // Each of them sees on the card what the number was asked and told.
  const told = (await clinic.messagesOf(kari)).filter(({ text }) => text.startsWith('Hvilken time'))
  expect(told).toMatchObject([{ direction: 'out', purpose: 'answer' }])
})

it('cancels all when the patient says ALLE, and names each', async () => {
  const { clinic, kari } = await openWithAppointment()
  await bookFor(clinic, kari, '10:00', '2026-12-10')
  await say(clinic, 'avbud')
  expect((await say(clinic, 'alle')).answers).toEqual(['Avbestilt: 03.12 kl. 09.20, 10.12 kl. 10.00.'])
})

it('leaves two appointments at the same time to the desk, and says that nothing is changed', async () => {
  const { clinic } = await openWithAppointment()
  const ola = await clinic.register('Hansen', { mobile: '412 34 567' })
  await clinic.book({
    patientId: ola.id,
    clinicianId: clinic.clinicians[1].id,
    date: '2026-12-03',
    time: '09:20'
  })
  const { answers, inbound } = await say(clinic, 'avbud')
  expect(answers).toEqual([
    'Vi ser ikke hvilken av timene du mener, så ingenting er endret. Ring 00 00 00 00.'
  ])
  expect(inbound).toMatchObject({ handledAs: 'refused', isRead: false })
})

it('says so when the appointment was cancelled in between, has been moved, or there is none', async () => {
  const { clinic, appointment } = await openWithAppointment()
  await say(clinic, 'avbud')
  const moved = await clinic.desk.call('appointments.move', {
    id: appointment.id,
    version: appointment.version,
    clinicianId: appointment.clinicianId,
    date: '2026-12-04',
    time: '10:00',
    durationMinutes: 20,
    isOverbooking: false
  })
  expect((await say(clinic, 'ja')).answers).toEqual([
    'Timen er flyttet til 04.12 kl. 10.00 og er ikke endret. Svar AVBUD igjen om du vil avbestille den.'
  ])
  await say(clinic, 'avbud')
  await clinic.desk.call('appointments.cancel', {
    id: appointment.id,
    version: moved.appointment.version,
    reason: 'clinic',
    notifyPatient: false
  })
  const late = await say(clinic, 'ja')
  expect(late.answers).toEqual(['Timen 04.12 kl. 10.00 er avbestilt fra før. Du trenger ikke gjøre noe.'])
  expect(late.inbound).toMatchObject({ handledAs: 'refused', isRead: false })
  expect((await say(clinic, 'avbud')).answers).toEqual([
    'Timen 04.12 kl. 10.00 er avbestilt fra før. Du trenger ikke gjøre noe.'
  ])
})

it('says so when the patient has arrived already', async () => {
  const { clinic, appointment } = await openWithAppointment('2026-12-03T08:00:00Z')
  await clinic.desk.call('waitingRoom.arrive', { id: appointment.id })
  expect((await say(clinic, 'avbud')).answers).toEqual([
    'Timen 03.12 kl. 09.20 kan ikke endres på SMS nå; den har begynt eller du er registrert som ankommet. Ring 00 00 00 00.'
  ])
  expect((await clinic.look(appointment)).status).toBe('arrived')
})

it('says so when this number has no coming appointment', async () => {
  const clinic = await openMessaging()
  await clinic.register('Nordmann', { mobile: '412 34 567' })
  const { answers, inbound } = await say(clinic, 'ja')
  expect(answers).toEqual([
    'Vi finner ingen kommende time for dette nummeret, så ingenting er endret. Ring 00 00 00 00.'
  ])
  expect(inbound).toMatchObject({ handledAs: 'refused', isRead: false })
})

it('tells the patient and the desk when its question gets no answer in time, and takes a late yes for nothing', async () => {
  const { clinic, appointment } = await openWithAppointment()
  await clinic.at('2026-11-26T08:05:00Z')
  await say(clinic, 'avbud')
  await clinic.at('2026-11-26T14:05:21Z')
  expect(clinic.texts().at(-1)).toBe(
    'Vi fikk ikke svar, så ingenting er avbestilt. Timen 03.12 kl. 09.20 står. Svar AVBUD om du vil avbestille den.'
  )
  const { messages, unread } = await clinic.desk.call('messages.inbox', {
    filter: 'unread',
    cursor: null,
    limit: 5
  })
  expect(unread).toBe(1)
  expect(messages[0]).toMatchObject({ handledAs: 'unanswered' })
  const { answers } = await say(clinic, 'ja')
  expect(answers).toEqual([
    'Svaret kom for sent, så ingenting er endret. Timen 03.12 kl. 09.20 står. Svar AVBUD om du vil avbestille den.'
  ])
  expect(await clinic.look(appointment)).toMatchObject({ status: 'booked', confirmedAt: null })
})

it('remembers its question when the program starts again', async () => {
  const { clinic, appointment } = await openWithAppointment()
  await say(clinic, 'avbud')
  const back = await clinic.again()
  await say(back, 'ja')
  const { status } = await back.desk.call('appointments.get', { id: appointment.id })
  expect(status).toBe('cancelled')
})

it.each(['Ja, men kan jeg komme en time senere?', 'Nei', '2', 'Kan jeg avbestille og få ny?', 'ja nei'])(
  'leaves "%s" to the desk without an answer',
  async (text) => {
    const { clinic, appointment } = await openWithAppointment()
    const { answers, inbound } = await say(clinic, text)
    expect(answers).toEqual([])
    expect(inbound).toMatchObject({ handledAs: 'desk', isRead: false })
    expect(await clinic.look(appointment)).toMatchObject({ status: 'booked', confirmedAt: null })
  }
)

it('tells the patient again when the desk takes a cancellation back', async () => {
  const { clinic, appointment } = await openWithAppointment()
  await clinic.at('2026-11-26T08:05:00Z')
  await say(clinic, 'avbud')
  await say(clinic, 'ja')
  const [last] = await clinic.desk.call('appointments.history', { id: appointment.id })
  if (!last) throw new Error('the history is empty')
  expect(last).toMatchObject({ kind: 'cancelled', userName: 'Skranke' })
  await clinic.desk.call('appointments.undo', { changeId: last.id })
  await clinic.at('2026-11-26T08:15:00Z')
  expect(clinic.texts().at(-1)).toContain('Du har time 03.12 kl. 09.20')
})

it('stops answering a machine that answers everything', async () => {
  const { clinic } = await openWithAppointment()
  for (let round = 0; round < 20; round++) await say(clinic, 'OK')
  expect(clinic.texts().length).toBeLessThanOrEqual(13)
  expect((await say(clinic, 'OK')).inbound).toMatchObject({ handledAs: 'desk', isRead: false })
})

it('gives a reply to a person at the desk, who finds it among their own', async () => {
  const { clinic } = await openWithAppointment()
  const { inbound } = await say(clinic, 'Kan jeg ta med barnet?')
  const session = await clinic.desk.call('session.current', {})
  const userId = session?.user.id
  if (userId === undefined) throw new Error('nobody is signed in')
  const assigned = await clinic.manager.call('messages.assign', { id: inbound.id, userId })
  expect(assigned.assignedTo).toEqual({ userId, name: 'Randi Berg' })
  const mine = (client: typeof clinic.desk) =>
    client.call('messages.inbox', { filter: 'mine', cursor: null, limit: 5 })
  expect((await mine(clinic.desk)).messages.map(({ id }) => id)).toEqual([inbound.id])
  expect((await mine(clinic.manager)).messages).toEqual([])
  await clinic.desk.call('messages.assign', { id: inbound.id, userId: null })
  expect((await mine(clinic.desk)).messages).toEqual([])
})

it('gives the wish to cancel to the desk at once when the question cannot be sent', async () => {
  const { clinic, appointment } = await openWithAppointment()
  clinic.modem.answers.push({ kind: 'refused', code: 'cms-28', class: 'permanent' })
  await say(clinic, 'AVBUD')
  await clinic.core.runOutbox()
  const { messages } = await clinic.desk.call('messages.inbox', { filter: 'all', cursor: null, limit: 50 })
  expect(messages[0]).toMatchObject({ handledAs: 'unanswered', isRead: false })
  // Nobody was asked anything: a later JA is for the reminder.
  const { answers, inbound } = await say(clinic, 'Ja')
  expect(answers).toEqual(['Takk! Timen 03.12 kl. 09.20 er bekreftet.'])
  expect(inbound).toMatchObject({ handledAs: 'confirmed' })
  expect((await clinic.look(appointment)).status).toBe('booked')
})

/** The desk's own text, which leaves at once. */
async function write(clinic: MessagingDesk, patient: Patient, text: string, answerTo: InboundMessage | null) {
  await clinic.desk.call('messages.send', { patientId: patient.id, text, answerTo: answerTo?.id ?? null })
  await clinic.core.runOutbox()
}

it.each(['Ja', 'OK', 'Nei'])('leaves "%s" to the desk that asked something itself', async (word) => {
  const { clinic, kari, appointment } = await openWithAppointment()
  await clinic.at('2026-11-26T08:05:00Z')
  await write(clinic, kari, 'Kan du komme kl. 12 i stedet? Svar JA', null)
  const { answers, inbound } = await say(clinic, word)
  expect(answers).toEqual([])
  expect(inbound).toMatchObject({ handledAs: 'desk', isRead: false })
  expect(await clinic.look(appointment)).toMatchObject({ confirmedAt: null })
  expect((await clinic.desk.call('tasks.list', { filter: 'all' })).tasks).toMatchObject([
    { kind: 'reply', title: word }
  ])
})

it('leaves a yes to the desk that answered what the patient asked, and takes it again after a reminder', async () => {
  const { clinic, kari, appointment } = await openWithAppointment()
  await clinic.at('2026-11-26T08:05:00Z')
  const { inbound } = await say(clinic, 'Kan jeg ta med barnet?')
  await write(clinic, kari, 'Ja, er det greit at dere venter litt?', inbound)
  expect(await say(clinic, 'Ja')).toMatchObject({ answers: [], inbound: { handledAs: 'desk' } })
  await clinic.at('2026-11-30T08:20:00Z')
  expect((await say(clinic, 'Ja')).inbound).toMatchObject({ handledAs: 'confirmed' })
  expect((await clinic.look(appointment)).confirmedAt).not.toBeNull()
})

it('cancels nothing by a yes that may be meant for what the desk wrote since the question', async () => {
  const { clinic, kari, appointment } = await openWithAppointment()
  await clinic.at('2026-11-26T08:05:00Z')
  await say(clinic, 'AVBUD')
  clinic.clock.set(clinic.clock.now().add({ seconds: 20 }))
  await write(clinic, kari, 'Vil du heller ha en telefontime?', null)
  expect(await say(clinic, 'Ja')).toMatchObject({
    answers: [],
    inbound: { handledAs: 'desk', isRead: false }
  })
  expect((await clinic.look(appointment)).status).toBe('booked')
  await say(clinic, 'AVBUD')
  expect((await clinic.look(appointment)).status).toBe('cancelled')
})

/** An AVBUD whose question the network refuses, and the SMS that failed. */
async function askInVain(clinic: MessagingDesk) {
  clinic.modem.answers.push({ kind: 'refused', code: 'cms-28', class: 'permanent' })
  await say(clinic, 'AVBUD')
  await clinic.core.runOutbox()
  const [failed] = await clinic.outbox('problems')
  if (!failed) throw new Error('the question did not fail')
  return failed
}

it('takes the answer to a question that the desk sends again for an answer to that question', async () => {
  const { clinic, appointment } = await openWithAppointment()
  const { id } = await askInVain(clinic)
  await clinic.desk.call('messages.retry', { id })
  await clinic.core.runOutbox()
  expect(clinic.texts().at(-1)).toBe(ASK)
  const { messages, unread } = await clinic.desk.call('messages.inbox', {
    filter: 'all',
    cursor: null,
    limit: 5
  })
  expect(unread).toBe(0)
  expect(messages).toMatchObject([{ handledAs: 'asked' }])
  const { answers } = await say(clinic, 'Ja')
  expect(answers).toEqual(['Timen 03.12 kl. 09.20 er avbestilt. Ny time: 00 00 00 00.'])
  expect(await clinic.look(appointment)).toMatchObject({ status: 'cancelled', confirmedAt: null })
})

it('leaves a yes to the desk when the question failed a second time, for one of the two may have been read', async () => {
  const { clinic, appointment } = await openWithAppointment()
  const { id } = await askInVain(clinic)
  clinic.modem.answers.push({ kind: 'refused', code: 'cms-28', class: 'permanent' })
  await clinic.desk.call('messages.retry', { id })
  await clinic.core.runOutbox()
  await clinic.core.runOutbox()
  const { answers, inbound } = await say(clinic, 'Ja')
  expect(answers).toEqual([])
  expect(inbound).toMatchObject({ handledAs: 'desk', isRead: false })
  expect(await clinic.look(appointment)).toMatchObject({ status: 'booked', confirmedAt: null })
})

it('sends no question again whose appointment has been changed, or that another one has replaced', async () => {
  const { clinic, appointment } = await openWithAppointment()
  const first = await askInVain(clinic)
  const second = await askInVain(clinic)
  const again = (id: typeof first.id) => clinic.desk.call('messages.retry', { id })
  await expect(again(first.id)).rejects.toMatchObject({ code: 'question-over' })
  const { id, version } = await clinic.look(appointment)
  const cancelled = { id, version, reason: 'patient' as const, notifyPatient: false }
  await clinic.desk.call('appointments.cancel', cancelled)
  await expect(again(second.id)).rejects.toMatchObject({ code: 'question-over' })
  expect(await clinic.outbox('waiting')).toEqual([])
})

it.each(['answer first', 'end first'])(
  'takes an answer that comes as its question runs out for one thing only: %s',
  async (order) => {
    const { clinic, appointment } = await openWithAppointment()
    await say(clinic, 'AVBUD')
    const told = clinic.texts().length
    clinic.clock.set(clinic.clock.now().add({ hours: 6 }))
    const works = [() => clinic.modem.receive(MOBILE, 'Ja'), () => clinic.core.runOutbox()]
    await Promise.all((order === 'answer first' ? works : works.toReversed()).map((work) => work()))
    await clinic.core.runOutbox()
    const isCancelled = (await clinic.look(appointment)).status === 'cancelled'
    const said = clinic.texts().slice(told)
    expect(said.some((text) => text.includes('er avbestilt.'))).toBe(isCancelled)
    expect(said.some((text) => text.includes('står'))).toBe(!isCancelled)
  }
)

it.each(['AVBUD', 'Ja'])(
  'tells who shares a number with somebody reserved that %s changes nothing yet',
  async (word) => {
    const { clinic, appointment } = await openWithAppointment()
    const emma = await clinic.register('Nordmann', { birthDate: '2015-11-27', mobile: '412 34 567' })
    const hers = await bookFor(clinic, emma, '10:40')
    await clinic.desk.call('consents.setReserved', { patientId: emma.id, isReserved: true })
    const { answers, inbound } = await say(clinic, word)
    expect(answers).toEqual([
      'Vi har fått meldingen, men ingenting er endret ennå. Legekontoret ser på den. Haster det, ring 00 00 00 00.'
    ])
    expect(inbound).toMatchObject({ handledAs: 'refused', isRead: false })
    for (const each of [appointment, hers])
      expect(await clinic.look(each)).toMatchObject({ status: 'booked', confirmedAt: null })
    expect((await clinic.desk.call('tasks.list', { filter: 'all' })).tasks).toMatchObject([
      { kind: 'reply', title: word }
    ])
  }
)

it('answers nothing on a number on which everybody is reserved', async () => {
  const { clinic, kari } = await openWithAppointment()
  await clinic.desk.call('consents.setReserved', { patientId: kari.id, isReserved: true })
  const { answers, inbound } = await say(clinic, 'AVBUD')
  expect(answers).toEqual([])
  expect(inbound).toMatchObject({ handledAs: 'desk', isRead: false })
})

it('leaves an answer unsent when somebody on a shared number is reserved before it leaves', async () => {
  const { clinic } = await openWithAppointment()
  const emma = await clinic.register('Nordmann', { birthDate: '2015-11-27', mobile: '412 34 567' })
  await bookFor(clinic, emma, '10:40')
  clinic.modem.setState('searching')
  const { answers } = await say(clinic, 'AVBUD')
  expect(answers).toEqual([])
  await clinic.desk.call('consents.setReserved', { patientId: emma.id, isReserved: true })
  clinic.modem.setState('ready')
  await clinic.core.runOutbox()
  const [answer] = (await clinic.outbox()).filter(({ purpose }) => purpose === 'answer')
  expect(answer).toMatchObject({ state: 'blocked', reason: 'reserved' })
  expect(clinic.texts().filter((text) => text.includes('Hvilken'))).toEqual([])
})
