import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FileTargets } from '../../src-main/core/platform/file-targets'
import { REPLACEMENT_QUESTIONS } from '../../src-preload/contract/choices'
import { PatientId } from '../../src-preload/contract/ids'
import { FileTarget } from '../../src-preload/contract/shell'
import { PATIENT_COLUMNS } from '../../src-main/core/database/empty-patient'
import { IN_THE_COPY } from '../../src-main/core/features/record-export/sections'
import type { ExportedResource } from '../../src-preload/contract/record-export'
import { namedDraft, patientDraft } from '../builders/patient'
import type { Client } from './fixtures/clinic'
import { openDesk } from './fixtures/desk'
import { openMessaging } from './fixtures/messaging'

async function exportOf(
  client: Client,
  patientId: PatientId,
  withAddress = false
): Promise<ExportedResource[]> {
  const all: ExportedResource[] = []
  let cursor: string | null = null
  do {
    const part: { resources: ExportedResource[]; nextCursor: string | null } = await client.call(
      'recordExport.part',
      { patientId, cursor, withAddress }
    )
    all.push(...part.resources)
    cursor = part.nextCursor
  } while (cursor !== null)
  return all
}

const ofType = <T extends ExportedResource['resourceType']>(all: readonly ExportedResource[], type: T) =>
  all.filter((one): one is Extract<ExportedResource, { resourceType: T }> => one.resourceType === type)

async function withHistory() {
  const clinic = await openDesk()
  const { desk, book } = clinic
  const { id } = await desk.call(
    'patients.create',
    patientDraft({
      email: 'kari@example.org',
      note: 'Hører dårlig',
      address: { line: 'Skogvegen 62', postalCode: '2022', city: 'Gjerdrum' }
    })
  )
  const { appointment } = await book({ patientId: id, note: 'Tar med medisinlisten' })
  await desk.call('waitingRoom.arrive', { id: appointment.id })
  await desk.call('messages.send', { patientId: id, text: 'Husk medisinlisten.', answerTo: null })
  await desk.call('tasks.create', {
    title: 'Ring om henvisning',
    note: '',
    patientId: id,
    dueOn: '2026-12-04',
    ownerId: null
  })
  await desk.call('consents.record', {
    patientId: id,
    decisions: [{ purpose: 'recall', channel: 'email', decision: 'given' }]
  })
  return { ...clinic, id, appointment }
}

describe('the copy of all that is held about a patient', () => {
  it('holds who it is, what was agreed, every visit, message and task, and who has looked', async () => {
    const { desk, id, appointment } = await withHistory()
    const all = await exportOf(desk, id)
    expect(ofType(all, 'Patient')).toMatchObject([
      {
        id: String(id),
        identifier: [{ use: 'official', system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: '17858710227' }],
        name: [{ family: 'Nordmann', given: ['Kari'] }],
        telecom: [
          { system: 'phone', value: '+4741234567', use: 'mobile' },
          { system: 'email', value: 'kari@example.org', use: 'home' }
        ],
        birthDate: '1987-05-17',
        address: [{ line: ['Skogvegen 62'], postalCode: '2022', city: 'Gjerdrum' }]
      }
    ])
    expect(ofType(all, 'Flag').map(({ code }) => code.text)).toEqual(['Hører dårlig'])
    expect(ofType(all, 'Consent')).toMatchObject([
      { provision: { type: 'permit', code: [{ text: 'given' }, { text: 'recall' }, { text: 'email' }] } }
    ])
    expect(ofType(all, 'Appointment')).toMatchObject([
      { id: `appointment-${appointment.id}`, status: 'arrived', comment: 'Tar med medisinlisten' }
    ])
    expect(ofType(all, 'Encounter')).toMatchObject([{ status: 'arrived', class: { code: 'AMB' } }])
    expect(ofType(all, 'Provenance').map(({ activity }) => activity.text)).toEqual(['booked', 'arrived'])
    expect(ofType(all, 'Communication').map(({ payload }) => payload?.[0]?.contentString)).toContain(
      'Husk medisinlisten.'
    )
    expect(ofType(all, 'Task')).toMatchObject([{ status: 'requested', description: 'Ring om henvisning' }])
    expect(ofType(all, 'AuditEvent').map(({ subtype }) => subtype[0]?.code)).toContain('record.exported')
  })

  it('keeps what HL7 FHIR R4 asks of each resource and of the whole', async () => {
    const { desk, id } = await withHistory()
    const all = await exportOf(desk, id)
    const named = all.map(({ resourceType, id: own }) => `${resourceType}/${own}`)
    expect(new Set(named).size).toBe(named.length)
    // Every reference leads to something in the copy.
    const references = JSON.stringify(all).match(/"reference":"[^"]+"/g) ?? []
    const targets = references.map((text) => text.slice('"reference":"'.length, -1))
    expect(targets.filter((target) => !named.includes(target))).toEqual([])
    // app-3: only one that is merely wished or cancelled may lack its time; ppc-1: a consent names its policy.
    expect(
      ofType(all, 'Appointment').filter(
        ({ status, start, end }) => !['proposed', 'cancelled', 'waitlist'].includes(status) && !(start && end)
      )
    ).toEqual([])
    expect(ofType(all, 'Consent').filter(({ policyRule }) => !policyRule.text)).toEqual([])
    // No empty list, object or text anywhere: JSON of FHIR has none.
    expect(JSON.stringify(all)).not.toMatch(/\[\]|\{\}|:""|:null/)
  })

  it('is taken once in the access log, whatever the number of its parts', async () => {
    const { desk, id } = await withHistory()
    await exportOf(desk, id)
    const { entries } = await desk.call('audit.forPatient', { patientId: id, cursor: null })
    expect(entries.filter(({ action }) => action === 'record.exported')).toHaveLength(1)
  })

  it('is logged too where somebody makes up a cursor instead of beginning, and anew after signing in again', async () => {
    const { desk, as, id } = await withHistory()
    const asked = { patientId: id, cursor: '0:0', withAddress: false }
    const exports = async () => {
      const { entries } = await desk.call('audit.forPatient', { patientId: id, cursor: null })
      return entries.filter(({ action }) => action === 'record.exported').map(({ detail }) => detail)
    }
    await desk.call('recordExport.part', asked)
    expect(await exports()).toEqual([null])
    await desk.call('recordExport.part', { ...asked, withAddress: true })
    await desk.call('recordExport.part', { ...asked, withAddress: true, cursor: '3:0' })
    expect(await exports()).toEqual(['address', null])
    const again = await as('receptionist')
    await again.call('recordExport.part', { ...asked, cursor: '1:0' })
    expect(await exports()).toEqual([null, 'address', null])
  })

  it('says a child’s copy nothing of the telephone of a guardian whose address is protected', async () => {
    const { desk, register, at, modem, book } = await openMessaging()
    const mother = await register('Mor', { mobile: '412 34 567', addressProtection: 'strictly-confidential' })
    const child = await register('Barn', { birthDate: '2018-03-01', mobile: null })
    await desk.call('patients.addGuardian', {
      childId: child.id,
      guardianPatientId: mother.id,
      kind: 'parent',
      carriesMessages: true
    })
    await book({ patientId: child.id, date: '2026-12-03', time: '09:20' })
    await at('2026-11-26T08:05:00Z')
    expect(modem.sent[0]?.to).toBe('+4741234567')
    await modem.receive('+4741234567', 'Vi kommer')
    const { messages } = await desk.call('messages.inbox', { filter: 'all', cursor: null, limit: 5 })
    for (const { id } of messages)
      await desk.call('messages.markRead', { id, isRead: true, patientId: child.id })
    const copy = async () => ofType(await exportOf(desk, child.id), 'Communication')
    const shown = (await copy()).map(({ recipient, sender }) => recipient?.[0]?.display ?? sender?.display)
    expect(shown.length).toBeGreaterThan(1)
    expect(new Set(shown)).toEqual(new Set(['•••']))
    // Nor once she has another number.
    const draft = namedDraft('Mor', 'Test', {
      mobile: '934 56 789',
      addressProtection: 'strictly-confidential'
    })
    await desk.call('patients.update', { id: mother.id, version: mother.version, draft })
    expect(JSON.stringify(await copy())).not.toContain('41234567')
  })

  it('leaves a protected address out unless it is asked for, and the auxiliary number always', async () => {
    const { desk } = await openDesk()
    const { id } = await desk.call(
      'patients.create',
      patientDraft({ addressProtection: 'strictly-confidential', gpExternalName: 'Doktor Nordby' })
    )
    const [patient] = ofType(await exportOf(desk, id), 'Patient')
    expect(patient).toMatchObject({ meta: { security: [{ code: 'R' }] } })
    expect(JSON.stringify(patient)).not.toMatch(/Skogvegen|Gjerdrum|Nordby/)
    const [whole] = ofType(await exportOf(desk, id, true), 'Patient')
    expect(whole?.address).toEqual([
      { use: 'home', line: ['Skogvegen 62'], postalCode: '2022', city: 'Gjerdrum' }
    ])
    const { entries } = await desk.call('audit.forPatient', { patientId: id, cursor: null })
    expect(entries.filter(({ action }) => action === 'record.exported').map(({ detail }) => detail)).toEqual([
      'address',
      null
    ])
  })

  it('holds the consents and the log of a record that was merged into it, and not what went with the other again', async () => {
    const { desk } = await openDesk()
    const register = async (familyName: string) =>
      (await desk.call('patients.create', namedDraft(familyName, 'Kari', { birthDate: '1987-05-17' }))).id
    const [id, otherId] = [await register('Nordmann'), await register('Nordman')]
    await desk.call('consents.record', {
      patientId: otherId,
      decisions: [{ purpose: 'recall', channel: 'email', decision: 'withdrawn' }]
    })
    const { one, other } = await desk.call('duplicates.compare', { oneId: id, otherId, reason: null })
    const { mergeId } = await desk.call('duplicates.merge', {
      survivor: { id, version: one.version },
      loser: { id: otherId, version: other.version },
      choices: {},
      reason: null
    })
    const consents = async (patientId: PatientId) => ofType(await exportOf(desk, patientId), 'Consent').length
    const merged = await exportOf(desk, id)
    expect(ofType(merged, 'Consent')).toMatchObject([{ provision: { type: 'deny' } }])
    const created = ofType(merged, 'AuditEvent').filter(
      ({ subtype }) => subtype[0]?.code === 'patient.created'
    )
    expect(created).toHaveLength(2)
    const { stays } = await desk.call('erasures.preview', { patientId: id })
    expect(stays.find(({ kind }) => kind === 'consents')).toMatchObject({ count: 1 })
    expect(stays.find(({ kind }) => kind === 'log')!.count).toBeGreaterThanOrEqual(
      ofType(merged, 'AuditEvent').length
    )
    await desk.call('duplicates.undo', { mergeId, sides: [] })
    expect([await consents(id), await consents(otherId)]).toEqual([0, 1])
  })

  it('holds the confidential mark, what keeps the record, and what was asked of deleting it', async () => {
    const { desk, manager, ingrid } = await openDesk()
    await manager.call('holds.place', { patientId: ingrid, reason: 'Klagesak', until: null })
    await desk.call('erasures.ask', { patientId: ingrid, reason: 'Har flyttet' })
    await desk.call('patients.setConfidentiality', { id: ingrid, confidentiality: 'vip' })
    const flags = ofType(await exportOf(desk, ingrid), 'Flag').map(({ code }) => code.text)
    expect(flags).toEqual(['confidential: vip', 'legal hold: Klagesak', 'deletion asked: Har flyttet'])
  })

  it('reads every table that names a patient, or says why it does not', () => {
    const tables = new Set(Object.keys(PATIENT_COLUMNS).map((column) => column.split('.')[0] ?? ''))
    expect([...tables].filter((table) => !(table in IN_THE_COPY))).toEqual([])
    expect(Object.keys(IN_THE_COPY).filter((table) => !tables.has(table))).toEqual([])
  })

  it('comes in parts, so that 2,000 messages are no more than a page at a time', async () => {
    const { desk, ingrid, core } = await openDesk()
    await core.database.write(async (transaction) => {
      for (let index = 0; index < 2_000; index += 1)
        await transaction
          .insertInto('inbound_message')
          .values({
            ...{ sender: '+4741234567', patient_id: ingrid, body: `Melding ${index}`, is_complete: 1 },
            ...{ received_at: '2026-12-01T08:00:00Z', is_read: 1, handled_as: 'desk' as const },
            ...{ outcome: null, handled_at: null, handled_by: null, assigned_to: null }
          })
          .execute()
    })
    const all = await exportOf(desk, ingrid)
    expect(ofType(all, 'Communication')).toHaveLength(2_000)
    const part = await desk.call('recordExport.part', {
      patientId: ingrid,
      cursor: '6:0',
      withAddress: false
    })
    expect(part.resources).toHaveLength(300)
  })
})

describe('what is easily forgotten in a copy', () => {
  it('is in it: letters, and what was decided of fees', async () => {
    const { desk, manager, book } = await openDesk()
    const { id } = await desk.call('patients.create', patientDraft())
    const fees = { noShowMinor: 20_000, lateCancellationMinor: 15_000, exemptUnderAge: 16 }
    await manager.call('settings.save', { fees })
    const { appointment } = await book({ patientId: id, time: '12:00' })
    const { version } = appointment
    await desk.call('appointments.cancel', {
      id: appointment.id,
      version,
      reason: 'patient',
      notifyPatient: false
    })
    const decided = { appointmentId: appointment.id, isHandled: true }
    await desk.call('fees.decide', { ...decided, note: 'Ettergitt, syk i natt' })
    const letter = {
      kind: 'general',
      appointmentId: null,
      subject: 'Om timen',
      body: 'Ring oss, Kari.'
    } as const
    await desk.call('letters.write', { patientId: id, ...letter })
    const all = await exportOf(desk, id)
    expect(ofType(all, 'ChargeItem')).toMatchObject([
      {
        status: 'unknown',
        code: { text: 'late-cancellation' },
        priceOverride: { value: 150, currency: 'NOK' },
        supportingInformation: [{ reference: `Appointment/appointment-${appointment.id}` }],
        note: [{ text: 'Ettergitt, syk i natt' }]
      }
    ])
    const texts = ofType(all, 'Communication').map(({ payload }) => payload?.[0]?.contentString)
    expect(texts).toContain('Om timen\n\nRing oss, Kari.')
  })

  it('is in it: what became of numbers, series, and the account at the portal with what was asked and typed there', async () => {
    const { core, desk } = await openDesk()
    const { id } = await desk.call('patients.create', patientDraft({ nationalNumber: '57858730165' }))
    await desk.call('identifiers.replace', {
      patientId: id,
      text: '17858710227',
      acceptsWarning: false,
      confirmed: [...REPLACEMENT_QUESTIONS]
    })
    core.database.driver.exec(`
      insert into appointment_series (patient_id, rhythm, every, first_date, occurrence_count, created_at)
        values (${id}, 'weeks', 2, '2026-12-03', 5, '2026-11-26T08:00:00Z');
      insert into portal_resource (type, local_id, remote_id, last_updated, body)
        values ('Patient', ${id}, 'p1', '2026-11-26T08:00:00Z', '{}');
      insert into portal_account (remote_patient, state, level, changed_at)
        values ('p1', 'active', 'code', '2026-11-26T08:00:00Z');
      insert into portal_code_request (id, remote_patient, purpose, asked_at, expires_at, received_at, refusal)
        values ('r1', 'p1', 'login', '2026-11-26T08:00:00Z', '2026-11-26T08:10:00Z', '2026-11-26T08:00:01Z', 'limit'),
          ('r2', 'p2', 'login', '2026-11-26T08:00:00Z', '2026-11-26T08:10:00Z', '2026-11-26T08:00:02Z', 'limit');
      insert into portal_code_try (request_id, attempt, at, outcome)
        values ('r1', 1, '2026-11-26T08:01:00Z', 'wrong');`)
    const all = await exportOf(desk, id)
    expect(ofType(all, 'Provenance').filter(({ id: own }) => own.startsWith('number'))).toMatchObject([
      {
        activity: { text: 'number-replaced' },
        target: [{ display: '17858710227' }],
        entity: [{ role: 'revision', what: { display: '57858730165' } }]
      }
    ])
    const facts = ofType(all, 'Basic').map(({ id: own, code, extension }) => [
      own,
      extension.map(
        ({ url, valueString }) => `${url.replace(`urn:skranke:${code.text}:`, '')} ${valueString}`
      )
    ])
    expect(facts).toEqual([
      ['series-1', ['rhythm weeks', 'every 2', 'from 2026-12-03', 'count 5', 'at 2026-11-26T08:00:00Z']],
      [`portal-account-${id}`, ['state active', 'level code', 'at 2026-11-26T08:00:00Z']],
      ['code-request-1', ['purpose login', 'outcome limit', 'at 2026-11-26T08:00:01Z']],
      ['code-try-1-1', ['purpose login', 'outcome wrong', 'at 2026-11-26T08:01:00Z']]
    ])
  })

  it('says what each guardian is in the codes of HL7', async () => {
    const { desk } = await openDesk()
    const child = await desk.call('patients.create', namedDraft('Barn', 'Emma', { birthDate: '2018-03-01' }))
    for (const kind of ['parent', 'legal-guardian', 'foster-parent', 'child-welfare'] as const) {
      const { id } = await desk.call(
        'patients.create',
        namedDraft('Voksen', kind, { birthDate: '1980-01-01' })
      )
      await desk.call('patients.addGuardian', {
        childId: child.id,
        guardianPatientId: id,
        kind,
        carriesMessages: false
      })
    }
    const related = ofType(await exportOf(desk, child.id), 'RelatedPerson')
    expect(related.map(({ relationship }) => relationship[0]?.coding?.[0]?.code).toSorted()).toEqual([
      'GUARD',
      'PRN',
      'PRNFOST',
      'S'
    ])
  })
})

describe('the copy as a file', () => {
  it('is written by the core to the file that was named, once, with all that its parts hold', async () => {
    const targets = new FileTargets()
    const { desk, folder, book } = await openDesk({ targets })
    const { id } = await desk.call('patients.create', patientDraft())
    await book({ patientId: id })
    const target = FileTarget.parse(randomUUID())
    const file = join(folder, 'kopi.json')
    targets.offer(target, file)
    const saved = await desk.call('recordExport.save', { patientId: id, withAddress: false, target })
    const bundle: { entry: { resource: ExportedResource }[] } = JSON.parse(readFileSync(file, 'utf8'))
    expect(bundle.entry).toHaveLength(saved.resources)
    const inParts = (await exportOf(desk, id)).map((one) => `${one.resourceType}/${one.id}`)
    expect(inParts).toEqual(
      expect.arrayContaining(bundle.entry.map(({ resource }) => `${resource.resourceType}/${resource.id}`))
    )
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await expect(
      desk.call('recordExport.save', { patientId: id, withAddress: false, target })
    ).rejects.toMatchObject({ code: 'target-unknown' })
  })

  it('leaves nothing of a file behind where there is no such patient', async () => {
    const targets = new FileTargets()
    const { desk, folder } = await openDesk({ targets })
    const target = FileTarget.parse(randomUUID())
    targets.offer(target, join(folder, 'kopi.json'))
    const none = { patientId: PatientId.parse(4711), withAddress: false, target }
    await expect(desk.call('recordExport.save', none)).rejects.toMatchObject({ code: 'not-found' })
    expect(readdirSync(folder).filter((name) => name.startsWith('kopi'))).toEqual([])
  })
})
