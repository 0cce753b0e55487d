import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { PATIENT_COLUMNS } from '../../src-main/core/database/empty-patient'
import { verifyAccessLog } from '../../src-main/core/features/audit'
import { hashPassword, saveUser } from '../../src-main/core/features/users'
import { namedDraft, patientDraft } from '../builders/patient'
import { openDesk } from './fixtures/desk'
import { openMessaging } from './fixtures/messaging'
import { openWaitingList } from './fixtures/waiting-list'

async function openWithHistory() {
  const clinic = await openDesk()
  const { desk, book } = clinic
  const { id } = await desk.call(
    'patients.create',
    patientDraft({ email: 'kari@example.org', note: 'Hører dårlig' })
  )
  const { appointment } = await book({ patientId: id, time: '11:00', note: 'Vondt i kneet' })
  await desk.call('appointments.setNote', {
    id: appointment.id,
    version: appointment.version,
    note: 'Vondt i begge knær'
  })
  await desk.call('messages.send', { patientId: id, text: 'Ta med medisinlisten, Kari.', answerTo: null })
  await desk.call('tasks.create', {
    title: 'Ring Kari',
    note: 'om kneet',
    patientId: id,
    dueOn: '2026-12-04',
    ownerId: null
  })
  await desk.call('consents.record', {
    patientId: id,
    decisions: [{ purpose: 'recall', channel: 'email', decision: 'given' }]
  })
  return { ...clinic, id }
}

/** The visit lies behind, and what was to be sent has been. */
async function letTimePass(
  { core, clock }: Pick<Awaited<ReturnType<typeof openDesk>>, 'core' | 'clock'>,
  days: number
) {
  clock.set(clock.now().add({ hours: 24 * days }))
  core.database.driver.exec(
    `update message set state = 'cancelled', ended_at = created_at where state in ('queued', 'sending')`
  )
}

describe('deleting a patient on request', () => {
  it('says before what goes, what stays by which statute, and what stands against it', async () => {
    const { desk, id } = await openWithHistory()
    const preview = await desk.call('erasures.preview', { patientId: id })
    expect(Object.fromEntries(preview.goes.map(({ kind, count }) => [kind, count]))).toMatchObject({
      identifiers: 1,
      contacts: 2,
      tasks: 1,
      notes: 1
    })
    expect(preview.stays).toContainEqual({
      kind: 'log',
      count: expect.any(Number),
      statute: 'pasientjournalloven § 22'
    })
    expect(preview.obstacles).toEqual(['coming-appointments', 'queued-messages'])
    expect(preview.undoDays).toBe(14)
  })

  it('needs a second pair of eyes, waits some days, and leaves the log without content', async () => {
    const clinic = await openWithHistory()
    const { desk, manager, core, clock, id } = clinic
    const asked = await desk.call('erasures.ask', { patientId: id, reason: 'Har byttet fastlege' })
    await letTimePass(clinic, 1)
    expect(await manager.call('erasures.approve', { id: asked.id })).toMatchObject({
      state: 'queued',
      dueOn: '2026-12-18'
    })
    await core.retention.run()
    expect(await desk.call('patients.open', { id, reason: null })).toMatchObject({ familyName: 'Nordmann' })

    clock.set(Temporal.Instant.from('2026-12-18T03:15:00Z'))
    await core.retention.run()
    await expect(desk.call('patients.open', { id, reason: null })).rejects.toMatchObject({
      code: 'patient-erased'
    })
    expect((await desk.call('patients.search', { text: 'nordmann', limit: 5 })).hits).toEqual([])
    expect((await desk.call('patients.search', { text: '17858710227', limit: 5 })).hits).toEqual([])
    const { hits } = await desk.call('patients.list', { filter: 'all', cursor: null, limit: 50 })
    expect(hits.map((hit) => hit.id)).not.toContain(id)
    // Nothing of the person is anywhere in the file, but that somebody looked is.
    expect(rowsAbout(core.database.driver)).not.toMatch(
      /Nordmann|Kari|17858710227|41234567|kari@|kneet|knær|medisinlisten|Hører/
    )
    expect(await verifyAccessLog(core.database.reader)).toMatchObject({ isWhole: true })
    expect(core.database.countBrokenReferences()).toBe(0)
    const log = core.database.driver
      .prepare<[number], { action: string }>(
        'select action from access_log where patient_id = ? order by id desc limit 1'
      )
      .get(id)
    expect(log).toEqual({ action: 'patient.erased' })
    expect((await manager.call('erasures.list', {}))[0]).toMatchObject({
      patient: null,
      state: 'done',
      reason: '–'
    })
  })

  it('is not approved by the one who asked, and is taken back until its day', async () => {
    const clinic = await openWithHistory()
    const { manager, desk, core, id, clock } = clinic
    const own = await manager.call('erasures.ask', { patientId: id, reason: 'Ba om det selv' })
    await expect(manager.call('erasures.approve', { id: own.id })).rejects.toMatchObject({
      code: 'own-erasure'
    })
    await expect(desk.call('erasures.ask', { patientId: id, reason: 'En gang til' })).rejects.toMatchObject({
      code: 'erasure-open'
    })
    await core.database.write(async (transaction) => {
      const draft = {
        id: null,
        name: 'Siv Dal',
        role: 'manager',
        language: null,
        isActive: true,
        clinicianId: null,
        password: null
      } as const
      await saveUser(transaction, draft, {
        passwordHash: await hashPassword('x'),
        createdAt: '2026-01-01T00:00:00Z'
      })
    })
    await desk.call('erasures.takeBack', { id: own.id })
    const asked = await desk.call('erasures.ask', { patientId: id, reason: 'Ba om det igjen' })
    await manager.call('erasures.approve', { id: asked.id })
    await desk.call('erasures.takeBack', { id: asked.id })
    await letTimePass(clinic, 40)
    clock.set(clock.now())
    await core.retention.run()
    expect(await desk.call('patients.open', { id, reason: null })).toMatchObject({ familyName: 'Nordmann' })
  })

  it('waits while a legal hold stands, and goes on when it is lifted', async () => {
    const clinic = await openWithHistory()
    const { manager, desk, core, id } = clinic
    const asked = await desk.call('erasures.ask', { patientId: id, reason: 'Har flyttet' })
    await manager.call('erasures.approve', { id: asked.id })
    const hold = await manager.call('holds.place', { patientId: id, reason: 'Klagesak', until: null })
    await letTimePass(clinic, 30)
    await core.retention.run()
    expect((await manager.call('erasures.list', {}))[0]).toMatchObject({
      state: 'queued',
      obstacles: ['legal-hold']
    })
    await manager.call('holds.lift', { id: hold.id })
    await core.retention.run()
    expect((await manager.call('erasures.list', {}))[0]).toMatchObject({ state: 'done' })
  })

  it('stops for no one whose place is on offer, and deletes the others that night', async () => {
    const clinic = await openWaitingList()
    const { desk, manager, core, clock } = clinic
    const other = await clinic.register('Annen', { mobile: null })
    const { patient, appointment, entry } = await clinic.waiting('412 34 561', { appointmentId: null })
    const { id, version } = appointment
    await desk.call('appointments.cancel', { id, version, reason: 'patient', notifyPatient: false })
    await clinic.offer(await clinic.openGap())
    await core.runOutbox()
    for (const patientId of [patient.id, other.id]) {
      const { id } = await desk.call('erasures.ask', { patientId, reason: 'Har flyttet' })
      await manager.call('erasures.approve', { id })
    }
    // Their day comes while the answer is still waited for.
    core.database.driver.exec(`update erasure set due_on = '2026-11-26'`)
    core.database.driver.exec(
      `update message set state = 'cancelled', ended_at = created_at where state in ('queued', 'sending')`
    )
    expect((await clinic.rounds())[0]).toMatchObject({ offers: [{ entryId: entry.id, state: 'open' }] })
    await core.retention.run()
    const states = async () =>
      (await manager.call('erasures.list', {})).map(({ state, obstacles }) => ({ state, obstacles }))
    expect(await states()).toEqual([
      { state: 'done', obstacles: [] },
      { state: 'queued', obstacles: ['queued-messages'] }
    ])
    clock.set(clock.now().add({ hours: 24 }))
    await core.runOutbox()
    core.database.driver.exec(
      `update message set state = 'cancelled', ended_at = created_at where state in ('queued', 'sending')`
    )
    await core.retention.run()
    expect((await states()).map(({ state }) => state)).toEqual(['done', 'done'])
  })

  it('lets one deletion that fails stop none of the others', async () => {
    const clinic = await openDesk()
    const { desk, manager, core } = clinic
    const ids = []
    for (const name of ['Første', 'Annen']) {
      const { id: patientId } = await desk.call('patients.create', namedDraft(name, 'Test'))
      const { id } = await desk.call('erasures.ask', { patientId, reason: 'Har flyttet' })
      await manager.call('erasures.approve', { id })
      ids.push(patientId)
    }
    core.database.driver.exec(`create trigger stubborn before update of erased_at on patient
      when new.id = ${ids[0]} begin select raise(abort, 'stubborn'); end`)
    await letTimePass(clinic, 15)
    await core.retention.run()
    expect((await manager.call('erasures.list', {})).map(({ state }) => state)).toEqual(['done', 'queued'])
  })

  it('leaves a guardian’s number neither with the child’s messages nor with replies laid to nobody', async () => {
    const clinic = await openMessaging()
    const { desk, manager, core, register, modem } = clinic
    const mother = await register('Mor', { mobile: '412 34 567' })
    const child = await register('Barn', { birthDate: '2018-03-01', mobile: null })
    const guardian = { guardianPatientId: mother.id, kind: 'parent', carriesMessages: true } as const
    await desk.call('patients.addGuardian', { childId: child.id, ...guardian })
    await desk.call('messages.send', { patientId: child.id, text: 'Husk vaksinekortet.', answerTo: null })
    await core.runOutbox()
    expect(modem.sent[0]?.to).toBe('+4741234567')
    await modem.receive('+4741234567', 'Jeg er mor og vondt i ryggen')
    core.database.driver.exec(`update inbound_message set patient_id = null`)
    const { id } = await desk.call('erasures.ask', { patientId: mother.id, reason: 'Har flyttet' })
    await manager.call('erasures.approve', { id })
    await letTimePass(clinic, 15)
    await core.retention.run()
    expect((await manager.call('erasures.list', {}))[0]).toMatchObject({ state: 'done' })
    expect(rowsAbout(core.database.driver)).not.toMatch(/41234567|vondt i ryggen/)
    expect((await clinic.messagesOf(child))[0]).toMatchObject({ text: 'Husk vaksinekortet.', recipient: '' })
  })

  it('names what becomes of every column that names a patient', async () => {
    const { core } = await openDesk()
    const { driver } = core.database
    const tables = driver
      .prepare<[], { name: string }>(
        `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'patient_search%'`
      )
      .all()
    const named = tables.flatMap(({ name }) => {
      const references = driver.pragma(`foreign_key_list("${name}")`) as { table: string; from: string }[]
      const columns = driver.pragma(`table_info("${name}")`) as { name: string }[]
      const byReference = references.filter(({ table }) => table === 'patient').map(({ from }) => from)
      const byName = columns.map((column) => column.name).filter((column) => column === 'patient_id')
      return [...new Set([...byReference, ...byName])].map((column) => `${name}.${column}`)
    })
    expect(named.filter((column) => !(column in PATIENT_COLUMNS))).toEqual([])
    expect(Object.keys(PATIENT_COLUMNS).filter((column) => !named.includes(column))).toEqual([])
  })
})

describe('the nightly round', () => {
  it('empties what is past its time, keeps what is younger or held, and says what it did', async () => {
    const clinic = await openWithHistory()
    const { manager, desk, core, id, ingrid } = clinic
    await desk.call('messages.send', { patientId: id, text: 'Gammel tekst', answerTo: null })
    await letTimePass(clinic, 800)
    await manager.call('holds.place', { patientId: ingrid, reason: 'Klagesak', until: null })
    await core.retention.run()
    const texts = core.database.driver
      .prepare<[number], { body: string }>(`select body from message where patient_id = ? and body <> ''`)
      .all(id)
    expect(texts).toEqual([])
    const { rules, lastRun } = await manager.call('retention.get', {})
    expect(rules.find(({ kind }) => kind === 'patient')).toMatchObject({ months: null, leastMonths: 120 })
    expect(lastRun?.removed['message-text']).toBeGreaterThan(0)
  })

  it('is made once a day at the first hour the PC is on, not at night only', async () => {
    const { core, clock, manager } = await openDesk()
    const runs = async () => (await manager.call('retention.get', {})).lastRun
    clock.set(Temporal.Instant.from('2026-12-05T01:15:00Z'))
    await core.retention.runWhenDue()
    expect(await runs()).toBeNull()
    clock.set(Temporal.Instant.from('2026-12-05T08:15:00Z'))
    await core.retention.runWhenDue()
    expect(await runs()).toMatchObject({ date: '2026-12-05', removed: { erased: 0 } })
    core.database.driver.exec(`update retention_run set removed = 7 where kind = 'erased'`)
    clock.set(Temporal.Instant.from('2026-12-05T20:15:00Z'))
    await core.retention.runWhenDue()
    expect((await runs())?.removed).toMatchObject({ erased: 7 })
    clock.set(Temporal.Instant.from('2026-12-06T08:15:00Z'))
    await core.retention.runWhenDue()
    expect(await runs()).toMatchObject({ date: '2026-12-06' })
  })

  it('queues nobody who has the GP here, agreed to something or waits for a letter, however long nobody saw them', async () => {
    const clinic = await openDesk()
    const { desk, manager, core, clinicians } = clinic
    const register = async (name: string, changes = {}) =>
      (await desk.call('patients.create', namedDraft(name, 'Test', changes))).id
    const [gone, own, agreed, waits] = [
      await register('Borte'),
      await register('Fastlegepasient', { gpClinicianId: clinicians[0].id }),
      await register('Samtykker'),
      await register('Brevvenn')
    ]
    const text = { subject: 'Innkalling', body: 'Ring oss.' }
    const letter = { patientId: waits, kind: 'general', appointmentId: null, ...text } as const
    await desk.call('letters.write', letter)
    await manager.call('retention.save', { months: { patient: 120 }, undoDays: 7 })
    await letTimePass(clinic, 11 * 366)
    await desk.call('consents.record', {
      patientId: agreed,
      decisions: [{ purpose: 'recall', channel: 'email', decision: 'given' }]
    })
    await core.retention.run()
    const queued = (await manager.call('erasures.list', {})).map(({ patient }) => patient?.id)
    expect(queued).toContain(gone)
    expect(queued.filter((id) => id === own || id === agreed || id === waits)).toEqual([])
  })

  it('queues patients without relation only where the clinic has chosen it, and they can be taken back', async () => {
    const clinic = await openDesk()
    const { manager, desk, core } = clinic
    const { id } = await desk.call('patients.create', patientDraft())
    await expect(
      manager.call('retention.save', { months: { patient: 12 }, undoDays: 7 })
    ).rejects.toMatchObject({
      code: 'retention-too-short'
    })
    await manager.call('retention.save', { months: { patient: 120 }, undoDays: 7 })
    await letTimePass(clinic, 11 * 366)
    await core.retention.run()
    const waiting = (await manager.call('erasures.list', {})).find(({ patient }) => patient?.id === id)
    expect(waiting).toMatchObject({ origin: 'rule', state: 'queued', askedBy: 'Skranke' })
    await desk.call('erasures.takeBack', { id: waiting!.id })
    await letTimePass(clinic, 30)
    await core.retention.run()
    expect((await manager.call('erasures.list', {})).find(({ patient }) => patient?.id === id)?.state).toBe(
      'taken-back'
    )
  })
})

interface Driver {
  prepare<P extends unknown[], R>(sql: string): { all(...parameters: P): R[] }
}

/** Every text of every row, the search index and the access log's reasons apart. */
function rowsAbout(driver: Driver): string {
  const tables = driver
    .prepare<[], { name: string }>(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'patient_search%'
       and name not in ('user', 'clinician', 'setting')`
    )
    .all()
  return JSON.stringify(
    tables.map(({ name }) => driver.prepare<[], unknown>(`select * from "${name}"`).all())
  )
}
