import { expect, it } from 'vitest'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const MOBILE = '+4741234567'

async function inbox({ desk }: Pick<MessagingDesk, 'desk'>) {
  return await desk.call('messages.inbox', { filter: 'all', cursor: null, limit: 50 })
}

it('withdraws the consent to reminders on STOPP, stops what waits and says so once, also at night', async () => {
  const clinic = await openMessaging({ now: '2026-11-26T21:00:00Z' })
  const { desk, modem, texts } = clinic
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const { appointment } = await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await modem.receive(MOBILE, ' Stopp! ')
  await modem.receive(MOBILE, 'STOPP')
  await clinic.core.runOutbox()
  expect(texts()).toEqual([
    'Du får ikke flere meldinger om timer på SMS fra Eksempel legesenter. Ring 00 00 00 00 hvis du vil ha dem igjen.'
  ])
  const patient = await desk.call('patients.open', { id: kari.id, reason: null })
  const consent = patient.consents.find(
    ({ purpose, channel }) => purpose === 'appointment-reminder' && channel === 'sms'
  )
  expect(consent).toMatchObject({ state: 'withdrawn', isAllowed: false })
  const [decision] = await desk.call('consents.history', { patientId: kari.id })
  expect(decision).toMatchObject({ decision: 'withdrawn', how: 'sms-reply' })
  expect(await clinic.outbox('waiting')).toEqual([])
  expect((await clinic.look(appointment)).messageState).toBe('no-basis')
  expect((await inbox(clinic)).messages[0]).toMatchObject({
    handledAs: 'stop',
    isRead: true,
    patientId: kari.id
  })
  await clinic.at('2026-12-03T12:00:00Z')
  expect(texts()).toHaveLength(1)
})

it('withdraws for everybody on a shared number, and tells the sender for how many', async () => {
  const clinic = await openMessaging()
  const mother = await clinic.register('Mor', { mobile: '412 34 567', birthDate: '1987-05-17' })
  const child = await clinic.register('Barn', { birthDate: '2018-03-01' })
  const other = await clinic.register('Far', { mobile: '412 34 567' })
  await clinic.desk.call('patients.addGuardian', {
    childId: child.id,
    guardianPatientId: mother.id,
    kind: 'parent',
    carriesMessages: true
  })
  await clinic.modem.receive(MOBILE, 'STOPP')
  await clinic.core.runOutbox()
  expect(clinic.texts()[0]).toContain('Det gjelder alle 3 som har dette nummeret hos oss.')
  for (const { id } of [mother, child, other]) {
    const [decision] = await clinic.desk.call('consents.history', { patientId: id })
    expect(decision).toMatchObject({ decision: 'withdrawn', how: 'sms-reply' })
  }
})

it('leaves everything else to the desk, unread, at the patient whose mobile it is', async () => {
  const clinic = await openMessaging()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  await clinic.modem.receive(MOBILE, 'Stopp, jeg kan ikke komme i morgen')
  await clinic.core.runOutbox()
  expect(clinic.texts()).toEqual([])
  const { messages, unread } = await inbox(clinic)
  expect(unread).toBe(1)
  expect(messages[0]).toMatchObject({
    patientId: kari.id,
    handledAs: 'desk',
    isRead: false,
    sender: '412 34 567'
  })
  expect(clinic.events.some(({ event }) => event === 'messages.changed')).toBe(true)
  const [message] = messages
  if (!message) throw new Error('the inbox is empty')
  await clinic.at('2026-11-26T08:01:00Z')
  await clinic.desk.call('messages.send', {
    patientId: kari.id,
    text: 'Da avbestiller vi.',
    answerTo: message.id
  })
  await clinic.core.runOutbox()
  expect(clinic.texts()).toEqual(['Da avbestiller vi.'])
  expect(await inbox(clinic)).toMatchObject({ unread: 0 })
  expect((await clinic.messagesOf(kari)).map(({ direction }) => direction)).toEqual(['out', 'in'])
})

it('picks nobody on a shared number and names those it may be', async () => {
  const clinic = await openMessaging()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const ola = await clinic.register('Hansen', { mobile: '412 34 567' })
  await clinic.modem.receive(MOBILE, 'Kommer litt seint')
  const { messages } = await inbox(clinic)
  expect(messages[0]).toMatchObject({
    patientId: null,
    candidates: [{ patientId: kari.id }, { patientId: ola.id }]
  })
})

it('stores what the SIM offers twice only once', async () => {
  const clinic = await openMessaging()
  const same = { rawPdu: 'PDU', sentAt: clinic.clock.now() }
  await clinic.modem.receive(MOBILE, 'Hei', same)
  await clinic.modem.receive(MOBILE, 'Hei', same)
  expect((await inbox(clinic)).messages).toHaveLength(1)
})

it('joins the parts of a long message in any order', async () => {
  const clinic = await openMessaging()
  await clinic.modem.receiveParts(MOBILE, ['en ', 'to ', 'tre'], [3, 1, 2])
  const { messages } = await inbox(clinic)
  expect(messages.map(({ text, isComplete }) => [text, isComplete])).toEqual([['en to tre', true]])
})

it('shows a long message that lacks a part after ten minutes, and completes it when the part comes', async () => {
  const clinic = await openMessaging()
  await clinic.modem.receiveParts(MOBILE, ['en ', 'to'], [2])
  expect((await inbox(clinic)).messages).toEqual([])
  await clinic.at('2026-11-26T08:10:00Z')
  expect((await inbox(clinic)).messages[0]).toMatchObject({ isComplete: false })
  await clinic.modem.receiveParts(MOBILE, ['en ', 'to'], [1])
  const { messages } = await inbox(clinic)
  expect(messages.map(({ text, isComplete }) => [text, isComplete])).toEqual([['en to', true]])
})

it('takes a reference that comes round again for another message', async () => {
  const clinic = await openMessaging()
  await clinic.modem.receiveParts(MOBILE, ['en ', 'to'], [1, 2])
  await clinic.modem.receiveParts(MOBILE, ['tre ', 'fire'], [1, 2])
  expect((await inbox(clinic)).messages.map(({ text }) => text)).toEqual(['tre fire', 'en to'])
})

it('answers no machine: neither a name nor a short number', async () => {
  const clinic = await openMessaging()
  await clinic.modem.receive('Posten', 'STOPP')
  await clinic.modem.receive('2077', 'STOPP')
  await clinic.core.runOutbox()
  expect(clinic.texts()).toEqual([])
  expect((await inbox(clinic)).unread).toBe(2)
})

it('keeps a free text in quiet hours until they end, and refuses one to a reserved patient', async () => {
  const clinic = await openMessaging({ now: '2026-11-26T21:00:00Z' })
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const text = { patientId: kari.id, text: 'Ring oss i morgen', answerTo: null }
  await clinic.desk.call('messages.send', text)
  await clinic.core.runOutbox()
  expect((await clinic.outbox('waiting'))[0]).toMatchObject({ reason: 'quiet-hours' })
  await clinic.at('2026-11-27T07:00:00Z')
  expect(clinic.texts()).toEqual(['Ring oss i morgen'])
  await clinic.desk.call('consents.setReserved', { patientId: kari.id, isReserved: true })
  await expect(clinic.desk.call('messages.send', text)).rejects.toMatchObject({ code: 'reserved' })
})

it('previews a template with segments, cost, the characters that force UCS-2 and what is wrong with it', async () => {
  const { desk } = await openMessaging()
  const preview = (body: string) =>
    desk.call('messages.preview', { purpose: 'appointment-reminder', language: 'nb', body, patientId: null })
  expect(await preview('Time {date} kl. {time}[ hos {clinic}]')).toMatchObject({
    text: 'Time 29.11 kl. 09.20 hos Eksempel legesenter',
    encoding: 'gsm7',
    segments: 1,
    unitsAvailable: 160,
    costMinor: 39,
    problems: []
  })
  expect(await preview('Time {date} {name} {tide} ✓')).toMatchObject({
    encoding: 'ucs2',
    ucs2Characters: ['✓'],
    problems: [
      { code: 'field-forbidden', parameters: { field: '{name}' } },
      { code: 'field-unknown', parameters: { field: '{tide}' } },
      { code: 'field-missing', parameters: { field: '{time}' } }
    ]
  })
})

it('keeps every version of a template and refuses one that would say too much', async () => {
  const clinic = await openMessaging()
  const save = (body: string) =>
    clinic.manager.call('templates.save', { purpose: 'booking-confirmation', language: 'nb', body })
  await expect(save('{date} {time} {reason}')).rejects.toMatchObject({ code: 'template-field-forbidden' })
  expect(await save('Time {date} kl. {time}.')).toMatchObject({ version: 1 })
  expect(await save('Din time: {date} kl. {time}.')).toMatchObject({ version: 2 })
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await clinic.at('2026-11-26T08:05:00Z')
  expect(clinic.texts()).toEqual(['Din time: 03.12 kl. 09.20.'])
})

it('has a text for every purpose in five languages, each with no problem and in one segment or two', async () => {
  const { desk } = await openMessaging()
  const all = await desk.call('templates.list', {})
  const templates = all.filter(({ channel }) => channel === 'sms')
  for (const { purpose } of templates)
    expect(templates.filter((one) => one.purpose === purpose).map(({ language }) => language)).toEqual([
      'nb',
      'nn',
      'da',
      'nl',
      'en'
    ])
  expect(templates.length).toBeGreaterThanOrEqual(35)
  for (const { purpose, language, body } of templates) {
    const preview = await desk.call('messages.preview', { purpose, language, body, patientId: null })
    expect({ purpose, language, ...preview }).toMatchObject({ encoding: 'gsm7', problems: [] })
    expect(preview.segments).toBeLessThanOrEqual(2)
  }
})
