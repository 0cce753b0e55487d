import { expect, it } from 'vitest'
import type { PatientId } from '../../src-preload/contract/ids'
import type { MethodInput } from '../../src-preload/contract'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const CLINIC_ADDRESS = { line: 'Klinikkveien 2', postalCode: '0484', city: 'Oslo' }
const HOME = { line: 'Storgata 1', postalCode: '0155', city: 'Oslo' }

/** A clinic with an address, and somebody who wants no digital messages. */
async function openReserved(changes: Partial<MethodInput<'patients.create'>> = {}) {
  const clinic = await openMessaging()
  await clinic.manager.call('settings.save', { clinicAddress: CLINIC_ADDRESS })
  const { id: patientId } = await clinic.register('Moe', { mobile: '41234567', address: HOME, ...changes })
  await clinic.desk.call('consents.setReserved', { patientId, isReserved: true })
  return { clinic, patientId }
}

async function waiting({ desk }: MessagingDesk) {
  const { letters } = await desk.call('letters.list', { filter: 'waiting', cursor: null, limit: 200 })
  return letters
}

const book = async (clinic: MessagingDesk, patientId: PatientId, date = '2026-12-10') =>
  (await clinic.book({ patientId, date, time: '09:20' })).appointment

it('makes one letter of an appointment for a reserved patient, and no SMS leaves', async () => {
  const { clinic, patientId } = await openReserved()
  await book(clinic, patientId)
  expect(await waiting(clinic)).toMatchObject([
    {
      kind: 'appointment',
      cause: 'reserved',
      state: 'waiting',
      delivery: 'post',
      isLate: false,
      createdBy: null
    }
  ])
  await clinic.at('2026-12-10T07:00:00Z')
  expect([clinic.texts(), (await waiting(clinic)).length]).toEqual([[], 1])
})

it('writes the letter with head, window and text, and keeps what lay on the paper', async () => {
  const { clinic, patientId } = await openReserved()
  await book(clinic, patientId)
  const [letter] = await waiting(clinic)
  if (!letter) throw new Error('a letter waits')
  const ids = [letter.id]
  const [sheet] = await clinic.desk.call('letters.sheets', { ids })
  expect(sheet).toMatchObject({
    sender: { name: 'Eksempel legesenter', line: 'Klinikkveien 2', place: '0484 Oslo' },
    recipient: ['Test Moe', 'Storgata 1', '0155 Oslo'],
    note: null,
    dateline: 'Oslo, 26. november 2026',
    subject: 'Time hos Eksempel legesenter'
  })
  expect(sheet?.body).toContain('Du har time torsdag 10.12 kl. 09.20 hos Eksempel legesenter.')
  await clinic.desk.call('letters.markPrinted', { ids })
  await clinic.manager.call('letterTemplates.save', {
    kind: 'appointment',
    language: 'nb',
    subject: 'Time',
    body: 'Ny tekst {date} {time}'
  })
  await clinic.at('2026-11-30T08:00:00Z')
  expect(await clinic.desk.call('letters.sheets', { ids })).toEqual([sheet])
})

it('takes no letter that has a greeting only, and one in which something was written', async () => {
  const { clinic, patientId } = await openReserved()
  const asked = { patientId, kind: 'general', appointmentId: null } as const
  const { subject, body } = await clinic.desk.call('letters.draft', asked)
  const write = (text: string) => clinic.desk.call('letters.write', { ...asked, subject, body: text })
  await expect(write(`${body}\n`)).rejects.toMatchObject({ code: 'letter-only-greeting' })
  expect(await write(body.replace('\n\n\n', '\n\nRing oss.\n'))).toMatchObject({ state: 'waiting' })
})

it('marks a batch as printed with who and when, and takes it back', async () => {
  const { clinic, patientId } = await openReserved()
  const other = await clinic.register('Lie', { address: HOME })
  await book(clinic, patientId)
  await clinic.desk.call('letters.write', {
    patientId: other.id,
    kind: 'general',
    appointmentId: null,
    subject: 'Hei',
    body: 'En beskjed.'
  })
  const ids = (await waiting(clinic)).map(({ id }) => id)
  const printed = await clinic.desk.call('letters.markPrinted', { ids })
  expect(printed).toMatchObject([
    { state: 'printed', printedBy: 'Randi Berg', printedAt: '2026-11-26T08:00:00Z' },
    { state: 'printed', kind: 'general' }
  ])
  expect(await waiting(clinic)).toEqual([])
  await clinic.desk.call('letters.takeBack', { ids })
  expect((await waiting(clinic)).map(({ id }) => id)).toEqual(ids)
  const steps = clinic.core.database.driver.prepare('select step from letter_step order by id').pluck().all()
  expect(steps).toEqual(['made', 'made', 'printed', 'printed', 'taken-back', 'taken-back'])
})

it('prints none of a batch as done when one of them is withdrawn meanwhile', async () => {
  const { clinic, patientId } = await openReserved()
  const appointment = await book(clinic, patientId)
  const ids = (await waiting(clinic)).map(({ id }) => id)
  await clinic.desk.call('appointments.cancel', {
    id: appointment.id,
    version: appointment.version,
    reason: 'patient',
    notifyPatient: false
  })
  const mark = clinic.desk.call('letters.markPrinted', { ids })
  await expect(mark).rejects.toMatchObject({ code: 'letter-changed', parameters: { name: 'Test Moe' } })
  expect(await clinic.desk.call('letters.forPatient', { patientId, limit: 10 })).toMatchObject([
    { state: 'withdrawn', reason: 'appointment-changed' }
  ])
})

it('tells by letter of a move and a cancellation after the first letter was printed', async () => {
  const { clinic, patientId } = await openReserved()
  const appointment = await book(clinic, patientId)
  await clinic.desk.call('letters.markPrinted', { ids: (await waiting(clinic)).map(({ id }) => id) })
  const { appointment: moved } = await clinic.desk.call('appointments.move', {
    id: appointment.id,
    version: appointment.version,
    clinicianId: appointment.clinicianId,
    date: '2026-12-11',
    time: '10:00',
    durationMinutes: 20,
    isOverbooking: false
  })
  expect(await waiting(clinic)).toMatchObject([
    { kind: 'appointment-changed', about: '2026-12-11T09:00:00Z' }
  ])
  await clinic.desk.call('appointments.cancel', {
    id: moved.id,
    version: moved.version,
    reason: 'clinic',
    notifyPatient: true
  })
  expect(await waiting(clinic)).toMatchObject([{ kind: 'appointment-cancelled' }])
})

it('withdraws a letter nobody has printed when its appointment begins', async () => {
  const { clinic, patientId } = await openReserved()
  await book(clinic, patientId)
  await clinic.at('2026-12-10T08:30:00Z')
  expect(await waiting(clinic)).toEqual([])
  expect(await clinic.desk.call('letters.forPatient', { patientId, limit: 5 })).toMatchObject([
    { state: 'withdrawn', reason: 'appointment-begun' }
  ])
})

it('writes to who has no mobile, and not where the clinic calls them instead', async () => {
  const clinic = await openMessaging()
  const { id: patientId } = await clinic.register('Lie')
  await book(clinic, patientId)
  expect(await waiting(clinic)).toMatchObject([{ cause: 'unreachable', delivery: 'address-missing' }])
  await clinic.manager.call('settings.save', { letters: { toUnreachable: false } })
  await book(clinic, patientId, '2026-12-11')
  expect(await waiting(clinic)).toHaveLength(1)
})

it('makes a letter when the number takes no message any more, in the same transaction', async () => {
  const clinic = await openMessaging()
  const { id: patientId } = await clinic.register('Lie', { mobile: '41234567', address: HOME })
  await book(clinic, patientId)
  clinic.modem.answers.push({ kind: 'refused', code: 'cms-1', class: 'permanent' })
  await clinic.at('2026-11-26T08:06:00Z')
  expect(await waiting(clinic)).toMatchObject([{ kind: 'appointment', cause: 'failed' }])
})

it('makes letters of the reminders that a new reservation stops, and withdraws them when it is undone', async () => {
  const clinic = await openMessaging()
  const { id: patientId } = await clinic.register('Lie', { mobile: '41234567', address: HOME })
  await book(clinic, patientId)
  await clinic.desk.call('consents.setReserved', { patientId, isReserved: true })
  expect(await waiting(clinic)).toMatchObject([{ kind: 'appointment', cause: 'reserved' }])
  await clinic.desk.call('consents.setReserved', { patientId, isReserved: false })
  expect(await waiting(clinic)).toEqual([])
  await clinic.at('2026-11-26T08:06:00Z')
  expect(clinic.texts()).toHaveLength(1)
})

it('writes nothing by itself to who does not want reminders', async () => {
  const clinic = await openMessaging()
  const { id: patientId } = await clinic.register('Lie', { mobile: '41234567', address: HOME })
  const decision = { purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' } as const
  await clinic.desk.call('consents.record', { patientId, decisions: [decision] })
  await book(clinic, patientId)
  expect(await waiting(clinic)).toEqual([])
})

it('puts no protected address on paper: the letter is handed over', async () => {
  const { clinic, patientId } = await openReserved({ addressProtection: 'strictly-confidential' })
  await book(clinic, patientId)
  const letters = await waiting(clinic)
  expect(letters).toMatchObject([{ delivery: 'hand-over' }])
  const sheets = await clinic.desk.call('letters.sheets', { ids: letters.map(({ id }) => id) })
  expect(sheets).toMatchObject([{ recipient: ['Test Moe'], note: 'Utleveres i skranken' }])
  expect(JSON.stringify([letters, sheets])).not.toContain('Storgata')
})

it('makes one letter of a message that failed, with its own words where no template says it', async () => {
  const clinic = await openMessaging()
  const { id: patientId } = await clinic.register('Lie', { mobile: '41234567', address: HOME })
  const message = await clinic.desk.call('messages.send', {
    patientId,
    text: 'Prøven er klar.',
    answerTo: null
  })
  clinic.modem.answers.push({ kind: 'refused', code: 'cms-1', class: 'permanent' })
  await clinic.core.runOutbox()
  const letter = await clinic.desk.call('letters.fromMessage', { messageId: message.id })
  const again = await clinic.desk.call('letters.fromMessage', { messageId: message.id })
  expect([again.id, letter.kind, letter.cause]).toEqual([letter.id, 'general', 'failed'])
  const [sheet] = await clinic.desk.call('letters.sheets', { ids: [letter.id] })
  expect(sheet?.body).toBe('Prøven er klar.')
})

it('begins a letter in the patient’s language, with the clinic’s own text', async () => {
  const clinic = await openMessaging()
  const { id: patientId } = await clinic.register('Jansen', { language: 'nl' })
  await clinic.manager.call('letterTemplates.save', {
    kind: 'recall',
    language: 'nl',
    subject: 'Kom langs',
    body: 'Beste {name}, bel {telephone}.'
  })
  const draft = await clinic.desk.call('letters.draft', { patientId, kind: 'recall', appointmentId: null })
  expect(draft).toEqual({
    language: 'nl',
    subject: 'Kom langs',
    body: 'Beste Test Jansen, bel 00 00 00 00.',
    delivery: 'address-missing'
  })
  const key = { kind: 'recall', language: 'nl' } as const
  const history = await clinic.manager.call('letterTemplates.history', key)
  expect(history.map(({ version, userName }) => [version, userName])).toEqual([
    [1, 'Marit Bakke'],
    [0, null]
  ])
})

it('withdraws a letter and restores it, and restores none that the appointment has overtaken', async () => {
  const { clinic, patientId } = await openReserved()
  const appointment = await book(clinic, patientId)
  const ids = (await waiting(clinic)).map(({ id }) => id)
  await clinic.desk.call('letters.withdraw', { ids })
  expect(await waiting(clinic)).toEqual([])
  await clinic.desk.call('letters.restore', { ids })
  await clinic.desk.call('appointments.cancel', {
    id: appointment.id,
    version: appointment.version,
    reason: 'patient',
    notifyPatient: false
  })
  await expect(clinic.desk.call('letters.restore', { ids })).rejects.toMatchObject({ code: 'letter-changed' })
})

it('logs who looked at a letter, printed it and took it back', async () => {
  const { clinic, patientId } = await openReserved()
  await book(clinic, patientId)
  const ids = (await waiting(clinic)).map(({ id }) => id)
  for (const method of ['letters.sheets', 'letters.markPrinted', 'letters.takeBack'] as const)
    await clinic.desk.call(method, { ids })
  const { entries } = await clinic.desk.call('audit.forPatient', { patientId, cursor: null })
  const actions = entries.map(({ action }) => action).filter((action) => action.startsWith('letter'))
  expect(actions).toEqual(['letter.taken-back', 'letter.printed', 'letter.opened'])
})

it('pages through those printed, newest first', async () => {
  const { clinic, patientId } = await openReserved()
  const write = (subject: string) =>
    clinic.desk.call('letters.write', {
      patientId,
      kind: 'general',
      appointmentId: null,
      subject,
      body: 'Hei'
    })
  for (const subject of ['A', 'B', 'C']) {
    const { id } = await write(subject)
    await clinic.desk.call('letters.markPrinted', { ids: [id] })
  }
  const page = { filter: 'printed', limit: 2 } as const
  const first = await clinic.desk.call('letters.list', { ...page, cursor: null })
  const second = await clinic.desk.call('letters.list', { ...page, cursor: first.nextCursor })
  expect([...first.letters, ...second.letters].map(({ subject }) => subject)).toEqual(['C', 'B', 'A'])
  expect(second.nextCursor).toBeNull()
})

it('shows at the appointment that a letter waits, then that it was printed, in place of a message', async () => {
  const { clinic, patientId } = await openReserved()
  const appointment = await book(clinic, patientId)
  const stateOf = async () => (await clinic.look(appointment)).messageState
  expect(await stateOf()).toBe('letter-waiting')
  const ids = (await waiting(clinic)).map(({ id }) => id)
  await clinic.desk.call('letters.sheets', { ids })
  await clinic.desk.call('letters.markPrinted', { ids })
  expect(await stateOf()).toBe('letter-printed')
  await clinic.desk.call('letters.takeBack', { ids })
  await clinic.desk.call('letters.withdraw', { ids })
  expect(await stateOf()).toBe('no-basis')
})

it('marks no letter twice where two desks print the same pile, unless it is knowingly printed again', async () => {
  const { clinic, patientId } = await openReserved()
  await book(clinic, patientId)
  const ids = (await waiting(clinic)).map(({ id }) => id)
  await clinic.manager.call('letters.markPrinted', { ids })
  const user = await clinic.manager.call('session.current', {})
  const [id] = ids
  await expect(clinic.desk.call('letters.markPrinted', { ids })).rejects.toMatchObject({
    code: 'letter-printed-already',
    parameters: { letter: id, name: 'Test Moe', by: user?.user.name }
  })
  expect(await clinic.desk.call('letters.markPrinted', { ids, isAgain: true })).toMatchObject([
    { state: 'printed', printedBy: user?.user.name }
  ])
})

it('prints no letter to somebody who has died, and withdraws the one that waits', async () => {
  const { clinic, patientId } = await openReserved()
  await book(clinic, patientId)
  const ids = (await waiting(clinic)).map(({ id }) => id)
  clinic.core.database.driver.exec(`update patient set deceased_on = '2026-11-25' where id = ${patientId}`)
  expect(await waiting(clinic)).toEqual([])
  const refused = { code: 'letter-deceased' }
  await expect(clinic.desk.call('letters.sheets', { ids })).rejects.toMatchObject(refused)
  const text = { subject: 'Innkalling', body: 'Ring oss.' }
  const letter = { patientId, kind: 'general', appointmentId: null, ...text } as const
  await expect(clinic.desk.call('letters.write', letter)).rejects.toMatchObject(refused)
  await clinic.at('2026-11-26T08:30:00Z')
  expect(await clinic.desk.call('letters.forPatient', { patientId, limit: 5 })).toMatchObject([
    { state: 'withdrawn', reason: 'deceased' }
  ])
})
