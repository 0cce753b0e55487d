import { describe, expect, it } from 'vitest'
import type { Patient } from '../../src-preload/contract/patients'
import { openEmail, type EmailDesk } from './fixtures/email'
import type { TestMailServerOptions } from '../mail/mail-server'

const EMAIL = { purpose: 'appointment-reminder', channel: 'email' } as const

/** Kari, who may be written to by e-mail. */
async function withKari(
  draft: { mobile?: string | null; email?: string | null } = {},
  server: TestMailServerOptions = {}
) {
  const clinic = await openEmail(server)
  const kari = await clinic.register('Nordmann', {
    mobile: '412 34 567',
    email: 'kari@pasient.example',
    ...draft
  })
  await clinic.desk.call('consents.record', {
    patientId: kari.id,
    decisions: [{ ...EMAIL, decision: 'given' }]
  })
  return { ...clinic, kari }
}

async function prefersEmail({ desk }: EmailDesk, { id }: Patient) {
  return await desk.call('patients.preferChannel', { id, channel: 'email' })
}

async function only({ outbox }: EmailDesk, purpose: string) {
  const all = (await outbox()).filter((message) => message.purpose === purpose)
  expect(all).toHaveLength(1)
  return all[0]
}

/** A server whose port nobody answers at. */
async function withDeadServer(clinic: EmailDesk): Promise<void> {
  await clinic.mail.close()
}

describe('the channel', () => {
  it('is e-mail for who prefers it, and the confirmation arrives with a subject that tells nothing', async () => {
    const clinic = await withKari()
    expect(await prefersEmail(clinic, clinic.kari)).toMatchObject({ preferredChannel: 'email' })
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10', time: '10:00' })
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.modem.sent).toEqual([])
    const [mail] = clinic.mails()
    expect(mail).toMatchObject({ to: 'kari@pasient.example', subject: 'Melding fra Eksempel legesenter' })
    expect(mail?.text).toContain('Du har time torsdag 10.12 kl. 10.00 hos Eksempel legesenter.')
    expect(mail?.text).not.toMatch(/STOPP|Nordmann/)
    expect(await only(clinic, 'booking-confirmation')).toMatchObject({
      channel: 'email',
      recipient: 'kari@pasient.example',
      state: 'sent',
      segments: 0,
      attempts: 1
    })
  })

  it('is e-mail for who has no mobile, and SMS for everybody else', async () => {
    const clinic = await withKari({ mobile: null })
    const ola = await clinic.register('Hansen', { mobile: '413 34 567', email: 'ola@pasient.example' })
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10' })
    await clinic.book({ patientId: ola.id, date: '2026-12-10', time: '11:00' })
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.mails().map(({ to }) => to)).toEqual(['kari@pasient.example'])
    expect(clinic.modem.sent.map(({ to }) => to)).toEqual(['+4741334567'])
  })

  it('is the other one where nobody has asked about e-mail, and none where the answer was no', async () => {
    const clinic = await openEmail()
    const kari = await clinic.register('Nordmann', { mobile: '412 34 567', email: 'kari@pasient.example' })
    await prefersEmail(clinic, kari)
    await clinic.book({ patientId: kari.id, date: '2026-12-10' })
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.texts()).toHaveLength(1)
    await clinic.desk.call('consents.record', {
      patientId: kari.id,
      decisions: [{ ...EMAIL, decision: 'withdrawn' }]
    })
    await clinic.book({ patientId: kari.id, date: '2026-12-11' })
    await clinic.at('2026-11-26T08:10:00Z')
    expect(clinic.texts()).toHaveLength(1)
    expect(clinic.mails()).toEqual([])
    expect((await clinic.outbox()).find(({ state }) => state === 'blocked')).toMatchObject({
      channel: 'email',
      reason: 'consent-withdrawn'
    })
  })

  it('is asked again at sending: a preference that changed, e-mail that was turned off', async () => {
    const clinic = await withKari()
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10' })
    await prefersEmail(clinic, clinic.kari)
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.mails()).toHaveLength(1)
    expect(clinic.texts()).toEqual([])
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-11' })
    await clinic.manager.call('email.save', { ...clinic.settings, isOn: false })
    await clinic.at('2026-11-26T08:10:00Z')
    expect(clinic.mails()).toHaveLength(1)
    expect(clinic.texts()).toHaveLength(1)
  })

  it('stays e-mail after STOPP by SMS, which speaks of SMS alone', async () => {
    const clinic = await withKari()
    await prefersEmail(clinic, clinic.kari)
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10', time: '10:00' })
    await clinic.at('2026-11-26T08:05:00Z')
    await clinic.modem.receive('+4741234567', 'STOPP')
    await clinic.at('2026-12-07T09:00:00Z')
    expect(clinic.mails()).toHaveLength(2)
    expect(clinic.mails()[1]?.text).toContain('10.12 kl. 10.00')
  })

  it('is no e-mail for a patient whose address is kept secret, for the sender names the clinic', async () => {
    const clinic = await openEmail()
    const kari = await clinic.register('Nordmann', {
      mobile: null,
      email: 'kari@pasient.example',
      addressProtection: 'confidential'
    })
    await clinic.desk.call('consents.record', {
      patientId: kari.id,
      decisions: [{ ...EMAIL, decision: 'given' }]
    })
    await clinic.book({ patientId: kari.id, date: '2026-12-10' })
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.mails()).toEqual([])
    await expect(
      clinic.desk.call('codes.send', { patientId: kari.id, channel: 'email' })
    ).rejects.toMatchObject({
      code: 'email-protected'
    })
  })

  it("is what the guardian prefers for a child, and the guardian's address", async () => {
    const clinic = await withKari()
    await prefersEmail(clinic, clinic.kari)
    const lars = await clinic.register('Nordmann', {
      givenName: 'Lars',
      birthDate: '2020-05-17',
      mobile: null
    })
    await clinic.desk.call('patients.addGuardian', {
      childId: lars.id,
      guardianPatientId: clinic.kari.id,
      kind: 'parent',
      carriesMessages: true
    })
    await clinic.desk.call('consents.record', {
      patientId: lars.id,
      decisions: [{ ...EMAIL, decision: 'given' }]
    })
    await clinic.book({ patientId: lars.id, date: '2026-12-10' })
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.texts()).toEqual([])
    expect(clinic.mails().map(({ to }) => to)).toEqual(['kari@pasient.example'])
    expect(clinic.mails()[0]?.text).not.toMatch(/Lars/)
  })

  it('sends nothing to who is reserved, and nothing in quiet hours', async () => {
    const clinic = await withKari()
    await prefersEmail(clinic, clinic.kari)
    await clinic.at('2026-11-26T20:30:00Z')
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10' })
    await clinic.at('2026-11-26T20:40:00Z')
    expect(clinic.mails()).toEqual([])
    expect(await only(clinic, 'booking-confirmation')).toMatchObject({
      state: 'queued',
      reason: 'quiet-hours'
    })
    await clinic.desk.call('consents.setReserved', { patientId: clinic.kari.id, isReserved: true })
    await clinic.at('2026-11-27T07:00:00Z')
    expect(clinic.mails()).toEqual([])
    expect(await only(clinic, 'booking-confirmation')).toMatchObject({ state: 'blocked', reason: 'reserved' })
  })
})

describe('a server that', () => {
  it('is down stops no SMS, leaves e-mail waiting with the cause, and lets it go when it is back', async () => {
    const clinic = await withKari()
    await prefersEmail(clinic, clinic.kari)
    const ola = await clinic.register('Hansen', { mobile: '413 34 567' })
    await clinic.manager.call('email.save', { ...clinic.settings, port: 1, password: 'x' })
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10' })
    await clinic.book({ patientId: ola.id, date: '2026-12-10', time: '11:00' })
    await clinic.at('2026-11-26T08:05:00Z')
    expect(clinic.texts()).toHaveLength(1)
    expect(
      (await clinic.outbox('waiting')).find(({ channel, reason }) => channel === 'email' && reason)
    ).toMatchObject({ state: 'queued', reason: 'email-refused', attempts: 0 })
    expect(await clinic.desk.call('email.status', {})).toMatchObject({
      isOn: true,
      waiting: 1,
      trouble: { code: 'email-refused', parameters: { host: 'localhost', port: 1 } }
    })
    await clinic.manager.call('email.save', clinic.settings)
    await clinic.core.runOutbox()
    expect(clinic.mails()).toHaveLength(1)
    expect(await clinic.desk.call('email.status', {})).toMatchObject({ waiting: 0, trouble: null })
  })

  it('stays down until a message has expired is named as the cause', async () => {
    const clinic = await withKari()
    await prefersEmail(clinic, clinic.kari)
    await clinic.book({ patientId: clinic.kari.id, date: '2026-11-28', time: '10:00' })
    await withDeadServer(clinic)
    await clinic.at('2026-11-26T08:05:00Z')
    await clinic.at('2026-11-27T08:06:00Z')
    expect(await only(clinic, 'booking-confirmation')).toMatchObject({
      state: 'expired',
      reason: 'email-refused'
    })
  })

  it('does not know the recipient fails the message, with the cause, at once', async () => {
    const clinic = await withKari()
    await prefersEmail(clinic, clinic.kari)
    clinic.mail.manners.onRecipient = '550 5.1.1 No such user'
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10' })
    await clinic.at('2026-11-26T08:05:00Z')
    const failed = await only(clinic, 'booking-confirmation')
    expect(failed).toMatchObject({ state: 'failed', reason: 'email-recipient-refused', canRetry: true })
    clinic.mail.manners.onRecipient = ''
    if (failed) await clinic.desk.call('messages.retry', { id: failed.id })
    await clinic.core.runOutbox()
    expect(clinic.mails()).toHaveLength(1)
  })

  it('asks to come again later is tried again, ever later, with the same Message-ID', async () => {
    const clinic = await withKari()
    await prefersEmail(clinic, clinic.kari)
    clinic.mail.manners.onText = '451 4.7.1 Greylisted'
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10' })
    await clinic.at('2026-11-26T08:05:00Z')
    await clinic.at('2026-11-26T08:05:29Z')
    expect(await only(clinic, 'booking-confirmation')).toMatchObject({
      state: 'queued',
      reason: 'email-server-later',
      attempts: 1
    })
    await clinic.at('2026-11-26T08:05:30Z')
    expect(await only(clinic, 'booking-confirmation')).toMatchObject({ attempts: 2 })
    clinic.mail.manners.onText = ''
    await clinic.at('2026-11-26T08:06:30Z')
    expect(await only(clinic, 'booking-confirmation')).toMatchObject({ state: 'sent', attempts: 3 })
    const ids = clinic.mail.offered.map((raw) => /^Message-ID: (.*)$/m.exec(raw)?.[1])
    expect(ids).toHaveLength(3)
    expect(new Set(ids).size).toBe(1)
  })

  it('hangs up after the text leaves the message uncertain, and it is not sent again', async () => {
    const clinic = await withKari()
    await prefersEmail(clinic, clinic.kari)
    clinic.mail.manners.hangsUpAfterText = true
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10' })
    await clinic.at('2026-11-26T08:05:00Z')
    clinic.mail.manners.hangsUpAfterText = false
    await clinic.at('2026-11-26T09:05:00Z')
    expect(await only(clinic, 'booking-confirmation')).toMatchObject({
      state: 'uncertain',
      reason: 'email-unanswered'
    })
    expect(clinic.mail.offered).toHaveLength(1)
  })

  it('hangs up before the text gets the message again', async () => {
    const clinic = await withKari()
    await prefersEmail(clinic, clinic.kari)
    clinic.mail.manners.hangsUpBeforeText = true
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10' })
    await clinic.at('2026-11-26T08:05:00Z')
    expect(await only(clinic, 'booking-confirmation')).toMatchObject({ state: 'queued', attempts: 1 })
    clinic.mail.manners.hangsUpBeforeText = false
    await clinic.at('2026-11-26T08:06:00Z')
    expect(await only(clinic, 'booking-confirmation')).toMatchObject({ state: 'sent', attempts: 2 })
    expect(clinic.mail.offered).toHaveLength(1)
  })

  it('refuses the password is not asked again and again', async () => {
    const clinic = await withKari()
    await prefersEmail(clinic, clinic.kari)
    clinic.mail.manners.onSignIn = '535 5.7.8 No'
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10' })
    for (const minute of ['05', '06', '07', '08', '09']) await clinic.at(`2026-11-26T08:${minute}:00Z`)
    expect(clinic.mail.connections()).toBe(1)
    expect(await clinic.desk.call('email.status', {})).toMatchObject({ trouble: { code: 'email-sign-in' } })
  })
})

it('marks what was in flight when the program ended as uncertain, and does not send it again', async () => {
  const clinic = await withKari()
  await prefersEmail(clinic, clinic.kari)
  await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10' })
  clinic.core.database.driver
    .prepare("update message set state = 'sending' where purpose = 'booking-confirmation'")
    .run()
  const again = await clinic.again()
  await again.at('2026-11-26T08:05:00Z')
  const [confirmation] = (await again.outbox()).filter(({ purpose }) => purpose === 'booking-confirmation')
  expect(confirmation).toMatchObject({ state: 'uncertain', reason: 'interrupted' })
  expect(clinic.mail.offered).toEqual([])
})

it('puts the mark in flight on disk before the server hears of the message', async () => {
  const clinic = await withKari()
  await prefersEmail(clinic, clinic.kari)
  const states: unknown[] = []
  clinic.mail.manners.beforeSender = () => {
    states.push(
      clinic.core.database.driver
        .prepare("select state, attempts from message where purpose = 'booking-confirmation'")
        .get()
    )
  }
  await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10' })
  await clinic.at('2026-11-26T08:05:00Z')
  expect(states).toEqual([{ state: 'sending', attempts: 1 }])
})

describe('a code by e-mail', () => {
  it('verifies the address by the rules of every code, and its digits stay nowhere', async () => {
    const clinic = await withKari()
    const { kari, desk, core } = clinic
    const state = await desk.call('codes.send', { patientId: kari.id, channel: 'email' })
    expect(state).toMatchObject({ channel: 'email', mobileDisplay: 'kari@pasient.example', state: 'asked' })
    await core.runOutbox()
    const [mail] = clinic.mails()
    expect(mail?.subject).toBe('Engangskode fra Eksempel legesenter')
    const digits = /\b\d{6}\b/.exec(mail?.text ?? '')?.[0] ?? ''
    expect(await desk.call('codes.current', { patientId: kari.id })).toMatchObject({ state: 'sent' })
    const tables = core.database.driver.prepare('select * from message').all()
    expect(JSON.stringify(tables)).not.toContain(digits)
    expect(await desk.call('codes.check', { patientId: kari.id, text: digits })).toMatchObject({
      outcome: 'verified'
    })
    const patient = await desk.call('patients.open', { id: kari.id, reason: null })
    expect(patient.email).toMatchObject({ verifiedHow: 'code' })
    expect(patient.mobile).toMatchObject({ verifiedHow: null })
  })

  it('goes there by itself where it is preferred or there is no mobile, and not while e-mail is off', async () => {
    const clinic = await withKari()
    const { kari, desk, manager, settings } = clinic
    expect(await desk.call('codes.send', { patientId: kari.id })).toMatchObject({ channel: 'sms' })
    await prefersEmail(clinic, kari)
    expect(await desk.call('codes.send', { patientId: kari.id })).toMatchObject({ channel: 'email' })
    await manager.call('email.save', { ...settings, isOn: false })
    expect(await desk.call('codes.send', { patientId: kari.id })).toMatchObject({ channel: 'sms' })
    await expect(desk.call('codes.send', { patientId: kari.id, channel: 'email' })).rejects.toMatchObject({
      code: 'email-off'
    })
  })

  it("is never sent once it has expired, nor to an address that is not the patient's any more", async () => {
    const clinic = await withKari()
    const { kari, desk } = clinic
    await clinic.manager.call('email.save', { ...clinic.settings, port: 1, password: 'x' })
    await desk.call('codes.send', { patientId: kari.id, channel: 'email' })
    await clinic.core.runOutbox()
    await clinic.at('2026-11-26T08:10:00Z')
    await clinic.manager.call('email.save', clinic.settings)
    await clinic.core.runOutbox()
    expect(clinic.mails()).toEqual([])
  })
})

describe('the settings', () => {
  it('never give the password out, and keep it in no plain file, log or list', async () => {
    const { manager, settings, core } = await openEmail()
    const saved = await manager.call('email.settings', {})
    expect(saved).toMatchObject({ isOn: true, hasPassword: true })
    expect(JSON.stringify(saved)).not.toContain(settings.password)
    expect(JSON.stringify(await manager.call('settings.get', {}))).not.toContain(settings.password)
    const log = core.database.driver.prepare('select * from access_log').all()
    expect(JSON.stringify(log)).not.toContain(settings.password)
  })

  it("are the manager's alone", async () => {
    const { desk, settings } = await openEmail()
    await expect(desk.call('email.settings', {})).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(desk.call('email.save', settings)).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('keep a password for the server it was given for, and for no other', async () => {
    const { manager, settings } = await openEmail()
    await expect(manager.call('email.save', { ...settings, password: null })).resolves.toMatchObject({
      hasPassword: true
    })
    for (const change of [{ host: 'en-annen.example' }, { user: 'en-annen' }, { port: 2525 }])
      await expect(
        manager.call('email.save', { ...settings, ...change, password: null })
      ).rejects.toMatchObject({ code: 'email-password-needed' })
  })

  it('refuse to send unencrypted anywhere but to this PC in training, and addresses that are none', async () => {
    const { manager, settings } = await openEmail()
    await expect(
      manager.call('email.save', { ...settings, security: 'none', host: 'post.example' })
    ).rejects.toMatchObject({ code: 'email-plain-refused' })
    await expect(manager.call('email.save', { ...settings, senderAddress: 'klinikk' })).rejects.toMatchObject(
      {
        code: 'email-address-invalid',
        parameters: { field: 'senderAddress' }
      }
    )
    await expect(manager.call('email.save', { ...settings, host: '' })).rejects.toMatchObject({
      code: 'email-host-missing'
    })
  })

  it('are tried by a test mail before they are kept', async () => {
    const { manager, settings, mails } = await openEmail()
    const result = await manager.call('email.test', { settings, to: 'leder@klinikk.example' })
    expect(result.error).toBeNull()
    expect(result.steps.every(({ outcome }) => outcome === 'ok')).toBe(true)
    expect(mails()).toMatchObject([{ to: 'leder@klinikk.example', subject: 'Prøve fra Skranke' }])
    const wrong = await manager.call('email.test', {
      settings: { ...settings, password: 'feil' },
      to: 'leder@klinikk.example'
    })
    expect(wrong.error).toMatchObject({ code: 'email-sign-in' })
    expect(wrong.steps.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'failed', 'not-reached'])
  })
})

describe('the texts', () => {
  const key = { channel: 'email', purpose: 'booking-confirmation', language: 'nb' } as const

  it("are the clinic's own by channel, with what a patient must know about e-mail below", async () => {
    const clinic = await withKari()
    await prefersEmail(clinic, clinic.kari)
    const body = 'Velkommen {date} kl. {time}.'
    expect(await clinic.manager.call('templates.save', { ...key, body })).toMatchObject({
      ...key,
      version: 1
    })
    await clinic.book({ patientId: clinic.kari.id, date: '2026-12-10', time: '10:00' })
    await clinic.at('2026-11-26T08:05:00Z')
    const [mail] = clinic.mails()
    expect(mail?.text).toMatch(/^Velkommen 10\.12 kl\. 10\.00\.\s+E-posten er sendt automatisk\./)
    const [version, first] = await clinic.manager.call('templates.history', key)
    expect(version).toMatchObject({ version: 1, body, userName: 'Marit Bakke' })
    expect(first).toMatchObject({ version: 0 })
    // The text of the SMS is another one.
    expect(await clinic.manager.call('templates.history', { ...key, channel: 'sms' })).toHaveLength(1)
  })

  it('are shown beforehand as the patient gets them, without parts or price', async () => {
    const { desk } = await withKari()
    const preview = await desk.call('messages.preview', {
      ...key,
      body: 'Time {date} {time}.',
      patientId: null
    })
    expect(preview).toMatchObject({ segments: 0, costMinor: 0, problems: [] })
    expect(preview.text).toMatch(/^Time .+ 09\.20\.\n\nE-posten er sendt automatisk\./)
  })

  it('say too much by e-mail no more than by SMS, and there are none for what never goes by e-mail', async () => {
    const { manager } = await withKari()
    const save = (purpose: 'booking-confirmation' | 'free-text', body: string) =>
      manager.call('templates.save', { ...key, purpose, body })
    await expect(save('booking-confirmation', '{date} {time} {reason}')).rejects.toMatchObject({
      code: 'template-field-forbidden'
    })
    await expect(save('free-text', 'Hei')).rejects.toMatchObject({ code: 'template-none' })
  })
})
