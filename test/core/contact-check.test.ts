import { describe, expect, it } from 'vitest'
import type { CampaignCriteria } from '../../src-preload/contract/campaigns'
import type { PatientId } from '../../src-preload/contract/ids'
import { namedDraft } from '../builders/patient'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const EVERYBODY: CampaignCriteria = {
  olderThanMonths: 0,
  onlyNeverVerified: false,
  gpClinicianId: null,
  notAskedMonths: 6,
  perDay: 100
}
const QUESTION =
  'Eksempel legesenter: Vi vil være sikre på at vi når deg. Er dette fortsatt mobilnummeret ditt? Svar STEMMER, eller FEIL hvis det ikke er ditt.'

const start = (clinic: MessagingDesk, changes: Partial<CampaignCriteria> = {}) =>
  clinic.desk.call('campaigns.start', { ...EVERYBODY, ...changes })

async function figures(clinic: MessagingDesk) {
  const [campaign] = await clinic.desk.call('campaigns.list', {})
  if (!campaign) throw new Error('there is no campaign')
  return campaign.figures
}

const openCard = (clinic: MessagingDesk, id: PatientId) =>
  clinic.desk.call('patients.open', { id, reason: null })

describe('a round that asks whether the mobile is still theirs', () => {
  it('tells before it begins who is asked and who not, with the reason and the cost', async () => {
    const clinic = await openMessaging()
    await clinic.register('Berg', { mobile: '412 34 561' })
    await clinic.register('Berge', { mobile: '412 34 561' })
    const reserved = await clinic.register('Dahl', { mobile: '412 34 562' })
    await clinic.desk.call('consents.setReserved', { patientId: reserved.id, isReserved: true })
    const preview = await clinic.desk.call('campaigns.preview', { criteria: EVERYBODY, cursor: null })
    expect(preview.candidates).toMatchObject([
      { name: 'Test Berg', reason: null, together: [{ name: 'Test Berge' }] },
      { name: 'Test Dahl', reason: 'reserved', together: [] }
    ])
    expect(preview).toMatchObject({ looked: 3, segments: 1, total: 3, nextCursor: null })
    expect(clinic.texts()).toEqual([])
  })

  it('asks once on a shared number, and STEMMER confirms it for each who was asked', async () => {
    const clinic = await openMessaging()
    const berg = await clinic.register('Berg', { mobile: '412 34 561' })
    const berge = await clinic.register('Berge', { mobile: '412 34 561' })
    await start(clinic)
    await clinic.core.runOutbox()
    expect(clinic.texts()).toEqual([QUESTION])
    expect(await figures(clinic)).toMatchObject({ sent: 2, unanswered: 2, confirmed: 0 })
    await clinic.modem.receive('+4741234561', 'Stemmer!')
    for (const { id } of [berg, berge])
      expect((await openCard(clinic, id)).mobile).toMatchObject({
        verifiedHow: 'said',
        verifiedAt: '2026-11-26T08:00:00Z',
        isDisputed: false
      })
    expect(await figures(clinic)).toMatchObject({ confirmed: 2, unanswered: 0 })
  })

  it('stops everything to a number that is not theirs, and leaves the desk a task', async () => {
    const clinic = await openMessaging()
    const berg = await clinic.register('Berg', { mobile: '412 34 561' })
    await start(clinic)
    await clinic.core.runOutbox()
    await clinic.modem.receive('+4741234561', 'Feil nummer')
    await clinic.core.runOutbox()
    expect(clinic.texts()).toEqual([
      QUESTION,
      'Takk for svaret. Vi sender ikke mer til dette nummeret før vi har rettet det.'
    ])
    const card = await openCard(clinic, berg.id)
    expect(card.mobile?.isDisputed).toBe(true)
    expect(card.alerts).toContain('number-disputed')
    expect(card.alerts).not.toContain('mobile-stale')
    const { tasks } = await clinic.desk.call('tasks.list', { filter: 'all' })
    expect(tasks).toMatchObject([{ kind: 'number-disputed', patientId: berg.id }])
    await expect(
      clinic.desk.call('messages.send', { patientId: berg.id, text: 'Hei', answerTo: null })
    ).rejects.toThrow('number-disputed')
    await expect(clinic.desk.call('codes.send', { patientId: berg.id })).rejects.toThrow('number-disputed')
    expect(await figures(clinic)).toMatchObject({ disputed: 1, unanswered: 0 })
    // Whoever has it is nobody to the clinic: a cancellation from there cancels nothing of the patient's.
    await clinic.modem.receive('+4741234561', 'AVBUD')
    expect(clinic.texts()).toHaveLength(2)

    const help = { patientId: berg.id, trouble: null, detail: null }
    const told = await clinic.desk.call('loginHelp.diagnose', help)
    expect(told.findings).toContainEqual({ cause: 'mobile-disputed', remedies: ['correct-mobile'] })

    await clinic.desk.call('patients.confirmContact', { id: berg.id, channel: 'mobile' })
    expect((await openCard(clinic, berg.id)).alerts).not.toContain('number-disputed')
    const { findings } = await clinic.desk.call('loginHelp.diagnose', help)
    expect(findings.map(({ cause }) => cause)).not.toContain('mobile-disputed')
    await clinic.desk.call('messages.send', { patientId: berg.id, text: 'Hei', answerTo: null })
  })

  it('ends the task when the desk settles the number, and opens it again when that is taken back', async () => {
    const clinic = await openMessaging()
    const berg = await clinic.register('Berg', { mobile: '412 34 561' })
    await start(clinic)
    await clinic.core.runOutbox()
    await clinic.modem.receive('+4741234561', 'Feil nummer')
    await clinic.core.runOutbox()
    const tasks = async (filter: 'all' | 'done') =>
      (await clinic.desk.call('tasks.list', { filter })).tasks.map(({ kind }) => kind)
    expect(await tasks('all')).toEqual(['number-disputed'])

    const confirmed = await clinic.desk.call('patients.confirmContact', { id: berg.id, channel: 'mobile' })
    expect([await tasks('all'), await tasks('done')]).toEqual([[], ['number-disputed']])
    const verifiedAt = confirmed.mobile?.verifiedAt ?? ''
    await clinic.desk.call('patients.takeBackConfirmation', { id: berg.id, channel: 'mobile', verifiedAt })
    expect([await tasks('all'), await tasks('done')]).toEqual([['number-disputed'], []])

    const { version } = await openCard(clinic, berg.id)
    const draft = { ...namedDraft('Berg', 'Test'), mobile: '412 34 599' }
    await clinic.desk.call('patients.update', { id: berg.id, version, draft })
    expect([await tasks('all'), await tasks('done')]).toEqual([[], ['number-disputed']])
  })

  it('says of a reminder that waits why it will not go to a number that is not theirs', async () => {
    const clinic = await openMessaging()
    const berg = await clinic.register('Berg', { mobile: '412 34 561' })
    await clinic.book({ patientId: berg.id, date: '2026-12-10', time: '10:00' })
    await start(clinic)
    await clinic.core.runOutbox()
    await clinic.modem.receive('+4741234561', 'FEIL')
    const waiting = await clinic.outbox('waiting')
    expect(waiting.filter(({ purpose }) => purpose === 'appointment-reminder')).not.toHaveLength(0)
    for (const { purpose, reason } of waiting)
      if (purpose === 'appointment-reminder') expect(reason).toBe('number-disputed')
  })

  it('takes a bare JA for an answer only where nothing else was asked', async () => {
    const clinic = await openMessaging()
    await clinic.register('Berg', { mobile: '412 34 561' })
    const dahl = await clinic.register('Dahl', { mobile: '412 34 562' })
    await start(clinic)
    await clinic.core.runOutbox()
    await clinic.modem.receive('+4741234561', 'Ja')
    expect(await figures(clinic)).toMatchObject({ confirmed: 1 })
    await clinic.desk.call('messages.send', {
      patientId: dahl.id,
      text: 'Kan du komme kl. 10?',
      answerTo: null
    })
    await clinic.core.runOutbox()
    await clinic.modem.receive('+4741234562', 'Ja')
    expect(await figures(clinic)).toMatchObject({ confirmed: 1, unanswered: 1 })
  })

  it('asks so many a day and no more, also after a restart, and keeps quiet hours', async () => {
    const clinic = await openMessaging()
    for (const last of [1, 2, 3]) await clinic.register(`Berg ${last}`, { mobile: `412 34 56${last}` })
    await start(clinic, { perDay: 1 })
    await clinic.core.runOutbox()
    const again = await clinic.again()
    await again.core.runOutbox()
    expect(clinic.texts().length + again.texts().length).toBe(1)
    expect(await again.desk.call('campaigns.list', {})).toMatchObject([{ state: 'running', today: 1 }])
    await again.at('2026-11-27T05:00:00Z')
    expect(again.texts()).toEqual([])
    await again.at('2026-11-27T08:00:00Z')
    expect(again.texts()).toHaveLength(1)
    await again.at('2026-11-28T08:00:00Z')
    await again.at('2026-11-28T08:02:00Z')
    expect(again.modem.sent.map(({ to }) => to)).toEqual(['+4741234562', '+4741234563'])
    await again.at('2026-11-29T08:02:00Z')
    expect(await again.desk.call('campaigns.list', {})).toMatchObject([
      { state: 'done', figures: { sent: 3 } }
    ])
  })

  it('takes back what has not left when it is paused or stopped, and goes on where it was', async () => {
    const clinic = await openMessaging()
    for (const last of [1, 2, 3]) await clinic.register(`Berg ${last}`, { mobile: `412 34 56${last}` })
    clinic.modem.setState('absent')
    const { id } = await start(clinic)
    await clinic.core.runOutbox()
    expect(await figures(clinic)).toMatchObject({ waiting: 3, sent: 0 })
    await clinic.desk.call('campaigns.pause', { id })
    clinic.modem.setState('ready')
    await clinic.core.runOutbox()
    expect(clinic.texts()).toEqual([])
    await clinic.desk.call('campaigns.stop', { id })
    expect(await figures(clinic)).toMatchObject({ waiting: 3, failed: 0 })
    await clinic.desk.call('campaigns.resume', { id })
    await clinic.core.runOutbox()
    expect(clinic.texts()).toEqual([QUESTION, QUESTION, QUESTION])
    await clinic.core.runOutbox()
    expect(await clinic.desk.call('campaigns.list', {})).toMatchObject([
      { state: 'done', figures: { sent: 3, waiting: 0 } }
    ])
    await expect(clinic.desk.call('campaigns.pause', { id })).rejects.toThrow('campaign-changed')
  })

  it('asks nobody twice in the months it is told, whichever round it is', async () => {
    const clinic = await openMessaging()
    await clinic.register('Berg', { mobile: '412 34 561' })
    await start(clinic)
    await clinic.core.runOutbox()
    await clinic.core.runOutbox()
    await clinic.register('Berge', { mobile: '412 34 561' })
    const preview = await clinic.desk.call('campaigns.preview', { criteria: EVERYBODY, cursor: null })
    expect(preview.candidates.map(({ reason }) => reason)).toEqual(['asked-recently', 'asked-recently'])
    await start(clinic)
    await clinic.core.runOutbox()
    expect(clinic.texts()).toHaveLength(1)
    expect(await figures(clinic)).toMatchObject({ excluded: 2, sent: 0 })
  })

  it('shows who stands behind each figure, and a failed delivery is a task', async () => {
    const clinic = await openMessaging()
    const berg = await clinic.register('Berg', { mobile: '412 34 561' })
    const { id } = await start(clinic)
    clinic.modem.answers.push({ kind: 'refused', code: 'cms-1', class: 'permanent' })
    await clinic.core.runOutbox()
    const page = { id, cursor: null, limit: 50 } as const
    expect(await clinic.desk.call('campaigns.people', { ...page, figure: 'failed' })).toMatchObject({
      people: [{ patientId: berg.id, name: 'Test Berg', reason: 'cms-1' }],
      nextCursor: null
    })
    const { tasks } = await clinic.desk.call('tasks.list', { filter: 'all' })
    expect(tasks).toMatchObject([{ kind: 'message-failed', patientId: berg.id, canRetry: false }])
  })

  it('sends nothing more to whoever has answered STOPP', async () => {
    const clinic = await openMessaging()
    await clinic.register('Berg', { mobile: '412 34 561' })
    clinic.modem.setState('absent')
    await start(clinic)
    await clinic.core.runOutbox()
    await clinic.modem.receive('+4741234561', 'STOPP')
    clinic.modem.setState('ready')
    await clinic.core.runOutbox()
    expect(clinic.texts()).not.toContain(QUESTION)
    expect(await figures(clinic)).toMatchObject({ failed: 1, sent: 0 })
  })

  it('names neither the clinic to a secret address nor its holder in a list', async () => {
    const clinic = await openMessaging()
    await clinic.register('Berg', { mobile: '412 34 561', addressProtection: 'strictly-confidential' })
    const preview = await clinic.desk.call('campaigns.preview', { criteria: EVERYBODY, cursor: null })
    expect(preview.candidates).toMatchObject([{ name: '', reason: null }])
    await start(clinic)
    await clinic.core.runOutbox()
    expect(clinic.texts()).toEqual([QUESTION.replace('Eksempel legesenter: ', '')])
    const body = 'Eksempel legesenter spør: er dette nummeret ditt? Svar STEMMER eller FEIL.'
    const named = { channel: 'sms', purpose: 'contact-check', language: 'nb', body } as const
    await clinic.manager.call('templates.save', named)
    await clinic.register('Dahl', { mobile: '412 34 562', addressProtection: 'confidential' })
    const after = await clinic.desk.call('campaigns.preview', { criteria: EVERYBODY, cursor: null })
    expect(after.candidates.map(({ reason }) => reason)).toEqual(['protected-text', 'protected-text'])
  })

  it('confirms for the record that two have become', async () => {
    const clinic = await openMessaging()
    const berg = await clinic.register('Berg', { mobile: '412 34 561' })
    const kept = await clinic.register('Bergh')
    await start(clinic)
    await clinic.core.runOutbox()
    const ids = { oneId: kept.id, otherId: berg.id, reason: null }
    const { one, other } = await clinic.desk.call('duplicates.compare', ids)
    const { id, version } = one
    const request = { choices: {}, reason: null, survivor: { id, version } }
    await clinic.desk.call('duplicates.merge', {
      ...request,
      loser: { id: other.id, version: other.version }
    })
    await clinic.modem.receive('+4741234561', 'Stemmer')
    expect((await openCard(clinic, kept.id)).mobile).toMatchObject({ verifiedHow: 'said' })
    const [campaign] = await clinic.desk.call('campaigns.list', {})
    if (!campaign) throw new Error('there is no campaign')
    const { people } = await clinic.desk.call('campaigns.people', {
      ...{ id: campaign.id, figure: 'confirmed', cursor: null, limit: 10 }
    })
    expect(people).toMatchObject([{ patientId: kept.id, name: 'Test Bergh' }])
  })
})
