import { describe, expect, it } from 'vitest'
import type { MethodInput } from '../../src-preload/contract'
import type { PatientId } from '../../src-preload/contract/ids'
import type { AnyMessage } from '../../src-preload/contract/messages'
import { importFile } from './fixtures/import-file'
import { openMessaging } from './fixtures/messaging'
import { openWaitingList } from './fixtures/waiting-list'

const HOME = { line: 'Storgata 1', postalCode: '0155', city: 'Oslo' }

const died = (
  patientId: PatientId,
  changes: Partial<MethodInput<'deaths.record'>> = {}
): MethodInput<'deaths.record'> => ({
  patientId,
  on: '2026-11-25',
  source: 'relative',
  cancelsAppointments: true,
  ...changes
})

/** What became of each that the clinic wrote. */
const sentOf = (messages: readonly AnyMessage[]): string[] =>
  messages.flatMap((one) => (one.direction === 'out' ? [`${one.state} ${one.reason}`] : []))

/** Somebody with an SMS waiting about an appointment on 10 December. */
async function openPatient() {
  const clinic = await openMessaging()
  const patient = await clinic.register('Moe', { mobile: '41234567', birthDate: '1950-02-03', address: HOME })
  const { id: patientId } = patient
  const consent = { purpose: 'appointment-reminder', channel: 'sms', decision: 'given' } as const
  await clinic.desk.call('consents.record', { patientId, decisions: [consent] })
  const { appointment } = await clinic.book({ patientId, date: '2026-12-10', time: '09:20' })
  const states = async () => sentOf(await clinic.messagesOf(patient))
  const outlook = async () => await clinic.desk.call('deaths.outlook', { patientId })
  const actions = async (id = patientId) => {
    const { entries } = await clinic.desk.call('audit.forPatient', { patientId: id, cursor: null })
    return entries.map(({ action }) => action)
  }
  return { ...clinic, clinic, patient, patientId, appointment, states, outlook, actions }
}

describe('recording a death', () => {
  it('says before what it does', async () => {
    const { outlook, appointment } = await openPatient()
    expect(await outlook()).toMatchObject({
      deceasedOn: null,
      birthDate: '1950-02-03',
      appointments: [{ id: appointment.id }],
      ends: [{ part: 'message', count: 3 }],
      childrenLeft: [],
      history: []
    })
  })

  it('takes a date from the day of birth to today', async () => {
    const { desk, patientId, outlook } = await openPatient()
    for (const [on, code] of [
      ['2026-11-27', 'death-in-future'],
      ['1950-02-02', 'death-before-birth']
    ] as const)
      await expect(desk.call('deaths.record', died(patientId, { on }))).rejects.toMatchObject({ code })
    expect((await outlook()).deceasedOn).toBeNull()
  })

  it('stops what waits with its own reason, cancels in silence, and lets nothing leave', async () => {
    const { desk, patientId, appointment, look, states, at, texts, outbox, actions } = await openPatient()
    const death = await desk.call('deaths.record', died(patientId))
    expect(death).toMatchObject({
      on: '2026-11-25',
      source: 'relative',
      recordedBy: 'Randi Berg',
      takenBack: null,
      ended: [
        { part: 'appointment', count: 1 },
        { part: 'message', count: 3 }
      ]
    })
    expect(await look(appointment)).toMatchObject({ status: 'cancelled', cancelReason: 'clinic' })
    expect(await states()).toEqual(Array(3).fill('blocked deceased'))
    expect(await outbox('problems')).toEqual([])
    await at('2026-12-10T07:00:00Z')
    expect(texts()).toEqual([])
    expect(await actions()).toContain('death.recorded')
    const { alerts } = await desk.call('patients.open', { id: patientId, reason: null })
    expect(alerts).toContain('deceased')
  })

  it('leaves the appointments where that is wanted, and still sends nothing', async () => {
    const { desk, patientId, appointment, look, at, texts, book } = await openPatient()
    await desk.call('deaths.record', died(patientId, { cancelsAppointments: false }))
    expect((await look(appointment)).status).toBe('booked')
    await at('2026-12-10T07:00:00Z')
    expect(texts()).toEqual([])
    await expect(book({ patientId, date: '2026-12-11' })).rejects.toMatchObject({ code: 'patient-deceased' })
  })

  it('is done once', async () => {
    const { desk, patientId } = await openPatient()
    await desk.call('deaths.record', died(patientId))
    const again = desk.call('deaths.record', died(patientId))
    await expect(again).rejects.toMatchObject({ code: 'death-recorded-already' })
  })

  it('sends no code, though one was asked for before', async () => {
    const { desk, patientId, at, texts, clock, core } = await openPatient()
    await desk.call('codes.send', { patientId })
    // As a list would: nothing but the date, so that it is the rule at the moment of sending which stops it.
    core.database.driver
      .prepare('update patient set deceased_on = ? where id = ?')
      .run('2026-11-25', patientId)
    await at(clock.now().toString())
    expect(texts()).toEqual([])
  })

  it('withdraws letters, also where the patient was reserved, and writes none about it', async () => {
    const { desk, patientId, book, at } = await openPatient()
    await desk.call('consents.setReserved', { patientId, isReserved: true })
    await book({ patientId, date: '2026-12-17', time: '09:20' })
    const letters = async () => await desk.call('letters.forPatient', { patientId, limit: 10 })
    const waiting = async () =>
      (await letters()).filter(({ state }) => state === 'waiting').map(({ kind, cause }) => [kind, cause])
    const before = await waiting()
    expect(before).toHaveLength(2)
    await desk.call('deaths.record', died(patientId))
    expect((await letters()).map(({ state, reason }) => `${state} ${reason}`)).toEqual(
      Array(2).fill('withdrawn deceased')
    )
    expect(await desk.call('deaths.takeBack', { patientId })).toEqual({ notBroughtBack: [] })
    await at('2026-11-26T10:00:00Z')
    expect(await waiting()).toEqual(before)
  })

  it('ends entries and offers of the waiting list, and asks the next', async () => {
    const clinic = await openWaitingList()
    const first = await clinic.waiting('41234567')
    const second = await clinic.waiting('41234568')
    const gap = await clinic.openGap()
    await clinic.offer(gap)
    await clinic.at('2026-11-26T08:01:00Z')
    const { id: patientId } = first.patient
    await clinic.desk.call('deaths.record', died(patientId, { cancelsAppointments: false }))
    const [round] = await clinic.rounds()
    expect(round?.offers.map(({ patientId: id, state }) => [id, state])).toEqual([
      [patientId, 'withdrawn'],
      [second.patient.id, 'open']
    ])
    expect(await clinic.desk.call('waitingList.forPatient', { patientId })).toMatchObject([
      { state: 'removed' }
    ])
    expect(await clinic.desk.call('deaths.takeBack', { patientId })).toEqual({ notBroughtBack: [] })
    expect(await clinic.desk.call('waitingList.forPatient', { patientId })).toMatchObject([
      { state: 'waiting' }
    ])
  })
})

describe('a family', () => {
  async function openFamily() {
    const clinic = await openMessaging()
    const mother = await clinic.register('Mor', { mobile: '412 34 567', birthDate: '1987-05-17' })
    const child = await clinic.register('Barn', { birthDate: '2018-11-27' })
    await clinic.desk.call('patients.addGuardian', {
      childId: child.id,
      guardianPatientId: mother.id,
      kind: 'parent',
      carriesMessages: true
    })
    const tasks = async () =>
      (await clinic.desk.call('tasks.forPatient', { patientId: child.id })).map(({ kind }) => kind)
    const open = async (id: PatientId) => await clinic.desk.call('patients.open', { id, reason: null })
    return { ...clinic, mother, child, tasks, open }
  }

  it('names children left without anybody who gets messages, with a task each', async () => {
    const { desk, mother, child, tasks, open } = await openFamily()
    expect(await desk.call('deaths.outlook', { patientId: mother.id })).toMatchObject({
      childrenLeft: [{ patientId: child.id, name: 'Test Barn' }]
    })
    await desk.call('deaths.record', died(mother.id))
    expect([await tasks(), (await open(child.id)).guardians]).toEqual([['guardian-deceased'], []])
    expect(await desk.call('deaths.takeBack', { patientId: mother.id })).toEqual({ notBroughtBack: [] })
    expect(await tasks()).toEqual([])
    expect((await open(child.id)).guardians).toMatchObject([
      { patientId: mother.id, carriesMessages: true, getsMessages: true }
    ])
  })

  it('sends a guardian nothing about a child who has died', async () => {
    const { desk, mother, child, open, book, at, texts, messagesOf } = await openFamily()
    await book({ patientId: child.id, date: '2026-12-10', time: '09:20' })
    await desk.call('messages.send', { patientId: child.id, text: 'Husk legitimasjon.', answerTo: null })
    await desk.call('deaths.record', died(child.id))
    await at('2026-12-10T07:00:00Z')
    expect(texts()).toEqual([])
    expect(sentOf(await messagesOf(child)).every((one) => one.startsWith('blocked'))).toBe(true)
    expect((await open(mother.id)).children).toEqual([])
  })

  it('does not take from another guardian what they got meanwhile', async () => {
    const { desk, mother, child, register, open } = await openFamily()
    await desk.call('deaths.record', died(mother.id))
    const father = await register('Far', { mobile: '412 34 568', birthDate: '1985-02-01' })
    await desk.call('patients.addGuardian', {
      childId: child.id,
      guardianPatientId: father.id,
      kind: 'parent',
      carriesMessages: true
    })
    await desk.call('deaths.takeBack', { patientId: mother.id })
    const carriers = (await open(child.id)).guardians.map(
      (one) => [one.patientId, one.carriesMessages] as const
    )
    expect(new Map(carriers)).toEqual(
      new Map([
        [father.id, true],
        [mother.id, false]
      ])
    )
  })
})

describe('a death recorded by mistake', () => {
  it('brings everything back that nothing has overtaken', async () => {
    const { desk, patientId, appointment, look, states, outlook, actions } = await openPatient()
    const before = await states()
    await desk.call('deaths.record', died(patientId))
    expect(await desk.call('deaths.takeBack', { patientId })).toEqual({ notBroughtBack: [] })
    expect(await look(appointment)).toMatchObject({ status: 'booked', cancelReason: null })
    expect(await states()).toEqual(before)
    expect(await outlook()).toMatchObject({
      deceasedOn: null,
      history: [{ takenBack: { by: 'Randi Berg', isCorrected: false, notBroughtBack: [] } }]
    })
    expect(await actions()).toContain('death.taken-back')
  })

  it('says what it could not bring back, and sends nothing about that', async () => {
    const { desk, patientId, ingrid, book, outlook, at, texts } = await openPatient()
    await desk.call('deaths.record', died(patientId))
    await book({ patientId: ingrid, date: '2026-12-10', time: '09:20' })
    const expected = [
      { part: 'appointment', count: 1, why: 'taken' },
      { part: 'message', count: 3, why: 'changed' }
    ]
    expect(await desk.call('deaths.takeBack', { patientId })).toEqual({ notBroughtBack: expected })
    expect((await outlook()).history).toMatchObject([{ takenBack: { notBroughtBack: expected } }])
    await at('2026-12-10T07:00:00Z')
    expect(texts()).toEqual([])
  })

  it('does not bring back what lies in the past by then', async () => {
    const { desk, patientId, clock, at } = await openPatient()
    await desk.call('deaths.record', died(patientId))
    await at('2026-12-10T09:00:00Z')
    const { notBroughtBack } = await desk.call('deaths.takeBack', { patientId })
    expect([clock.now().toString(), notBroughtBack]).toEqual([
      '2026-12-10T09:00:00Z',
      [
        { part: 'appointment', count: 1, why: 'past' },
        { part: 'message', count: 3, why: 'past' }
      ]
    ])
  })

  it('is one of the date alone where that is corrected, and is still taken back whole', async () => {
    const { desk, patientId, appointment, look, outlook } = await openPatient()
    await desk.call('deaths.record', died(patientId))
    await desk.call('deaths.correct', { patientId, on: '2026-11-24', source: 'hospital' })
    expect(await outlook()).toMatchObject({
      deceasedOn: '2026-11-24',
      history: [
        { on: '2026-11-24', source: 'hospital', takenBack: null },
        { on: '2026-11-25', takenBack: { isCorrected: true } }
      ]
    })
    expect((await look(appointment)).status).toBe('cancelled')
    await desk.call('deaths.takeBack', { patientId })
    expect((await look(appointment)).status).toBe('booked')
  })

  it('is put right of one that a list brought, too', async () => {
    const { core, desk, patientId, outlook } = await openPatient()
    await expect(desk.call('deaths.takeBack', { patientId })).rejects.toMatchObject({
      code: 'death-not-recorded'
    })
    core.database.driver
      .prepare('update patient set deceased_on = ? where id = ?')
      .run('2026-11-25', patientId)
    expect((await outlook()).deceasedOn).toBe('2026-11-25')
    await desk.call('deaths.takeBack', { patientId })
    expect((await outlook()).deceasedOn).toBeNull()
  })
})

it('ends the same when a list tells of it, and brings back the same when the list was wrong', async () => {
  const { desk, patientId, appointment, look, states, actions } = await openPatient()
  const list = 'Etternavn;Fornavn;Fødselsdato;Død\nMoe;Test;03.02.1950;25.11.2026\n'
  expect(await importFile(desk, list)).toMatchObject({ changed: 1, refused: [] })
  expect(await states()).toEqual(Array(3).fill('blocked deceased'))
  expect(await look(appointment)).toMatchObject({ status: 'cancelled' })
  const { history } = await desk.call('deaths.outlook', { patientId })
  expect(history).toMatchObject([{ on: '2026-11-25', source: 'list', takenBack: null }])
  expect(await actions()).toEqual(expect.arrayContaining(['death.recorded', 'patient.changed']))
  expect(await desk.call('deaths.takeBack', { patientId })).toEqual({ notBroughtBack: [] })
  expect(await look(appointment)).toMatchObject({ status: 'booked' })
})
