import { expect, it } from 'vitest'
import type { AppointmentId } from '../../src-preload/contract/ids'
import { openWaitingList, wish, type WaitingListDesk } from './fixtures/waiting-list'

const OFFER =
  'Ledig time 03.12 kl. 10.00 hos Eksempel legesenter. Vil du ha den? Svar JA innen kl. 09.30, ellers NEI. Svar STOPP for ikke å få slike.'

/** Who was sent what so far, without the confirmations of bookings. */
function told(clinic: WaitingListDesk): [string, string][] {
  return clinic.modem.sent
    .map(({ to, part }): [string, string] => [to, part.text])
    .filter(([, text]) => !text.startsWith('Du har time'))
}

it('proposes a cancelled place to those it fits: priority first, then who has waited longest', async () => {
  const clinic = await openWaitingList()
  const first = await clinic.waiting('412 34 561')
  clinic.clock.set(clinic.clock.now().add({ seconds: 1 }))
  const second = await clinic.waiting('412 34 562')
  const urgent = await clinic.waiting('412 34 563', { priority: 1 })
  await clinic.waiting('412 34 564', { fromMinute: 720 })
  await clinic.waiting('412 34 565', { weekdays: [1, 2] })
  await clinic.waiting('412 34 566', { durationMinutes: 40 })
  await clinic.waiting('412 34 567', { until: '2026-12-02' })
  await clinic.waiting('412 34 568', { clinicianId: clinic.clinicians[1].id })
  const gap = await clinic.openGap()
  expect(gap).toMatchObject({
    clinicianId: clinic.clinicians[0].id,
    date: '2026-12-03',
    time: '10:00',
    durationMinutes: 20,
    cause: 'cancelled',
    running: null
  })
  expect(gap.candidates.map(({ id }) => id)).toEqual([urgent.entry.id, first.entry.id, second.entry.id])
  expect(clinic.events).toContainEqual({ event: 'waitingList.gapOpened', payload: { gapId: gap.id } })
})

it('proposes no place that is no session for the visit', async () => {
  const clinic = await openWaitingList()
  const video = await clinic.manager.call('appointmentTypes.save', {
    id: null,
    name: 'Video',
    durationMinutes: 20,
    colour: 'blue',
    kind: 'video',
    isActive: true,
    allowedSessions: ['video']
  })
  await clinic.waiting('412 34 561', { typeId: video.id })
  await expect(clinic.openGap()).rejects.toThrow('no place has become free')
})

it('says nothing of a place that fits nobody', async () => {
  const clinic = await openWaitingList()
  await clinic.waiting('412 34 561', { weekdays: [1] })
  await expect(clinic.openGap()).rejects.toThrow('no place has become free')
  expect(clinic.events.map(({ event }) => event)).not.toContain('waitingList.gapOpened')
})

it('asks one after another, holds the place, and moves the first who says yes', async () => {
  const clinic = await openWaitingList()
  const first = await clinic.waiting('412 34 561')
  const second = await clinic.waiting('412 34 562')
  await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  expect(told(clinic)).toEqual([[first.mobile, OFFER]])
  expect(await clinic.desk.call('waitingList.holds', { from: '2026-12-03', to: '2026-12-03' })).toMatchObject(
    [{ time: '10:00', durationMinutes: 20, until: '2026-11-26T08:30:00.000Z' }]
  )
  await expect(clinic.book({ date: '2026-12-03' })).rejects.toMatchObject({ code: 'slot-held' })

  await clinic.say(first.mobile, 'Nei takk')
  expect(told(clinic).slice(1)).toEqual([
    [second.mobile, OFFER],
    [first.mobile, 'Takk for svaret. Du står fortsatt på ventelisten.']
  ])
  await clinic.say(second.mobile, 'Ja')
  expect(told(clinic).slice(3)).toEqual([
    [
      second.mobile,
      'Timen din er flyttet til 03.12 kl. 10.00 hos Eksempel legesenter. Den gamle timen er frigitt.'
    ]
  ])
  expect(await clinic.look(second.appointment)).toMatchObject({
    date: '2026-12-03',
    time: '10:00',
    status: 'booked'
  })
  expect(await clinic.look(first.appointment)).toMatchObject({ date: '2026-12-17' })
  expect(await clinic.rounds()).toMatchObject([
    { state: 'won', offers: [{ state: 'declined' }, { state: 'accepted', answeredHow: 'sms' }] }
  ])
  expect(await clinic.desk.call('waitingList.holds', { from: '2026-12-03', to: '2026-12-03' })).toEqual([])
  const [entry] = await clinic.desk.call('waitingList.forPatient', { patientId: second.patient.id })
  expect(entry).toMatchObject({ state: 'placed' })
})

it('goes on to the next when the time is out, and tells who answers too late', async () => {
  const clinic = await openWaitingList()
  const first = await clinic.waiting('412 34 561')
  const second = await clinic.waiting('412 34 562')
  // The confirmations of their bookings leave first.
  await clinic.at('2026-11-26T08:10:00Z')
  await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  await clinic.at('2026-11-26T08:40:00Z')
  expect(told(clinic).slice(1)).toEqual([[second.mobile, OFFER.replace('09.30', '10.10')]])
  await clinic.say(first.mobile, 'JA')
  expect(told(clinic).slice(2)).toEqual([
    [
      first.mobile,
      'Fristen var ute, så du har ikke fått timen 03.12 kl. 10.00. Ingenting er endret. Ring 00 00 00 00 om du har spørsmål.'
    ]
  ])
  expect(await clinic.look(first.appointment)).toMatchObject({ date: '2026-12-17', confirmedAt: null })
  expect(await repliesAtDesk(clinic)).toEqual(['JA'])
  await clinic.at('2026-11-26T09:10:00Z')
  expect(await clinic.rounds()).toMatchObject([
    { state: 'nobody', offers: [{ state: 'unanswered' }, { state: 'unanswered' }] }
  ])
  const { appointment } = await clinic.book({ date: '2026-12-03' })
  expect(appointment).toMatchObject({ time: '10:00', isOverbooked: false })
})

it('gives the place to the first of several, and tells the others that it is taken', async () => {
  const clinic = await openWaitingList()
  const [first, second, third] = [
    await clinic.waiting('412 34 561'),
    await clinic.waiting('412 34 562'),
    await clinic.waiting('412 34 563')
  ]
  await clinic.offer(await clinic.openGap(), { mode: 'first-come' })
  await clinic.core.runOutbox()
  expect(told(clinic)).toEqual([first, second, third].map(({ mobile }) => [mobile, OFFER]))
  await clinic.say(third.mobile, 'ja')
  await clinic.say(first.mobile, 'ja')
  const taken = 'Timen 03.12 kl. 10.00 er dessverre tatt av en annen. Du står fortsatt på ventelisten.'
  expect(told(clinic).slice(3)).toEqual([
    [first.mobile, taken],
    [second.mobile, taken],
    [third.mobile, expect.stringContaining('Timen din er flyttet til 03.12 kl. 10.00')],
    [
      first.mobile,
      'Timen 03.12 kl. 10.00 er ikke ledig lenger. Ingenting er endret. Ring 00 00 00 00 om du har spørsmål.'
    ]
  ])
  expect(await clinic.rounds()).toMatchObject([
    { state: 'won', offers: [{ state: 'taken' }, { state: 'taken' }, { state: 'accepted' }] }
  ])
})

it('books a new appointment for who has none yet', async () => {
  const clinic = await openWaitingList()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 561' })
  await clinic.desk.call('consents.record', {
    patientId: kari.id,
    decisions: [{ purpose: 'waiting-list-offer', channel: 'sms', decision: 'given' }]
  })
  await clinic.desk.call('waitingList.add', wish(clinic, { patientId: kari.id }))
  await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  await clinic.say('+4741234561', 'Ja takk')
  expect(clinic.texts().at(-1)).toBe(
    'Du har fått time 03.12 kl. 10.00 hos Eksempel legesenter. Avbestill senest 24 t før: 00 00 00 00.'
  )
  const { appointments } = await clinic.desk.call('appointments.forPatient', {
    patientId: kari.id,
    limit: 10
  })
  expect(appointments).toMatchObject([{ date: '2026-12-03', time: '10:00', status: 'booked' }])
})

it('moves who takes the place on the telephone; taken back, the patient waits again', async () => {
  const clinic = await openWaitingList()
  const first = await clinic.waiting('412 34 561')
  const second = await clinic.waiting('412 34 562')
  const gap = await clinic.openGap()
  await clinic.offer(gap)
  await clinic.core.runOutbox()
  const { appointment, changeId } = await clinic.desk.call('waitingList.place', {
    gapId: gap.id,
    entryId: second.entry.id
  })
  expect(appointment).toMatchObject({ id: second.appointment.id, date: '2026-12-03', time: '10:00' })
  await clinic.core.runOutbox()
  expect(told(clinic).slice(1)).toEqual([
    [first.mobile, 'Timen 03.12 kl. 10.00 er dessverre tatt av en annen. Du står fortsatt på ventelisten.']
  ])
  await clinic.desk.call('appointments.undo', { changeId })
  expect(await clinic.look(second.appointment)).toMatchObject({ date: '2026-12-17' })
  const waiting = await clinic.desk.call('waitingList.list', { filter: 'waiting', limit: 10 })
  expect(waiting.map(({ id }) => id)).toEqual([first.entry.id, second.entry.id])
})

it('lets go of the place when the desk stops the round, and tells who was asked', async () => {
  const clinic = await openWaitingList()
  const first = await clinic.waiting('412 34 561')
  const round = await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  await clinic.desk.call('waitingList.stop', { roundId: round.id })
  await clinic.core.runOutbox()
  expect(told(clinic).slice(1)).toEqual([
    [first.mobile, 'Timen 03.12 kl. 10.00 er ikke ledig likevel. Du står fortsatt på ventelisten.']
  ])
  await clinic.book({ date: '2026-12-03' })
  await expect(clinic.desk.call('waitingList.stop', { roundId: round.id })).rejects.toMatchObject({
    code: 'offer-ended'
  })
})

it('passes over who cannot be asked, and says why', async () => {
  const clinic = await openWaitingList()
  const reserved = await clinic.waiting('412 34 561')
  await clinic.desk.call('consents.setReserved', { patientId: reserved.patient.id, isReserved: true })
  const silent = await clinic.waiting('412 34 562')
  await clinic.desk.call('consents.record', {
    patientId: silent.patient.id,
    decisions: [{ purpose: 'waiting-list-offer', channel: 'sms', decision: 'withdrawn' }]
  })
  const third = await clinic.waiting('412 34 563')
  const gap = await clinic.openGap()
  expect(gap.candidates.map(({ smsRefusal }) => smsRefusal)).toEqual(['reserved', 'consent-withdrawn', null])
  const round = await clinic.offer(gap)
  await clinic.core.runOutbox()
  expect(round.offers).toMatchObject([
    { state: 'skipped', reason: 'reserved' },
    { state: 'skipped', reason: 'consent-withdrawn' },
    { state: 'open' }
  ])
  expect(told(clinic).map(([mobile]) => mobile)).toEqual([third.mobile])
})

it('offers nothing to a number that somebody reserved shares, for a yes from there would not count', async () => {
  const clinic = await openWaitingList({ now: '2026-11-26T21:00:00Z' })
  const first = await clinic.waiting('412 34 561')
  const second = await clinic.waiting('412 34 562')
  await clinic.offer(await clinic.openGap())
  // The offer waits for the morning; meanwhile another on the mobile is reserved.
  const reserve = async (mobile: string) => {
    const { id: patientId } = await clinic.register('Reservert', { mobile })
    await clinic.desk.call('consents.setReserved', { patientId, isReserved: true })
  }
  await reserve('412 34 561')
  await clinic.at('2026-11-27T07:00:00Z')
  await clinic.core.runOutbox()
  expect(told(clinic).map(([mobile]) => mobile)).toEqual([second.mobile])
  expect(await clinic.rounds()).toMatchObject([
    { offers: [{ state: 'undelivered', reason: 'number-reserved' }, { state: 'open' }] }
  ])
  const [entry] = await clinic.desk.call('waitingList.forPatient', { patientId: first.patient.id })
  expect(entry).toMatchObject({ state: 'waiting', smsRefusal: 'number-reserved' })
})

it('asks nobody where none can be asked, and holds nothing', async () => {
  const clinic = await openWaitingList()
  const reserved = await clinic.waiting('412 34 561')
  await clinic.desk.call('consents.setReserved', { patientId: reserved.patient.id, isReserved: true })
  await expect(clinic.offer(await clinic.openGap())).rejects.toMatchObject({ code: 'waiting-list-nobody' })
  await clinic.book({ date: '2026-12-03' })
})

it('goes on to the next when the SMS does not arrive', async () => {
  const clinic = await openWaitingList()
  const first = await clinic.waiting('412 34 561')
  const second = await clinic.waiting('412 34 562')
  await clinic.offer(await clinic.openGap())
  clinic.modem.answers.push({ kind: 'refused', code: 'cms-1', class: 'permanent' })
  await clinic.core.runOutbox()
  await clinic.core.runOutbox()
  expect(told(clinic).map(([mobile]) => mobile)).toEqual([first.mobile, second.mobile])
  expect(await clinic.rounds()).toMatchObject([
    { offers: [{ state: 'undelivered', reason: 'cms-1' }, { state: 'open' }] }
  ])
})

it('asks which, and leaves it to the desk too, when a yes may be meant for what the desk wrote', async () => {
  const clinic = await openWaitingList()
  const { mobile, patient, appointment } = await clinic.waiting('412 34 561')
  await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  clinic.clock.set(clinic.clock.now().add({ seconds: 20 }))
  const text = { patientId: patient.id, text: 'Kan du ta med medisinlisten?', answerTo: null }
  await clinic.desk.call('messages.send', text)
  await clinic.core.runOutbox()
  await clinic.say(mobile, 'Ja')
  expect(told(clinic).at(-1)).toEqual([mobile, expect.stringMatching(/^Hvilken time gjelder svaret/)])
  expect(await repliesAtDesk(clinic)).toEqual(['Ja'])
  await clinic.say(mobile, 'Ja 1')
  expect(await clinic.look(appointment)).toMatchObject({ date: '2026-12-03' })
})

/** What patients wrote that stands among the tasks. */
async function repliesAtDesk({ desk }: WaitingListDesk): Promise<string[]> {
  const { tasks } = await desk.call('tasks.list', { filter: 'all' })
  return tasks.filter(({ kind }) => kind === 'reply').map(({ title }) => title)
}

it('sends no offer again that did not arrive, for its place has gone on to the next', async () => {
  const clinic = await openWaitingList()
  const first = await clinic.waiting('412 34 561')
  await clinic.waiting('412 34 562')
  await clinic.offer(await clinic.openGap())
  clinic.modem.answers.push({ kind: 'refused', code: 'cms-1', class: 'permanent' })
  await clinic.core.runOutbox()
  const [failed] = await clinic.outbox('problems')
  expect(failed).toMatchObject({ patientId: first.patient.id, canRetry: false })
  await expect(clinic.desk.call('messages.retry', { id: failed!.id })).rejects.toMatchObject({
    code: 'offer-not-again'
  })
  await clinic.core.runOutbox()
  expect((await clinic.outbox()).filter(({ purpose }) => purpose === 'waiting-list-offer')).toHaveLength(2)
})

it.each(['Ja', 'Ja 1'])('confirms nothing else by a "%s" to an offer that is gone', async (text) => {
  const clinic = await openWaitingList()
  const { mobile, appointment } = await clinic.waiting('412 34 561')
  await clinic.at('2026-11-26T08:10:00Z')
  await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  await clinic.at('2026-11-26T08:40:00Z')
  await clinic.say(mobile, text)
  expect(told(clinic).at(-1)).toEqual([mobile, expect.stringMatching(/^Fristen var ute/)])
  expect(await clinic.look(appointment)).toMatchObject({ confirmedAt: null, date: '2026-12-17' })
})

it('confirms nothing else when who has said no to an offer says yes after all', async () => {
  const clinic = await openWaitingList()
  const { mobile, appointment } = await clinic.waiting('412 34 561')
  await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  await clinic.say(mobile, 'Nei')
  await clinic.say(mobile, 'Ja')
  expect(told(clinic).at(-1)).toEqual([mobile, expect.stringMatching(/er ikke ledig lenger/)])
  expect(await clinic.look(appointment)).toMatchObject({ confirmedAt: null, date: '2026-12-17' })
})

it('numbers offers that are open to one mobile, and asks which one a bare yes is for', async () => {
  const clinic = await openWaitingList()
  const { mobile, appointment } = await clinic.waiting('412 34 561')
  const gap = await clinic.openGap()
  await clinic.offer(gap)
  const other = await clinic.book({ date: '2026-12-04', time: '11:00' })
  await clinic.desk.call('appointments.cancel', {
    id: other.appointment.id,
    version: other.appointment.version,
    reason: 'clinic',
    notifyPatient: false
  })
  const second = (await clinic.gaps()).find(({ date }) => date === '2026-12-04')
  if (!second) throw new Error('the second place is missing')
  await clinic.offer(second)
  await clinic.core.runOutbox()
  expect(told(clinic).at(-1)).toEqual([
    mobile,
    'Ledig time 04.12 kl. 11.00 hos Eksempel legesenter. Vil du ha den? Svar JA 2 innen kl. 09.30, ellers NEI 2. Svar STOPP for ikke å få slike.'
  ])
  await clinic.say(mobile, 'Ja')
  expect(told(clinic).at(-1)).toEqual([
    mobile,
    'Hvilken time gjelder svaret?\n1: ledig time 03.12 kl. 10.00\n2: ledig time 04.12 kl. 11.00\nSvar JA eller NEI og tallet.'
  ])
  await clinic.say(mobile, 'Ja 2')
  expect(await clinic.look(appointment)).toMatchObject({ date: '2026-12-04', time: '11:00' })
  expect((await clinic.rounds()).map(({ state }) => state)).toEqual(['won', 'nobody'])
})

it('does not take a yes that may be meant for something else', async () => {
  const clinic = await openWaitingList()
  const { mobile, appointment } = await clinic.waiting('412 34 561')
  await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  await clinic.say(mobile, 'Avbud')
  await clinic.say(mobile, 'Ja')
  expect(told(clinic).at(-1)).toEqual([
    mobile,
    expect.stringMatching(/^Timen 17\.12 kl\. 13\.00 er avbestilt/)
  ])
  expect(await clinic.look(appointment)).toMatchObject({ status: 'cancelled', date: '2026-12-17' })
  expect(await clinic.rounds()).toMatchObject([{ state: 'nobody', offers: [{ state: 'withdrawn' }] }])
})

it('stands as it was after a restart, and goes on with what has run out meanwhile', async () => {
  const clinic = await openWaitingList()
  const first = await clinic.waiting('412 34 561')
  const second = await clinic.waiting('412 34 562')
  await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  const again = await clinic.again()
  await again.at('2026-11-26T11:00:00Z')
  expect(again.modem.sent.map(({ to }) => to)).toContain(second.mobile)
  await again.modem.receive(first.mobile, 'Ja')
  await again.modem.receive(second.mobile, 'Ja')
  await again.core.runOutbox()
  const dateOf = async (id: AppointmentId) => (await again.desk.call('appointments.get', { id })).date
  expect(await dateOf(first.appointment.id)).toBe('2026-12-17')
  expect(await dateOf(second.appointment.id)).toBe('2026-12-03')
})

it('waits out the quiet hours, and counts the time to answer from then', async () => {
  const clinic = await openWaitingList({ now: '2026-11-26T21:00:00Z' })
  const { mobile } = await clinic.waiting('412 34 561')
  await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  expect(told(clinic)).toEqual([])
  await clinic.at('2026-11-27T07:00:00Z')
  expect(told(clinic)).toEqual([[mobile, OFFER.replace('09.30', '08.30')]])
})

it('keeps back the SMS of who says no on the telephone before it has left, and asks the next', async () => {
  const clinic = await openWaitingList({ now: '2026-11-26T21:00:00Z' })
  await clinic.waiting('412 34 561')
  const second = await clinic.waiting('412 34 562')
  const round = await clinic.offer(await clinic.openGap())
  const answered = await clinic.desk.call('waitingList.decline', { offerId: round.offers[0]!.id })
  expect(answered.offers).toMatchObject([{ state: 'declined', answeredHow: 'telephone' }, { state: 'open' }])
  await clinic.at('2026-11-27T07:00:00Z')
  expect(told(clinic).map(([mobile]) => mobile)).toEqual([second.mobile])
  await expect(
    clinic.desk.call('waitingList.decline', { offerId: round.offers[0]!.id })
  ).rejects.toMatchObject({ code: 'offer-ended' })
})

const GONE =
  'Timen 03.12 kl. 10.00 er ikke ledig lenger. Ingenting er endret. Ring 00 00 00 00 om du har spørsmål.'

it.each(['JA', 'Ja 1'])(
  'takes "%s" after a no for an answer to the offer, not for the old appointment',
  async (yes) => {
    const clinic = await openWaitingList()
    const { mobile, appointment } = await clinic.waiting('412 34 561')
    await clinic.waiting('412 34 562')
    await clinic.at('2026-11-26T08:10:00Z')
    await clinic.offer(await clinic.openGap())
    await clinic.core.runOutbox()
    await clinic.say(mobile, 'Nei')
    await clinic.say(mobile, yes)
    expect(told(clinic).at(-1)).toEqual([mobile, GONE])
    expect(await clinic.look(appointment)).toMatchObject({ date: '2026-12-17', confirmedAt: null })
  }
)

it('answers a yes to an offer that was declined on the telephone, and lets a second no be', async () => {
  const clinic = await openWaitingList()
  const { mobile, appointment } = await clinic.waiting('412 34 561')
  await clinic.at('2026-11-26T08:10:00Z')
  const round = await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  await clinic.desk.call('waitingList.decline', { offerId: round.offers[0]!.id })
  await clinic.say(mobile, 'Nei')
  expect(told(clinic)).toHaveLength(1)
  await clinic.say(mobile, 'Ja')
  expect(told(clinic).slice(1)).toEqual([[mobile, GONE]])
  expect(await clinic.look(appointment)).toMatchObject({ date: '2026-12-17', confirmedAt: null })
})

it('goes on with the other rounds, and ends what is past, when one round fails', async () => {
  const clinic = await openWaitingList()
  const first = await clinic.waiting('412 34 561')
  const second = await clinic.waiting('412 34 562')
  const expiring = await clinic.waiting('412 34 563', { until: '2026-11-25' })
  const broken = await clinic.offer(await clinic.openGap(), { entryIds: [first.entry.id] })
  const { appointment } = await clinic.book({ date: '2026-12-04', time: '11:00' })
  await clinic.desk.call('appointments.cancel', {
    id: appointment.id,
    version: appointment.version,
    reason: 'clinic',
    notifyPatient: false
  })
  const gap = (await clinic.gaps()).find(({ date }) => date === '2026-12-04')
  if (!gap) throw new Error('the second place is missing')
  const other = await clinic.offer(gap, { entryIds: [second.entry.id] })
  await clinic.core.runOutbox()
  clinic.core.database.driver.exec(
    `create trigger broken before update on waiting_list_offer when old.round_id = ${broken.id}
     begin select raise(abort, 'the row is broken'); end`
  )
  await clinic.at('2026-11-26T09:00:00Z')
  const stateOf = async (id: typeof other.id) => (await clinic.rounds()).find((one) => one.id === id)?.state
  expect(await stateOf(other.id)).toBe('nobody')
  expect(await stateOf(broken.id)).toBe('running')
  const [entry] = await clinic.desk.call('waitingList.forPatient', { patientId: expiring.patient.id })
  expect(entry).toMatchObject({ state: 'expired' })
})

it('tells of itself only what a change of an appointment has changed for it', async () => {
  const clinic = await openWaitingList()
  const { appointment } = await clinic.waiting('412 34 561')
  const told = async (work: () => Promise<unknown>): Promise<unknown[]> => {
    const before = clinic.events.length
    await work()
    // What is told is read from the file first, and the next read comes after that.
    await clinic.desk.call('waitingList.list', { filter: 'waiting', limit: 10 })
    return clinic.events.slice(before).filter(({ event }) => event === 'waitingList.changed')
  }
  const changed = [{ event: 'waitingList.changed', payload: { dates: [] } }]
  const note = (id: AppointmentId, version: number) =>
    clinic.desk.call('appointments.setNote', { id, version, note: 'Tolk' })
  expect(await told(() => clinic.book({ date: '2026-12-08' }))).toEqual([])
  const other = await clinic.book({ date: '2026-12-09' })
  expect(await told(() => note(other.appointment.id, 1))).toEqual([])
  expect(await told(() => note(appointment.id, appointment.version))).toEqual(changed)
  expect(await told(() => clinic.openGap())).toEqual(changed)
  expect(await told(() => clinic.book({ date: '2026-12-03' }))).toEqual(changed)
})

it('lets in who was called missed and comes after all while the place is on offer', async () => {
  const clinic = await openWaitingList()
  await clinic.waiting('412 34 561')
  const { appointment } = await clinic.book({ time: '09:00', durationMinutes: 240 })
  clinic.clock.set(clinic.clock.now().add({ minutes: 1 }))
  await clinic.desk.call('waitingRoom.noShow', { id: appointment.id })
  const place = {
    clinicianId: clinic.clinicians[0].id,
    date: '2026-11-26',
    time: '12:00',
    durationMinutes: 20
  }
  await clinic.offer(await clinic.desk.call('waitingList.openGap', place))
  expect(await clinic.desk.call('waitingRoom.stepBack', { id: appointment.id })).toMatchObject({
    status: 'booked',
    isOverbooked: true
  })
})

it('ends the wait of who writes STOPP, and asks the next', async () => {
  const clinic = await openWaitingList()
  const first = await clinic.waiting('412 34 561')
  const second = await clinic.waiting('412 34 562')
  await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  await clinic.say(first.mobile, 'STOPP')
  expect(told(clinic).map(([mobile]) => mobile)).toEqual([first.mobile, second.mobile, first.mobile])
  const [entry] = await clinic.desk.call('waitingList.forPatient', { patientId: first.patient.id })
  expect(entry).toMatchObject({ state: 'waiting', smsRefusal: 'consent-withdrawn' })
})

it('writes in the access log whom it offered what, and to whom it gave it', async () => {
  const clinic = await openWaitingList()
  const { patient, mobile } = await clinic.waiting('412 34 561')
  await clinic.offer(await clinic.openGap())
  await clinic.core.runOutbox()
  await clinic.say(mobile, 'Ja')
  const { entries } = await clinic.manager.call('audit.forPatient', {
    patientId: patient.id,
    cursor: null
  })
  const actions = entries.map(({ action }) => action)
  expect(actions).toEqual(
    expect.arrayContaining([
      'waiting-list.added',
      'waiting-list.offered',
      'waiting-list.placed',
      'appointment.moved'
    ])
  )
})
