import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { verifyAccessLog } from '../../src-main/core/features/audit'
import { namedDraft, patientDraft } from '../builders/patient'
import { openDesk } from './fixtures/desk'

const period = { from: '2026-11-01', until: '2026-12-31', state: 'open', cursor: null, limit: 50 } as const

async function openWatched() {
  const clinic = await openDesk()
  /** The quarter of an hour passes in which a booking may still explain a look. */
  async function look(): Promise<void> {
    clinic.clock.set(clinic.clock.now().add({ minutes: 20 }))
    await clinic.core.accessWatch.run()
  }
  const rules = async () =>
    (await clinic.manager.call('accessWatch.list', period)).findings.map(({ rule, patient, userName }) => [
      rule,
      patient?.name ?? null,
      userName
    ])
  return { ...clinic, look, rules }
}

describe('unusual access', () => {
  it('asks about somebody of the same family name, a known person, a colleague and a protected address', async () => {
    const { desk, look, rules } = await openWatched()
    const { id: berg } = await desk.call('patients.create', namedDraft('Berg', 'Ola'))
    const { id: vip } = await desk.call('patients.create', namedDraft('Kjent', 'Vera'))
    const { id: staff } = await desk.call('patients.create', namedDraft('Lunde', 'Anne'))
    const { id: hidden } = await desk.call(
      'patients.create',
      patientDraft({ addressProtection: 'confidential', address: null })
    )
    await desk.call('patients.setConfidentiality', { id: vip, confidentiality: 'vip' })
    await desk.call('patients.setConfidentiality', { id: staff, confidentiality: 'staff' })
    for (const id of [berg, vip, staff, hidden]) await desk.call('patients.open', { id, reason: 'contact' })
    await look()
    // Registering them was the occasion.
    expect(await rules()).toEqual([
      ['protected', 'Kari Nordmann', 'Randi Berg'],
      ['colleague', 'Anne Lunde', 'Randi Berg'],
      ['vip', 'Vera Kjent', 'Randi Berg'],
      ['same-name', 'Ola Berg', 'Randi Berg']
    ])
  })

  it('asks about a look that nothing explains, once a day, and not where an appointment does', async () => {
    const { as, book, ingrid, odd, look, rules } = await openWatched()
    const clinician = await as('clinician')
    await book({ patientId: ingrid })
    for (const id of [ingrid, odd, odd]) await clinician.call('patients.open', { id, reason: null })
    await look()
    expect(await rules()).toEqual([['no-occasion', 'Odd Nygård', 'Anne Lunde']])
  })

  it('asks about looks at night, by the schedule', async () => {
    const { desk, book, ingrid, clock, look, rules } = await openWatched()
    await book({ patientId: ingrid })
    clock.set(Temporal.Instant.from('2026-12-03T22:30:00Z'))
    await desk.call('patients.open', { id: ingrid, reason: null })
    await look()
    expect(await rules()).toEqual([['outside-hours', 'Ingrid Sørlie', 'Randi Berg']])
  })

  it('says how many looks in an hour are too many, and counts on where it stopped', async () => {
    const { desk, manager, book, ingrid, look } = await openWatched()
    await book({ patientId: ingrid })
    for (let count = 0; count < 42; count += 1) await desk.call('patients.open', { id: ingrid, reason: null })
    await look()
    const { findings } = await manager.call('accessWatch.list', period)
    expect(findings).toMatchObject([{ rule: 'many-in-hour', patient: null, facts: { count: 42, usual: 0 } }])
    await look()
    expect((await manager.call('accessWatch.list', period)).findings).toHaveLength(1)
  })

  it('is reviewed with a note, which is logged, and taken up again', async () => {
    const { manager, look, core } = await openWatched()
    const { id } = await manager.call('patients.create', namedDraft('Bakke', 'Siv'))
    await manager.call('patients.open', { id, reason: null })
    await look()
    const [own] = (await manager.call('accessWatch.list', period)).findings
    const reviewed = await manager.call('accessWatch.review', {
      id: own!.id,
      note: 'Egen datter, ringte selv'
    })
    expect(reviewed.review).toMatchObject({ by: 'Marit Bakke', note: 'Egen datter, ringte selv' })
    expect((await manager.call('accessWatch.list', period)).findings).toEqual([])
    expect((await manager.call('accessWatch.reopen', { id: own!.id })).review).toBeNull()
    const { entries } = await manager.call('audit.forPatient', { patientId: id, cursor: null })
    expect(entries.map(({ action }) => action).slice(0, 2)).toEqual([
      'access-finding.reopened',
      'access-finding.reviewed'
    ])
    expect(await verifyAccessLog(core.database.reader)).toMatchObject({ isWhole: true })
  })

  it('says how far it has come, and goes on there after a restart', async () => {
    const { manager, desk, ingrid, look, restart } = await openWatched()
    await desk.call('patients.open', { id: ingrid, reason: null })
    await look()
    const before = await manager.call('accessWatch.list', period)
    expect(before.lookedUntil).not.toBeNull()
    const again = await restart()
    const after = await (await again.as('manager')).call('accessWatch.list', period)
    expect(after.findings).toEqual(before.findings)
  })

  it('does not call a period calm while entries of it are still to be gone through', async () => {
    const { manager, desk, book, ingrid, look, clock } = await openWatched()
    await book({ patientId: ingrid })
    await desk.call('patients.open', { id: ingrid, reason: null })
    const during = await manager.call('accessWatch.list', period)
    expect(during.findings).toEqual([])
    expect(during.unseen).toBeGreaterThan(0)
    const { timeZone } = await manager.call('settings.get', {})
    const today = clock.now().toZonedDateTimeISO(timeZone).toPlainDate()
    clock.set(clock.now().add({ hours: 24 }))
    await look()
    const untilThen = { ...period, until: today.toString() }
    expect(await manager.call('accessWatch.list', untilThen)).toMatchObject({ findings: [], unseen: 0 })
  })

  it('says that what lies before its first look was never gone through', async () => {
    const { manager, desk, ingrid, look, clock } = await openWatched()
    await desk.call('patients.open', { id: ingrid, reason: null })
    clock.set(clock.now().add({ hours: 24 * 200 }))
    await look()
    const before = await manager.call('accessWatch.list', period)
    expect(before.findings).toEqual([])
    expect(before.unseen).toBeGreaterThan(0)
    expect((await manager.call('accessWatch.list', period)).unseen).toBe(before.unseen)
  })

  it('is the manager’s alone', async () => {
    const { desk } = await openWatched()
    await expect(desk.call('accessWatch.list', period)).rejects.toMatchObject({ code: 'not-allowed' })
  })
})
