import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { EXPORT_COLUMNS } from '../../src-preload/contract/choices'
import { PatientId } from '../../src-preload/contract/ids'
import { FileTarget } from '../../src-preload/contract/shell'
import type { MethodInput } from '../../src-preload/contract'
import { FileTargets } from '../../src-main/core/platform/file-targets'
import { namedDraft, patientDraft } from '../builders/patient'
import { openTestClinic, type Client, type TestClinic } from './fixtures/clinic'

let clinic: TestClinic
let manager: Client
let targets: FileTargets

beforeEach(async () => {
  targets = new FileTargets()
  clinic = await openTestClinic({ targets })
  manager = await clinic.as('manager')
})

type Choice = Omit<MethodInput<'exports.run'>, 'target'>
/** Local to the clinic: the month has 40 added. */
const H_NUMBER = '17458710082'
const EVERYTHING: Choice = { form: 'csv', patients: 'all', columns: [...EXPORT_COLUMNS] }

function name(file: string): FileTarget {
  const target = FileTarget.parse(randomUUID())
  targets.offer(target, join(clinic.folder, file))
  return target
}

async function exported(changes: Partial<Choice> = {}) {
  const { patients } = await manager.call('exports.run', { ...EVERYTHING, ...changes, target: name('liste') })
  return { patients, text: readFileSync(join(clinic.folder, 'liste'), 'utf8') }
}

describe('a list of patients', () => {
  it('holds the columns chosen, under headings of the clinic, and is for this user alone', async () => {
    await manager.call('patients.create', patientDraft({ email: 'kari@example.org' }))
    const { patients, text } = await exported({
      columns: ['familyName', 'nationalNumber', 'mobile', 'city', 'sex']
    })
    expect(patients).toBe(1)
    expect(text).toBe(
      "\uFEFFEtternavn;Fødselsnummer;Mobil;Poststed;Kjønn\r\nNordmann;17858710227;'+4741234567;Gjerdrum;K\r\n"
    )
    expect(statSync(join(clinic.folder, 'liste')).mode & 0o777).toBe(0o600)
  })

  it.each(['csv', 'fhir-bundle', 'fhir-ndjson'] as const)(
    'as %s has no protected address, no doctor who tells where, and no number of the house',
    async (form) => {
      const protectedOne = patientDraft({
        addressProtection: 'confidential',
        gpExternalName: 'Doktor Skjult'
      })
      await manager.call('patients.create', protectedOne)
      const local = {
        nationalNumber: H_NUMBER,
        nationalNumberType: 'h-number',
        acceptsNumberWarning: true
      } as const
      const { identifiers } = await manager.call('patients.create', namedDraft('Lie', 'Ola', local))
      expect(identifiers).toMatchObject([{ type: 'h-number', value: H_NUMBER }])
      const { text } = await exported({ form })
      for (const secret of ['Skogvegen', 'Gjerdrum', 'Doktor Skjult', H_NUMBER])
        expect(text).not.toContain(secret)
      expect(text).toContain('Nordmann')
    }
  )

  it('of a filter has those it lets through', async () => {
    await manager.call('patients.create', patientDraft())
    await manager.call('patients.create', namedDraft('Lie', 'Ola'))
    expect(await manager.call('exports.count', { patients: 'incomplete' })).toEqual({ patients: 1 })
    const { text } = await exported({ patients: 'incomplete', columns: ['familyName'] })
    expect(text).toBe('\uFEFFEtternavn\r\nLie\r\n')
  })

  it('says in the log of each patient, and once for all, who took it out', async () => {
    const { id } = await manager.call('patients.create', patientDraft())
    await exported({ form: 'fhir-bundle' })
    const log = await clinic.core.database.reader
      .selectFrom('access_log')
      .select(['action', 'patient_id', 'user_name', 'detail'])
      .where('action', 'like', '%exported')
      .orderBy('id')
      .execute()
    expect(log).toMatchObject([
      { action: 'patient.exported', patient_id: id, user_name: 'Marit Bakke', detail: 'fhir-bundle' },
      {
        action: 'patients.exported',
        patient_id: null,
        detail: expect.stringMatching(/^1 patients, fhir-bundle: /)
      }
    ])
  })

  it('is for the manager, and for a file that was named, once', async () => {
    const desk = await clinic.as('receptionist')
    const target = name('liste')
    await expect(desk.call('exports.run', { ...EVERYTHING, target })).rejects.toMatchObject({
      code: 'not-allowed'
    })
    await manager.call('exports.run', { ...EVERYTHING, target })
    await expect(manager.call('exports.run', { ...EVERYTHING, target })).rejects.toMatchObject({
      code: 'target-unknown'
    })
  })
})

describe('a list that is not finished', () => {
  it('is gone when it is cancelled on the way', async () => {
    for (let number = 0; number < 3; number += 1)
      await manager.call('patients.create', namedDraft('Lie', `Ola ${number}`))
    const target = name('liste')
    clinic.core.events.subscribe((event) => {
      if (event === 'exports.progress') void manager.call('exports.cancel', { target })
    })
    await clinic.core.database.reader
      .updateTable('patient')
      .set({ id: PatientId.parse(900) })
      .where('given_name', '=', 'Ola 2')
      .execute()
    await expect(manager.call('exports.run', { ...EVERYTHING, target })).rejects.toMatchObject({
      code: 'export-cancelled'
    })
    expect(readdirSync(clinic.folder).filter((file) => file.startsWith('liste'))).toEqual([])
  })

  it('is refused with a sentence where nothing can be written', async () => {
    await expect(
      manager.call('exports.run', { ...EVERYTHING, target: name('no-such-folder/liste') })
    ).rejects.toMatchObject({ code: 'file-not-written' })
  })

  it('is removed at the next start when the program ended while it was written', async () => {
    const partial = join(clinic.folder, 'liste.csv.part')
    writeFileSync(partial, 'Nordmann')
    await clinic.core.database.reader
      .insertInto('export_run')
      .values({ id: 'a', partial_file: partial, started_at: '2026-12-03T08:00:00Z' })
      .execute()
    await clinic.restart({ runsJobs: true })
    await expect.poll(() => existsSync(partial)).toBe(false)
  })
})

it('keeps what is taken out under a name', async () => {
  const saved = await manager.call('exports.saveChoice', {
    ...EVERYTHING,
    name: 'Til revisor',
    columns: ['familyName']
  })
  const changed = await manager.call('exports.saveChoice', {
    ...EVERYTHING,
    name: 'Til revisor',
    columns: ['city']
  })
  expect(changed.id).toBe(saved.id)
  expect(await manager.call('exports.choices', {})).toEqual([changed])
  await manager.call('exports.removeChoice', { id: saved.id })
  expect(await manager.call('exports.choices', {})).toEqual([])
})

describe('one patient as a contact', () => {
  it('is a vCard that says how to reach the person, and no number and no note', async () => {
    const { id } = await manager.call(
      'patients.create',
      patientDraft({ note: 'Ringer ofte', email: 'k@example.org' })
    )
    await manager.call('patients.open', { id, reason: null })
    const { name: fileName, content } = await manager.call('exports.vcard', { patientId: id })
    expect(fileName).toBe('Nordmann Kari.vcf')
    expect(content.split('\r\n')).toEqual([
      'BEGIN:VCARD',
      'VERSION:4.0',
      'FN:Kari Nordmann',
      'N:Nordmann;Kari;;;',
      'BDAY:19870517',
      'GENDER:F',
      'TEL;VALUE=uri;TYPE="cell,text":tel:+4741234567',
      'EMAIL:k@example.org',
      'ADR;TYPE=home:;;Skogvegen 62;Gjerdrum;;2022;',
      'END:VCARD',
      ''
    ])
  })

  it('is given of a record that is open only, without a protected address', async () => {
    const desk = await clinic.as('receptionist')
    const open = await manager.call('patients.create', namedDraft('Lie', 'Ola'))
    await expect(desk.call('exports.vcard', { patientId: open.id })).rejects.toMatchObject({
      code: 'not-open'
    })
    const { id } = await manager.call('patients.create', patientDraft({ addressProtection: 'confidential' }))
    await desk.call('patients.open', { id, reason: 'ringer' })
    const { content } = await desk.call('exports.vcard', { patientId: id })
    expect(content).toContain('FN:Kari Nordmann')
    expect(content).not.toContain('ADR')
  })
})
