import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import { openTestClinic, type Client, type TestClinic } from './fixtures/clinic'
import { importFile, uploadFile } from './fixtures/import-file'

const SAMPLE = readFileSync(fileURLToPath(new URL('../data/patients-import.csv', import.meta.url)))

let clinic: TestClinic
let desk: Client

beforeEach(async () => {
  clinic = await openTestClinic()
  desk = await clinic.as('receptionist')
})

/** Everything an import writes, without the moments and names of rows. */
async function registered({ core }: TestClinic) {
  const { reader } = core.database
  const patients = await reader
    .selectFrom('patient')
    .select(['id', 'family_name', 'given_name', 'birth_date', 'has_number', 'note', 'address_protection'])
    .orderBy('id')
    .execute()
  const numbers = await reader
    .selectFrom('patient_identifier')
    .select(['patient_id', 'type', 'value', 'status'])
    .orderBy('patient_id')
    .orderBy('value')
    .execute()
  const guardians = await reader
    .selectFrom('guardian')
    .select(['child_id', 'guardian_id', 'kind', 'carries_messages'])
    .orderBy('child_id')
    .execute()
  const consents = await reader
    .selectFrom('consent_decision')
    .select(['patient_id', 'purpose', 'decision'])
    .orderBy('patient_id')
    .orderBy('purpose')
    .execute()
  const logged = await reader
    .selectFrom('access_log')
    .select(['action', 'patient_id'])
    .where('patient_id', 'is not', null)
    .orderBy('patient_id')
    .orderBy('action')
    .execute()
  return { patients, numbers, guardians, consents, logged }
}

/** The program ends without a word after so many slices, and is started again. */
async function crashAfter(
  slices: number,
  importId: Awaited<ReturnType<typeof uploadFile>>
): Promise<TestClinic> {
  const { mapping } = await desk.call('imports.preview', { importId, mapping: null })
  let told = 0
  const unsubscribe = clinic.core.events.subscribe((event) => {
    if (event !== 'imports.progress') return
    told += 1
    if (told === slices) clinic.core.database.driver.close()
  })
  await expect(desk.call('imports.run', { importId, mapping })).rejects.toThrow()
  unsubscribe()
  return await clinic.restart()
}

describe('an import that the end of the program cut short', () => {
  it.each([1, 2])('goes on after %i slices: no row twice, none left out', async (slices) => {
    const whole = await openTestClinic()
    const expected = await importFile(await whole.as('receptionist'), SAMPLE)

    const importId = await uploadFile(desk, SAMPLE)
    const again = await crashAfter(slices, importId)
    const newDesk = await again.as('receptionist')
    const [cut, ...others] = await newDesk.call('imports.interrupted', {})
    expect(others).toEqual([])
    expect(cut).toMatchObject({ importId, fileName: 'liste.csv', userName: 'Randi Berg', total: 500 })
    expect(cut?.done).toBeGreaterThan(0)
    const { importId: _id, preview: _preview, ...summary } = expected
    expect(await newDesk.call('imports.resume', { importId })).toEqual(summary)
    expect(await registered(again)).toEqual(await registered(whole))
    expect(await newDesk.call('imports.interrupted', {})).toEqual([])
  })

  it('is ended with what is in when it is given up, and its file is removed', async () => {
    const importId = await uploadFile(desk, SAMPLE)
    const again = await crashAfter(1, importId)
    const newDesk = await again.as('receptionist')
    const before = await registered(again)
    const summary = await newDesk.call('imports.giveUp', { importId })
    expect(summary.imported).toBe(before.patients.length)
    expect(await newDesk.call('imports.interrupted', {})).toEqual([])
    await newDesk.call('imports.cancel', { importId })
    expect(readdirSync(`${again.folder}/imports`)).toEqual([])
    await expect(newDesk.call('imports.resume', { importId })).rejects.toMatchObject({
      code: 'import-unknown'
    })
  })

  it('lies on the disk so that nobody reads a patient in it', async () => {
    const importId = await uploadFile(desk, SAMPLE)
    const { folder } = await crashAfter(1, importId)
    const spool = readFileSync(`${folder}/imports/${importId}.part`)
    const names = SAMPLE.toString('utf8')
      .split('\n')
      .slice(1, 400)
      .map((line) => line.split(';')[1] ?? '')
    expect(names.filter((name) => name.length > 3 && spool.includes(name))).toEqual([])
  })

  it('is no longer there to go on with when its file was only waiting', async () => {
    await uploadFile(desk, SAMPLE)
    const again = await clinic.restart()
    const newDesk = await again.as('receptionist')
    expect(await newDesk.call('imports.interrupted', {})).toEqual([])
    expect(readdirSync(`${again.folder}/imports`)).toEqual([])
  })
})

describe('a dry run', () => {
  it('says what the run then does, and writes nothing', async () => {
    const importId = await uploadFile(desk, SAMPLE)
    const { mapping } = await desk.call('imports.preview', { importId, mapping: null })
    const tried = await desk.call('imports.dryRun', { importId, mapping })
    expect((await registered(clinic)).patients).toEqual([])
    expect(await desk.call('imports.run', { importId, mapping })).toEqual(tried)
    expect(await desk.call('imports.dryRun', { importId, mapping })).toMatchObject({
      imported: 0,
      changed: 0,
      unchanged: 464
    })
  })

  it('knows what is registered already, and a later row about the same new person', async () => {
    await importFile(desk, 'Etternavn;Fornavn;Født;Mobil\nLie;Kari;01.01.1990;41234567\n')
    const file =
      'Etternavn;Fornavn;Født;Mobil\nLie;Kari;01.01.1990;90000000\nMoen;Ola;02.02.1980;\nMOEN;Ola;02.02.1980;\n'
    const importId = await uploadFile(desk, file)
    const { mapping } = await desk.call('imports.preview', { importId, mapping: null })
    expect(await desk.call('imports.dryRun', { importId, mapping })).toMatchObject({
      ...{ imported: 1, changed: 1, unchanged: 1 }
    })
  })
})

describe('what the columns mean', () => {
  const LIST = 'Nr;Hvem;Tlf privat\n17858710227;Nordmann, Kari;41234567\n'

  it('is kept under a name, and chosen by itself for a list with the same headings in another order', async () => {
    const first = await uploadFile(desk, LIST)
    expect(await desk.call('imports.preview', { importId: first, mapping: null })).toMatchObject({
      ...{ mapping: ['ignore', 'ignore', 'ignore'], mappingId: null }
    })
    const columns = [
      { heading: 'Nr', field: 'nationalNumber' as const },
      { heading: 'Hvem', field: 'fullName' as const },
      { heading: 'Tlf privat', field: 'mobile' as const }
    ]
    const { id } = await desk.call('imports.saveMapping', { name: 'Fra legevakten', columns })
    const turned = await uploadFile(desk, 'tlf  PRIVAT;Nr;Hvem\n41234567;17858710227;Nordmann, Kari\n')
    expect(await desk.call('imports.preview', { importId: turned, mapping: null })).toMatchObject({
      ...{ mapping: ['mobile', 'nationalNumber', 'fullName'], mappingId: id }
    })
  })

  it('is replaced under the same name, and gone when it is removed', async () => {
    const columns = [{ heading: 'Nr', field: 'nationalNumber' as const }]
    await desk.call('imports.saveMapping', { name: 'Liste', columns })
    const saved = await desk.call('imports.saveMapping', {
      name: 'Liste',
      columns: [{ heading: 'Hvem', field: 'fullName' }]
    })
    expect(await desk.call('imports.mappings', {})).toEqual([saved])
    await desk.call('imports.removeMapping', { id: saved.id })
    expect(await desk.call('imports.mappings', {})).toEqual([])
    await expect(desk.call('imports.removeMapping', { id: saved.id })).rejects.toMatchObject({
      code: 'not-found'
    })
  })
})
