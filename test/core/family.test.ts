import { describe, expect, it } from 'vitest'
import type { Patient } from '../../src-preload/contract/patients'
import { namedDraft } from '../builders/patient'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

/** The eve of Emma's sixteenth birthday, at nine in the evening on the wall. */
const EVE = '2026-11-26T20:00:00Z'
const AFTER_MIDNIGHT = '2026-11-26T23:00:30Z'
const MOTHERS = '+4741234567'
const FATHERS = '+4741234568'

async function openFamily(clinic?: MessagingDesk) {
  const desk = clinic ?? (await openMessaging())
  const mother = await desk.register('Mor', { mobile: '412 34 567', birthDate: '1987-05-17' })
  const father = await desk.register('Far', { mobile: '412 34 568', birthDate: '1985-02-01' })
  const emma = await desk.register('Barn', { birthDate: '2010-11-27' })
  const tie = async (guardian: Patient, carriesMessages: boolean) =>
    await desk.desk.call('patients.addGuardian', {
      childId: emma.id,
      guardianPatientId: guardian.id,
      kind: 'parent',
      carriesMessages
    })
  await tie(mother, true)
  const { guardians } = await tie(father, false)
  const relationOf = (guardian: Patient) => {
    const found = guardians.find(({ patientId }) => patientId === guardian.id)
    if (!found) throw new Error('The guardian is tied to the child.')
    return found.guardianId
  }
  const targets = async () => {
    const { patients, database } = desk.core
    const kinds = ['appointments', 'video', 'offers', 'texts'] as const
    const found = await Promise.all(
      kinds.map(async (purpose) => patients.messageTarget(database.reader, { patientId: emma.id, purpose }))
    )
    return found.map((target) => (target.ok ? target.e164 : target.reason))
  }
  const open = async (patient: Patient) =>
    await desk.desk.call('patients.open', { id: patient.id, reason: 'Familie' })
  const actions = async (patient: Patient) => {
    const { entries } = await desk.desk.call('audit.forPatient', { patientId: patient.id, cursor: null })
    return entries.map(({ action }) => action)
  }
  return { ...desk, mother, father, emma, relationOf, targets, open, actions }
}

describe('whose mobile gets what about a child', () => {
  it('is one guardian’s for all, and another’s for what it was chosen for', async () => {
    const { desk, emma, mother, father, relationOf, targets, open } = await openFamily()
    expect(await targets()).toEqual([MOTHERS, MOTHERS, MOTHERS, MOTHERS])
    const chosen = { childId: emma.id, purpose: 'video' } as const
    await desk.call('patients.chooseCarrier', { ...chosen, guardianId: relationOf(father) })
    expect(await targets()).toEqual([MOTHERS, FATHERS, MOTHERS, MOTHERS])
    expect((await open(emma)).guardians).toMatchObject([
      { patientId: mother.id, carries: ['appointments', 'offers', 'texts'], chosenFor: [] },
      { patientId: father.id, carries: ['video'], chosenFor: ['video'], getsMessages: true }
    ])
    expect((await open(father)).children).toMatchObject([{ patientId: emma.id, carries: ['video'] }])
    await desk.call('patients.chooseCarrier', { ...chosen, guardianId: relationOf(mother) })
    expect((await open(father)).children).toMatchObject([{ carries: [] }])
    await desk.call('patients.chooseCarrier', { ...chosen, guardianId: null })
    expect(await targets()).toEqual([MOTHERS, MOTHERS, MOTHERS, MOTHERS])
  })

  it('falls back to the one who carries all when the chosen one ends, and is written down', async () => {
    const { desk, emma, father, relationOf, targets, actions } = await openFamily()
    const guardianId = relationOf(father)
    await desk.call('patients.chooseCarrier', { childId: emma.id, purpose: 'appointments', guardianId })
    expect((await targets())[0]).toBe(FATHERS)
    await desk.call('patients.endGuardian', { guardianId, patientId: emma.id })
    expect((await targets())[0]).toBe(MOTHERS)
    expect((await actions(emma)).slice(0, 2)).toEqual(['patient.guardian-ended', 'patient.carrier-chosen'])
  })

  it('is never that of somebody who is no guardian of this child', async () => {
    const { desk, register, emma } = await openFamily()
    const other = await register('Nabo', { birthDate: '2018-01-01' })
    const { guardians } = await desk.call('patients.addGuardian', {
      childId: other.id,
      guardianPatientId: (await register('Nabomor')).id,
      kind: 'parent',
      carriesMessages: true
    })
    const guardianId = guardians[0]?.guardianId ?? null
    const choice = { childId: emma.id, purpose: 'video', guardianId } as const
    await expect(desk.call('patients.chooseCarrier', choice)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('moves what waits to the new one at once, and replies from either are understood', async () => {
    const { desk, book, emma, father, relationOf, outbox, modem, at } = await openFamily()
    await book({ patientId: emma.id, date: '2026-11-26', time: '14:00' })
    expect(new Set((await outbox()).map(({ recipient }) => recipient))).toEqual(new Set(['412 34 567']))
    const guardianId = relationOf(father)
    await desk.call('patients.chooseCarrier', { childId: emma.id, purpose: 'appointments', guardianId })
    expect(new Set((await outbox()).map(({ recipient }) => recipient))).toEqual(new Set(['412 34 568']))
    await at('2026-11-26T08:05:00Z')
    expect(modem.sent.map(({ to }) => to)).toEqual([FATHERS])
  })
})

describe('how long somebody is a guardian', () => {
  it('is as planned: from a day ahead, until one that has come', async () => {
    const { desk, register, emma, at, open } = await openFamily()
    const foster = await register('Fosterfar')
    const relation = {
      childId: emma.id,
      guardianPatientId: foster.id,
      kind: 'foster-parent',
      carriesMessages: true,
      from: '2026-11-24',
      until: '2026-11-27'
    } as const
    const { guardians } = await desk.call('patients.addGuardian', relation)
    expect(guardians[0]).toMatchObject({ kind: 'foster-parent', from: '2026-11-24', until: '2026-11-27' })
    await at('2026-11-26T23:00:00Z')
    expect((await open(emma)).guardians).toEqual([])
  })

  it('is refused where it ends before it begins', async () => {
    const { desk, emma, mother } = await openFamily()
    const relation = {
      childId: emma.id,
      guardianPatientId: mother.id,
      kind: 'parent',
      carriesMessages: true,
      until: '2026-11-26'
    } as const
    await expect(desk.call('patients.addGuardian', relation)).rejects.toMatchObject({
      code: 'guardian-period'
    })
  })
})

describe('the birthday from which a patient decides alone', () => {
  it('ends the parents’ part at the clinic’s midnight, stops their messages and asks the desk, once', async () => {
    const { desk, book, at, emma, mother, father, open, actions, outbox, texts } = await openFamily()
    await book({ patientId: emma.id, date: '2026-12-03', time: '09:20' })
    await desk.call('messages.send', { patientId: emma.id, text: 'Ring oss', answerTo: null })
    await at('2026-11-26T08:05:00Z')
    expect(texts()).toHaveLength(2)
    await at(EVE)
    await desk.call('messages.send', { patientId: emma.id, text: 'Ta med legekortet', answerTo: null })
    await at('2026-11-26T22:59:59Z')
    expect((await open(emma)).guardians).toHaveLength(2)
    expect((await desk.call('tasks.list', { filter: 'all' })).tasks).toEqual([])

    await at(AFTER_MIDNIGHT)
    expect((await open(emma)).guardians).toEqual([])
    expect((await open(mother)).children).toEqual([])
    const waiting = (await outbox()).filter(({ sentAt }) => sentAt === null)
    expect(
      waiting.map(({ purpose, state, reason, recipient }) => [purpose, state, reason, recipient])
    ).toEqual([
      ['free-text', 'blocked', 'mobile-missing', '412 34 567'],
      ['appointment-reminder', 'queued', 'mobile-missing', ''],
      ['appointment-reminder', 'queued', 'mobile-missing', '']
    ])
    const { tasks } = await desk.call('tasks.list', { filter: 'all' })
    expect(tasks.filter(({ kind }) => kind === 'majority')).toMatchObject([
      { patientId: emma.id, dueOn: '2026-11-30', owner: null, createdBy: null }
    ])
    expect(await actions(emma)).toContain('patient.came-of-age')
    expect(await actions(mother)).toContain('patient.child-came-of-age')
    expect(await actions(father)).toContain('patient.child-came-of-age')

    await at('2026-12-03T07:00:00Z')
    expect(texts()).toHaveLength(2)
    const again = (await actions(emma)).filter((action) => action === 'patient.came-of-age')
    expect(again).toHaveLength(1)
  })

  it('sends what waits to the patient once the own number is confirmed', async () => {
    const { desk, register, book, at, modem, outbox } = await openMessaging()
    const mother = await register('Mor', { mobile: '412 34 567' })
    const emma = await register('Barn', { birthDate: '2010-11-27', mobile: '412 34 567' })
    await desk.call('patients.addGuardian', {
      childId: emma.id,
      guardianPatientId: mother.id,
      kind: 'parent',
      carriesMessages: true
    })
    await book({ patientId: emma.id, date: '2026-12-03', time: '09:20' })
    await at(AFTER_MIDNIGHT)
    const reasons = async () =>
      (await outbox('all')).filter(({ state }) => state === 'queued').map(({ reason }) => reason)
    expect(await reasons()).toEqual(['turned-16', 'turned-16'])
    await at('2026-11-27T09:00:00Z')
    const { version } = await desk.call('patients.open', { id: emma.id, reason: null })
    const [grown] = (await desk.call('patients.search', { text: 'barn', limit: 1 })).hits
    expect(grown?.mobileSharedWith).toBe(1)
    await desk.call('patients.update', {
      id: emma.id,
      version,
      draft: namedDraft('Barn', 'Test', { birthDate: '2010-11-27', mobile: '412 34 569' })
    })
    expect(await reasons()).toEqual([null, null])
    modem.sent.length = 0
    await at('2026-11-30T08:20:00Z')
    expect(modem.sent.map(({ to }) => to)).toEqual(['+4741234569'])
  })

  it('asks nobody who has confirmed an own number while the PC was off', async () => {
    const { desk, emma, at, again, clock } = await openFamily()
    await at(EVE)
    clock.set(clock.now().add({ hours: 60 }))
    const { version } = await desk.call('patients.open', { id: emma.id, reason: null })
    await desk.call('patients.update', {
      id: emma.id,
      version,
      draft: namedDraft('Barn', 'Test', { birthDate: '2010-11-27', mobile: '412 34 569' })
    })
    const after = await again()
    await after.core.runOutbox()
    const { tasks } = await after.desk.call('tasks.list', { filter: 'all' })
    expect(tasks).toEqual([])
    const { entries } = await after.desk.call('audit.forPatient', { patientId: emma.id, cursor: null })
    expect(entries.map(({ action }) => action)).toContain('patient.came-of-age')
  })

  it('is caught up with after a long pause, every birthday once, whatever restarts in between', async () => {
    const first = await openMessaging({ now: '2026-11-20T08:00:00Z' })
    await first.core.runOutbox()
    const born = ['2010-11-20', '2010-11-21', '2010-11-21', '2010-11-25', '2010-11-27', '2010-11-28']
    const mother = await first.register('Mor', { mobile: '412 34 567' })
    for (const birthDate of born.slice(1)) {
      const child = await first.register('Barn', { birthDate })
      await first.desk.call('patients.addGuardian', {
        childId: child.id,
        guardianPatientId: mother.id,
        kind: 'parent',
        carriesMessages: true
      })
    }
    await first.core.runOutbox()
    let clinic = first
    for (const moment of ['2026-11-25T10:00:00Z', '2026-11-27T10:00:00Z', '2026-11-27T11:00:00Z']) {
      clinic = await clinic.again()
      await clinic.at(moment)
    }
    const { tasks } = await clinic.desk.call('tasks.list', { filter: 'all' })
    expect(tasks.filter(({ kind }) => kind === 'majority')).toHaveLength(4)
    const { children } = await clinic.desk.call('patients.open', { id: mother.id, reason: null })
    expect(children.map(({ birthDate }) => birthDate)).toEqual(['2010-11-28'])
  })

  it('leaves a guardian whom an authority appointed', async () => {
    const { desk, emma, mother, at, open } = await openFamily()
    await desk.call('patients.addGuardian', {
      childId: emma.id,
      guardianPatientId: mother.id,
      kind: 'legal-guardian',
      carriesMessages: true
    })
    await at(AFTER_MIDNIGHT)
    expect((await open(emma)).guardians).toMatchObject([{ patientId: mother.id, getsMessages: false }])
  })

  it('is what login help tells: a guardian logs in for a child, who does it alone when grown', async () => {
    const { desk, emma, mother, at } = await openFamily()
    const causes = async ({ id }: Patient, detail: 'child-not-shown' | null = null) => {
      const asked = { patientId: id, trouble: detail === null ? null : ('other' as const), detail }
      return (await desk.call('loginHelp.diagnose', asked)).findings.map(({ cause }) => cause)
    }
    expect(await causes(emma)).toEqual(['child-under-age', 'gp-elsewhere', 'number-missing'])
    expect(await causes(mother, 'child-not-shown')).toEqual(['unexplained'])
    await at(AFTER_MIDNIGHT)
    expect(await causes(emma)).not.toContain('child-under-age')
    expect(await causes(mother, 'child-not-shown')).toEqual(['child-grown'])
  })

  it('makes a reply from the parent’s telephone concern the parent alone', async () => {
    const { book, look, modem, at, emma, mother, desk } = await openFamily()
    const { appointment } = await book({ patientId: emma.id, date: '2026-12-03', time: '09:20' })
    await at('2026-11-26T08:05:00Z')
    await at(AFTER_MIDNIGHT)
    await modem.receive(MOTHERS, 'AVBUD')
    const inbox = await desk.call('messages.inbox', { filter: 'all', cursor: null, limit: 10 })
    expect(inbox.messages[0]).toMatchObject({ patientId: mother.id, candidates: [] })
    expect((await look(appointment)).status).toBe('booked')
  })
})

describe('a birth date that was wrong', () => {
  const corrected = async (
    { desk, open }: Pick<Awaited<ReturnType<typeof openFamily>>, 'desk' | 'open'>,
    patient: Patient,
    birthDate: string
  ) => {
    const { version } = await open(patient)
    const { guardians: _none, ...draft } = namedDraft(patient.familyName, patient.givenName, { birthDate })
    return await desk.call('patients.update', { id: patient.id, version, draft })
  }

  it('ends the parents’ part the day it is corrected, stops their messages and asks the desk to confirm', async () => {
    const clinic = await openFamily()
    const { desk, emma, mother, open, targets, actions } = clinic
    await desk.call('messages.send', { patientId: emma.id, text: 'Husk skjemaet.', answerTo: null })
    const patient = await corrected(clinic, emma, '2009-11-27')
    expect(patient.guardians).toEqual([])
    expect(await targets()).not.toContain(MOTHERS)
    expect((await open(mother)).children).toEqual([])
    expect(await actions(emma)).toContain('patient.came-of-age')
    expect(await actions(mother)).toContain('patient.child-came-of-age')
    const { tasks } = await desk.call('tasks.list', { filter: 'all' })
    // Beside it stands the text that went to nobody, and why.
    expect(tasks.map(({ kind, patientId }) => [kind, patientId])).toEqual([
      ['message-failed', emma.id],
      ['majority', emma.id]
    ])
    await clinic.at('2026-11-27T09:00:00Z')
    expect(clinic.modem.sent.filter(({ to }) => to === MOTHERS)).toEqual([])
  })

  it('asks once, whatever is corrected after it, and nothing of who was grown before', async () => {
    const clinic = await openFamily()
    const { desk, emma, mother } = clinic
    await corrected(clinic, emma, '2009-11-27')
    await corrected(clinic, emma, '2009-11-28')
    await corrected(clinic, mother, '1987-05-18')
    expect((await desk.call('tasks.list', { filter: 'all' })).tasks).toHaveLength(1)
  })

  it('leaves a child who still is one with its parents', async () => {
    const clinic = await openFamily()
    const patient = await corrected(clinic, clinic.emma, '2012-11-27')
    expect(patient.guardians).toHaveLength(2)
    expect(await clinic.actions(clinic.emma)).not.toContain('patient.came-of-age')
  })
})
