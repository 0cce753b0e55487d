import { expect, it } from 'vitest'
import { openDesk, type Desk } from './fixtures/desk'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const refusal = (code: string, parameters: object = {}) => expect.objectContaining({ code, parameters })

function standAt({ clock }: Pick<Desk, 'clock'>, time: string): void {
  clock.set(clock.now().toZonedDateTimeISO('Europe/Oslo').withPlainTime(time).toInstant())
}

it('gives who arrives a code that the slip keeps when the step is taken back and done again', async () => {
  const { desk, book } = await openDesk()
  const { id } = (await book()).appointment
  await desk.call('waitingRoom.arrive', { id })
  const { codes } = await desk.call('waitingRoom.board', {})
  expect(codes).toEqual([{ appointmentId: id, code: expect.stringMatching(/^[A-Z]{2}\d{2}$/) }])
  await desk.call('waitingRoom.stepBack', { id })
  await desk.call('waitingRoom.arrive', { id })
  expect((await desk.call('waitingRoom.board', {})).codes).toEqual(codes)
})

it('steps back on the board whoever took the step, and no further than the visit', async () => {
  const { desk, as, book } = await openDesk()
  const { id } = (await book()).appointment
  const clinician = await as('clinician')
  await desk.call('waitingRoom.arrive', { id })
  await clinician.call('waitingRoom.callIn', { id, roomId: null })
  expect(await desk.call('waitingRoom.stepBack', { id })).toMatchObject({ encounterStatus: 'arrived' })
  expect(await desk.call('waitingRoom.stepBack', { id })).toMatchObject({ status: 'booked' })
  await expect(desk.call('waitingRoom.stepBack', { id })).rejects.toEqual(refusal('undo-outdated'))
})

it('calls in to the room the clinician used last today', async () => {
  const { desk, book, odd } = await openDesk()
  const [, second] = await desk.call('rooms.list', {})
  const one = (await book()).appointment
  const other = (await book({ patientId: odd, time: '10:20' })).appointment
  for (const { id } of [one, other]) await desk.call('waitingRoom.arrive', { id })
  await desk.call('waitingRoom.callIn', { id: one.id, roomId: second?.id ?? null })
  const { appointment } = await desk.call('waitingRoom.callIn', { id: other.id, roomId: null })
  expect(appointment.roomId).toBe(second?.id)
})

it('answers a part of the board with the figures of the whole', async () => {
  const { desk, book, ingrid, odd } = await openDesk()
  const one = (await book()).appointment
  const other = (await book({ patientId: odd, time: '10:20' })).appointment
  for (const { id } of [one, other]) await desk.call('waitingRoom.arrive', { id })
  const whole = await desk.call('waitingRoom.board', {})
  const part = await desk.call('waitingRoom.part', { patientIds: [ingrid] })
  expect(part.waiting.map(({ id }) => id)).toEqual([one.id])
  expect(part.codes).toEqual(whole.codes.filter(({ appointmentId }) => appointmentId === one.id))
  expect(part.clinicians).toEqual(whole.clinicians)
})

it('warns at the limits of each clinician, the clinic’s unless others are set', async () => {
  const { desk, manager, clinicians } = await openDesk()
  const { id, name, colour, isActive, defaultRoomId } = clinicians[0]
  const draft = { id, name, colour, isActive, defaultRoomId }
  await expect(manager.call('clinicians.save', { ...draft, waitLimitMinutes: [20, 20] })).rejects.toEqual(
    refusal('wait-limits-order')
  )
  await manager.call('clinicians.save', { ...draft, waitLimitMinutes: [5, 10] })
  // Who saves without them leaves them as they were.
  await manager.call('clinicians.save', draft)
  const board = await desk.call('waitingRoom.board', {})
  expect(board.clinicians.map((one) => one.waitLimitMinutes)).toEqual([
    [5, 10],
    [15, 30],
    [15, 30]
  ])
})

it('goes by a delay said by hand until its hour, and counts again after', async () => {
  const clinic = await openDesk()
  const { desk, as, clinicians } = clinic
  const [own, other] = clinicians
  const doctor = await as('clinician')
  await doctor.call('delays.set', { clinicianId: own.id, minutes: 25, until: '10:00' })
  const delay = async () => (await desk.call('waitingRoom.board', {})).clinicians[0]
  expect(await delay()).toMatchObject({
    delayMinutes: 25,
    computedDelayMinutes: 0,
    setDelay: { minutes: 25, until: '2026-12-03T09:00:00Z', userName: 'Anne Lunde' }
  })
  standAt(clinic, '10:00')
  expect(await delay()).toMatchObject({ delayMinutes: 0, setDelay: null })
  await desk.call('delays.set', { clinicianId: own.id, minutes: 40, until: null })
  await desk.call('delays.set', { clinicianId: own.id, minutes: null, until: null })
  expect(await delay()).toMatchObject({ delayMinutes: 0, setDelay: null })
  await expect(desk.call('delays.set', { clinicianId: own.id, minutes: 5, until: '09:00' })).rejects.toEqual(
    refusal('delay-until-past')
  )
  await expect(doctor.call('delays.set', { clinicianId: other.id, minutes: 5, until: null })).rejects.toEqual(
    refusal('not-allowed')
  )
})

/** At 09:22 the first has waited since 09:00 for 08:40, the second is due at 09:30, the third at noon. */
async function openLateMorning() {
  const clinic = await openMessaging()
  const add = async (name: string, time: string, mobile: string) => {
    const patient = await clinic.register(name, { mobile })
    return (await clinic.book({ patientId: patient.id, time })).appointment
  }
  const kari = await add('Nordmann', '08:40', '412 34 567')
  const ola = await add('Hansen', '09:30', '987 65 432')
  await add('Seinere', '12:00', '433 33 333')
  await clinic.desk.call('waitingRoom.arrive', { id: kari.id })
  standAt(clinic, '09:22')
  return { clinic, kari, ola, clinicianId: clinic.clinicians[0].id }
}

const delayTexts = ({ modem }: MessagingDesk): [string, string][] =>
  modem.sent.filter(({ part }) => part.text.includes('forsinket')).map(({ to, part }) => [to, part.text])

it('shows before sending whom a delay concerns, whom not and why, and what it costs', async () => {
  const { clinic, clinicianId, kari, ola } = await openLateMorning()
  const preview = await clinic.desk.call('delays.preview', { clinicianId, minutes: null })
  // Ready since arrival at 09:00, so 22 minutes, told as 25.
  expect(preview).toEqual({
    minutes: 25,
    text: 'Vi er ca. 25 min forsinket i dag. Timen din kl. … hos Eksempel legesenter begynner senere enn planlagt. Spørsmål: 00 00 00 00.',
    recipients: [
      expect.objectContaining({ appointmentId: kari.id, isHere: true, reason: null, costMinor: 39 }),
      expect.objectContaining({ appointmentId: ola.id, isHere: false, reason: null, costMinor: 39 })
    ]
  })
  expect(delayTexts(clinic)).toEqual([])
})

it('tells those chosen once of each step of a delay', async () => {
  const { clinic, clinicianId, kari, ola } = await openLateMorning()
  const announce = (minutes: number, appointmentIds: (typeof kari.id)[]) =>
    clinic.desk.call('delays.announce', { clinicianId, minutes, appointmentIds })
  expect(await announce(25, [kari.id])).toEqual({ count: 1 })
  await clinic.core.runOutbox()
  expect(delayTexts(clinic)).toEqual([
    [
      '+4741234567',
      'Vi er ca. 25 min forsinket i dag. Timen din kl. 08.40 hos Eksempel legesenter begynner senere enn planlagt. Spørsmål: 00 00 00 00.'
    ]
  ])
  await expect(announce(25, [kari.id, ola.id])).rejects.toEqual(refusal('list-changed', { count: 1 }))
  await expect(announce(20, [kari.id])).rejects.toEqual(refusal('list-empty'))
  expect(await announce(35, [kari.id, ola.id])).toEqual({ count: 2 })
  const [first] = (await clinic.desk.call('waitingRoom.board', {})).clinicians
  expect(first?.announcedMinutes).toBe(35)
})

it('sends no word of a delay to who has been called in meanwhile', async () => {
  const { clinic, clinicianId, kari, ola } = await openLateMorning()
  await clinic.desk.call('delays.announce', {
    clinicianId,
    minutes: 25,
    appointmentIds: [kari.id, ola.id]
  })
  await clinic.desk.call('waitingRoom.callIn', { id: kari.id, roomId: null })
  await clinic.core.runOutbox()
  expect(delayTexts(clinic).map(([to]) => to)).toEqual(['+4798765432'])
})

it('sends the code to who waits and may be written to, once', async () => {
  const { clinic, kari, ola } = await openLateMorning()
  const send = (id: typeof kari.id) => clinic.desk.call('arrivalCodes.send', { id })
  await expect(send(ola.id)).rejects.toEqual(refusal('arrival-code-none'))
  await send(kari.id)
  await clinic.core.runOutbox()
  const [given] = (await clinic.desk.call('waitingRoom.board', {})).codes
  expect(clinic.texts()).toContain(
    `Koden din i venterommet hos Eksempel legesenter er ${given?.code}. Følg med på skjermen: der står det hvor du skal gå.`
  )
  await expect(send(kari.id)).rejects.toEqual(refusal('arrival-code-sent'))
})

it('shows the wall codes and rooms, with nobody signed in and nobody named', async () => {
  const { clinic, kari } = await openLateMorning()
  const [room] = await clinic.desk.call('rooms.list', {})
  await clinic.desk.call('waitingRoom.callIn', { id: kari.id, roomId: room?.id ?? null })
  const [given] = (await clinic.desk.call('waitingRoom.board', {})).codes
  await clinic.desk.call('session.signOut', {})
  const wall = await clinic.desk.call('wall.board', {})
  expect(wall).toMatchObject({
    clinicName: 'Eksempel legesenter',
    called: [{ code: given?.code, room: 'Rom 1' }],
    waiting: [],
    hasSound: false
  })
  expect(JSON.stringify(wall)).not.toMatch(/Nordmann|Test|41234567|4741/)
})

it('tells twenty boards the same of each change, also while others are looking', async () => {
  const { desk, book, core } = await openDesk()
  const { id, patientId } = (await book()).appointment
  await desk.call('waitingRoom.board', {})
  const seen: Promise<string>[] = []
  const look = async (): Promise<string> => {
    const { expected, waiting } = await desk.call('waitingRoom.part', { patientIds: [patientId] })
    return [...expected, ...waiting].map(({ status }) => status).join()
  }
  core.events.subscribe((event) => {
    if (event === 'appointments.changed') for (let board = 0; board < 20; board += 1) seen.push(look())
  })
  const steps = ['waitingRoom.arrive', 'waitingRoom.stepBack', 'waitingRoom.arrive'] as const
  for (const step of steps) await Promise.all([desk.call(step, { id }), look(), desk.call('wall.board', {})])
  const states = await Promise.all(seen)
  expect(states).toHaveLength(60)
  expect(
    [states.slice(0, 20), states.slice(20, 40), states.slice(40)].map((some) => [...new Set(some)])
  ).toEqual([['arrived'], ['booked'], ['arrived']])
})
