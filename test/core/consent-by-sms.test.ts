import { describe, expect, it } from 'vitest'
import type { ConsentPurpose } from '../../src-preload/contract/consents'
import type { PatientId } from '../../src-preload/contract/ids'
import { namedDraft } from '../builders/patient'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const MOBILE = '+4741234567'
const STARTED =
  'Du får meldinger om timer på SMS fra Eksempel legesenter. Svar STOPP hvis du ikke vil ha dem.'
const LEFT =
  'Vi har fått meldingen, men ingenting er endret ennå. Legekontoret ser på den. Haster det, ring 00 00 00 00.'
const RECALL_ASKED =
  'Eksempel legesenter: Kan vi minne deg på når det er på tide å bestille en ny time? Meldingen sier ikke hva timen gjelder. Svar SAMTYKKER hvis vi kan gjøre det på SMS, eller NEI. (nb-2)'

/** Somebody whose mobile is proven, booked for next week. */
async function openBooked({ isConfirmed = true } = {}) {
  const clinic = await openMessaging()
  const { id: patientId } = await clinic.register('Moe', { mobile: '41234567', birthDate: '1987-05-17' })
  if (isConfirmed) await confirmMobile(clinic, patientId)
  await clinic.book({ patientId, date: '2026-12-03', time: '09:20' })
  /** What is answered, in one piece however many parts it took. */
  const say = async (text: string) => {
    const before = clinic.texts().length
    await clinic.modem.receive(MOBILE, text)
    await clinic.core.runOutbox()
    return clinic.texts().slice(before).join('')
  }
  return { clinic, patientId, say }
}

const confirmMobile = (clinic: MessagingDesk, id: PatientId) =>
  clinic.desk.call('patients.confirmContact', { id, channel: 'mobile' })

async function stateOf(clinic: MessagingDesk, id: PatientId, purpose: ConsentPurpose) {
  const { consents } = await clinic.desk.call('patients.open', { id, reason: 'Test' })
  return consents.find((each) => each.purpose === purpose && each.channel === 'sms')?.state
}

const waiting = async (clinic: MessagingDesk) =>
  (await clinic.outbox('waiting')).map(({ purpose, state }) => `${purpose} ${state}`)

const inbox = async (clinic: MessagingDesk) =>
  (await clinic.desk.call('messages.inbox', { filter: 'all', cursor: null, limit: 10 })).messages.map(
    ({ handledAs, isRead }) => [handledAs, isRead]
  )

describe('START after STOPP', () => {
  it('gives again what STOPP took away, and lets what it stopped wait for its own time', async () => {
    const { clinic, patientId, say } = await openBooked()
    const decisions = [{ purpose: 'waiting-list-offer', channel: 'sms', decision: 'given' }] as const
    await clinic.desk.call('consents.record', { patientId, decisions: [...decisions] })
    expect(await say('STOPP')).toBe(
      'Du får ikke flere meldinger om timer på SMS fra Eksempel legesenter. Svar START hvis du vil ha dem igjen.'
    )
    expect(await waiting(clinic)).toEqual([])
    clinic.events.length = 0
    expect(await say('Start')).toBe(STARTED)
    expect(await waiting(clinic)).toEqual([
      'booking-confirmation queued',
      'appointment-reminder queued',
      'appointment-reminder queued'
    ])
    for (const purpose of ['appointment-reminder', 'waiting-list-offer'] as const)
      expect(await stateOf(clinic, patientId, purpose)).toBe('given')
    const [newest] = await clinic.desk.call('consents.history', { patientId })
    expect(newest).toMatchObject({
      decision: 'given',
      how: 'sms-reply',
      byUser: null,
      wordingVersion: 'nb-2'
    })
    expect((await inbox(clinic))[0]).toEqual(['restarted', true])
    const events = clinic.events.map(({ event }) => event)
    expect(events).toEqual(expect.arrayContaining(['patients.changed', 'messages.changed']))
    const { entries } = await clinic.desk.call('audit.forPatient', { patientId, cursor: null })
    const detail = 'appointment-reminder sms given, waiting-list-offer sms given (sms-reply)'
    expect(entries).toContainEqual(expect.objectContaining({ action: 'consent.recorded', detail }))
    await clinic.at('2026-11-30T08:25:00Z')
    expect(clinic.texts().at(-1)).toMatch(/^Påminnelse/)
  })

  it('says how it is where nothing was stopped', async () => {
    const { clinic, patientId, say } = await openBooked()
    expect(await say('START')).toBe(STARTED)
    expect(await clinic.desk.call('consents.history', { patientId })).toEqual([])
  })

  it('takes back no refusal that was said in another way, before the STOPP or since', async () => {
    const { clinic, patientId, say } = await openBooked()
    const decisions = [{ purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' }] as const
    await clinic.desk.call('consents.record', { patientId, decisions: [...decisions] })
    await say('STOPP')
    expect(await say('START')).toBe(LEFT)
    expect(await stateOf(clinic, patientId, 'appointment-reminder')).toBe('withdrawn')
    expect((await inbox(clinic))[0]).toEqual(['refused', false])
  })

  it.each([
    ['a number that several have', 'shared'],
    ['a number that was never confirmed', 'unconfirmed'],
    ['a child whose messages go to a parent', 'child']
  ] as const)('leaves %s to the desk', async (_name, kind) => {
    const { clinic, patientId, say } = await openBooked({ isConfirmed: kind !== 'unconfirmed' })
    if (kind === 'shared') await clinic.register('Berg', { mobile: '41234567' })
    if (kind === 'child') {
      const child = await clinic.register('Barn', { birthDate: '2018-01-01' })
      const tie = { childId: child.id, guardianPatientId: patientId, kind: 'parent' } as const
      await clinic.desk.call('patients.addGuardian', { ...tie, carriesMessages: true })
    }
    const told = await say('STOPP')
    expect(told).not.toContain('START')
    expect(told).toContain('Ring 00 00 00 00 hvis du vil ha dem igjen.')
    expect(await say('START')).toBe(LEFT)
    expect(await stateOf(clinic, patientId, 'appointment-reminder')).toBe('withdrawn')
  })

  it('does not let a parent speak for a youth who has come of age', async () => {
    const clinic = await openMessaging({ now: '2026-11-26T08:00:00Z' })
    const youth = await clinic.register('Ung', { mobile: '41234567', birthDate: '2010-11-27' })
    await confirmMobile(clinic, youth.id)
    await clinic.modem.receive(MOBILE, 'STOPP')
    await clinic.at('2026-11-27T08:00:00Z')
    await clinic.modem.receive(MOBILE, 'START')
    expect(await stateOf(clinic, youth.id, 'appointment-reminder')).toBe('withdrawn')
    expect((await inbox(clinic))[0]).toEqual(['desk', false])
  })

  it('never ends a reservation, and answers nothing to who is reserved', async () => {
    const { clinic, patientId, say } = await openBooked()
    await say('STOPP')
    await clinic.desk.call('consents.setReserved', { patientId, isReserved: true })
    const before = clinic.texts().length
    await say('START')
    expect(clinic.texts()).toHaveLength(before)
    expect(await stateOf(clinic, patientId, 'appointment-reminder')).toBe('withdrawn')
    expect((await inbox(clinic))[0]).toEqual(['desk', false])
  })
})

describe('a consent asked for by SMS', () => {
  async function openAsked() {
    const opened = await openBooked()
    const { clinic, patientId } = opened
    await clinic.at('2026-11-26T08:06:00Z')
    // A confirmation has gone out as well: a bare yes may be meant for that one.
    await clinic.desk.call('messages.askConsent', { patientId, purpose: 'recall' })
    await clinic.core.runOutbox()
    return opened
  }

  it('is recorded from SAMTYKKER, in the words that were sent, with the question it answers', async () => {
    const { clinic, patientId, say } = await openAsked()
    expect(clinic.texts().join('')).toContain(RECALL_ASKED)
    expect(await clinic.desk.call('messages.openConsentAsk', { patientId })).toEqual({
      asked: { purpose: 'recall', askedAt: '2026-11-26T08:06:00.000Z', state: 'sent' },
      refusal: null
    })
    expect(await say('Samtykker')).toBe(
      'Takk! Samtykket er notert. Du kan trekke det når som helst. Ring 00 00 00 00.'
    )
    const [newest] = await clinic.desk.call('consents.history', { patientId })
    expect(newest).toMatchObject({
      purpose: 'recall',
      channel: 'sms',
      decision: 'given',
      how: 'sms-reply',
      wordingVersion: 'nb-2',
      askedAt: '2026-11-26T08:06:00.000Z'
    })
    expect((await inbox(clinic))[0]).toEqual(['consent-given', true])
    expect(await clinic.desk.call('messages.openConsentAsk', { patientId })).toEqual({
      asked: null,
      refusal: null
    })
    const { entries } = await clinic.desk.call('audit.forPatient', { patientId, cursor: null })
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['consent.asked', 'consent.recorded'])
    )
  })

  it('is taken back by SAMTYKKER IKKE, and not given again by a later yes', async () => {
    const { clinic, patientId, say } = await openAsked()
    await say('SAMTYKKER')
    expect(await say('Samtykker ikke')).toBe('Takk for svaret. Vi har notert at du ikke vil.')
    expect(await stateOf(clinic, patientId, 'recall')).toBe('withdrawn')
    await say('SAMTYKKER')
    expect(await stateOf(clinic, patientId, 'recall')).toBe('withdrawn')
    expect((await inbox(clinic))[0]).toEqual(['desk', false])
  })

  it('is not read from a bare JA that may be meant for an appointment, nor is the appointment confirmed by it', async () => {
    const { clinic, patientId, say } = await openAsked()
    await say('JA')
    expect(await stateOf(clinic, patientId, 'recall')).toBe('default-missing')
    expect((await inbox(clinic))[0]).toEqual(['desk', false])
  })

  it('is read from a bare JA or NEI where nothing else was written', async () => {
    for (const [answer, state] of [
      ['Ja takk', 'given'],
      ['Nei', 'withdrawn']
    ] as const) {
      const clinic = await openMessaging()
      const { id: patientId } = await clinic.register('Moe', { mobile: '41234567' })
      await confirmMobile(clinic, patientId)
      await clinic.desk.call('messages.askConsent', { patientId, purpose: 'recall' })
      await clinic.core.runOutbox()
      await clinic.modem.receive(MOBILE, answer)
      expect(await stateOf(clinic, patientId, 'recall')).toBe(state)
    }
  })

  it('goes to the desk where the patient has said no since, the number is another’s too, or a week has passed', async () => {
    const withdrawn = await openAsked()
    const decisions = [{ purpose: 'recall', channel: 'sms', decision: 'withdrawn' }] as const
    await withdrawn.clinic.desk.call('consents.record', {
      patientId: withdrawn.patientId,
      decisions: [...decisions]
    })
    expect(await withdrawn.say('SAMTYKKER')).toBe(LEFT)
    expect(await stateOf(withdrawn.clinic, withdrawn.patientId, 'recall')).toBe('withdrawn')

    const shared = await openAsked()
    await shared.clinic.register('Berg', { mobile: '41234567' })
    expect(await shared.say('SAMTYKKER')).toBe(LEFT)
    expect(await stateOf(shared.clinic, shared.patientId, 'recall')).toBe('default-missing')

    const late = await openAsked()
    await late.clinic.at('2026-12-03T12:00:00Z')
    await late.say('SAMTYKKER')
    expect(await stateOf(late.clinic, late.patientId, 'recall')).toBe('default-missing')
    expect((await inbox(late.clinic))[0]).toEqual(['desk', false])
  })

  it('follows a record into the one it was merged into', async () => {
    const { clinic, patientId, say } = await openAsked()
    const { id: survivorId } = await clinic.register('Moe', { birthDate: '1987-05-17' })
    const pair = { oneId: survivorId, otherId: patientId, reason: null }
    const { one, other } = await clinic.desk.call('duplicates.compare', pair)
    await clinic.desk.call('duplicates.merge', {
      survivor: { id: one.id, version: one.version },
      loser: { id: other.id, version: other.version },
      choices: {},
      reason: null
    })
    await say('SAMTYKKER')
    expect(await stateOf(clinic, survivorId, 'recall')).toBe('given')
  })

  it('is asked of nobody who has decided, was asked already, or whose word it would not be for certain', async () => {
    const { clinic, patientId } = await openAsked()
    const ask = (id: PatientId, purpose: ConsentPurpose) =>
      clinic.desk.call('messages.askConsent', { patientId: id, purpose })
    await expect(ask(patientId, 'message-notice')).rejects.toThrow('consent-asked')
    const decisions = [{ purpose: 'video-link', channel: 'sms', decision: 'withdrawn' }] as const
    await clinic.desk.call('consents.record', { patientId, decisions: [...decisions] })
    await expect(ask(patientId, 'video-link')).rejects.toThrow('consent-decided')
    const unproven = await clinic.register('Berg', { mobile: '41234568' })
    await expect(ask(unproven.id, 'recall')).rejects.toThrow('consent-mobile-unverified')
    const other = await clinic.desk.call(
      'patients.create',
      namedDraft('Dahl', 'Test', { mobile: '41234568' })
    )
    await expect(ask(other.id, 'recall')).rejects.toThrow('consent-mobile-shared')
    const without = await clinic.register('Lie')
    await expect(ask(without.id, 'recall')).rejects.toThrow('mobile-missing')
    await clinic.desk.call('consents.setReserved', { patientId, isReserved: true })
    await expect(ask(patientId, 'recall')).rejects.toThrow('reserved')
  })

  it('says beforehand why it cannot be asked, of a child that it is a guardian who gets the messages', async () => {
    const { clinic, patientId } = await openBooked()
    const refusal = async (id: PatientId) =>
      (await clinic.desk.call('messages.openConsentAsk', { patientId: id })).refusal
    expect(await refusal(patientId)).toBeNull()
    expect(await refusal((await clinic.register('Lie')).id)).toBe('mobile-missing')
    expect(await refusal((await clinic.register('Berg', { mobile: '41234568' })).id)).toBe(
      'consent-mobile-unverified'
    )
    const child = await clinic.register('Barn', { birthDate: '2018-01-01' })
    const tie = { childId: child.id, guardianPatientId: patientId, kind: 'parent' } as const
    await clinic.desk.call('patients.addGuardian', { ...tie, carriesMessages: true })
    expect(await refusal(child.id)).toBe('consent-guardian')
    expect(await refusal(patientId)).toBe('consent-mobile-shared')
  })
})
