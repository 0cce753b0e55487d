import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, it } from 'vitest'
import expected from '../data/patients-import.expected.json'
import { namedDraft, patientDraft } from '../builders/patient'
import { openTestClinic, type Client, type TestClinic } from './fixtures/clinic'
import { importFile, uploadFile } from './fixtures/import-file'

const SAMPLE = readFileSync(fileURLToPath(new URL('../data/patients-import.csv', import.meta.url)))

let clinic: TestClinic
let desk: Client

beforeEach(async () => {
  clinic = await openTestClinic()
  desk = await clinic.as('receptionist')
})

const upload = (content: string | Buffer) => uploadFile(desk, content)
const run = (content: string | Buffer) => importFile(desk, content)

/** What a run would do. */
async function tryOut(content: string) {
  const importId = await upload(content)
  const { mapping } = await desk.call('imports.preview', { importId, mapping: null })
  return await desk.call('imports.dryRun', { importId, mapping })
}

async function open(text: string) {
  const { hits } = await desk.call('patients.search', { text, limit: 5 })
  const [hit] = hits
  if (!hit) throw new Error(`Nobody is found by ${text}.`)
  return await desk.call('patients.open', { id: hit.id, reason: 'test' })
}

async function countOf(table: 'patient' | 'consent_decision' | 'guardian' | 'patient_contact') {
  const { count } = await clinic.core.database.reader
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

const COLUMNS = {
  number: 'Fødselsnr',
  family: 'Etternavn',
  given: 'Fornavn',
  born: 'Født',
  address: 'Adresse',
  mobile: 'Mobil',
  gp: 'Fastlege',
  consent: 'SMS-samtykke',
  code: 'Kode'
} as const
const HEADING = Object.values(COLUMNS).join(';')

type Cells = Partial<Record<keyof typeof COLUMNS, string>>

function list(cells: Cells): string {
  const keys = ['number', 'family', 'given', 'born', 'address', 'mobile', 'gp', 'consent', 'code'] as const
  return `${HEADING}\n${keys.map((key) => cells[key] ?? '').join(';')}`
}

function kariWith(cells: Cells = {}): string {
  const known = { number: '17858710227', family: 'Nordmann', given: 'Kari', born: '17.05.1987' }
  return list({ ...known, address: 'Skogvegen 62', mobile: '41234567', ...cells })
}

describe('the sample file', () => {
  it('gives every line the outcome that is expected of it', async () => {
    const { refused, warned, imported, changed, unchanged } = await run(SAMPLE)
    const outcome = (prefix: string) =>
      expected
        .filter((each) => each.outcome.startsWith(`${prefix}:`))
        .map((each) => [each.line, each.outcome.slice(prefix.length + 1)])
    expect(refused.map(({ line, code }) => [line, code])).toEqual(outcome('refused'))
    expect(warned.map(({ line, code }) => [line, code])).toEqual(outcome('warned'))
    expect({ imported, changed, unchanged }).toEqual({ imported: 464, changed: 0, unchanged: 0 })
    expect(refused.every(({ message }) => /^\p{Lu}.*\.$/u.test(message))).toBe(true)
  })

  it('changes nothing when it is imported again', async () => {
    await run(SAMPLE)
    const before = [await countOf('patient'), await countOf('consent_decision'), await countOf('guardian')]
    const again = await run(SAMPLE)
    expect({ imported: again.imported, changed: again.changed, unchanged: again.unchanged }).toEqual({
      imported: 0,
      changed: 0,
      unchanged: 464
    })
    expect([await countOf('patient'), await countOf('consent_decision'), await countOf('guardian')]).toEqual(
      before
    )
  })

  it('previews what the run then does', async () => {
    const { preview, refusedCount, warnedCount } = await run(SAMPLE)
    expect(preview).toMatchObject({
      encoding: 'utf-8',
      delimiter: ';',
      totalLines: 500,
      counts: { refused: refusedCount, warned: warnedCount }
    })
  })

  it('ties children to guardians wherever these stand in the file', async () => {
    await run(SAMPLE)
    const child = await open('01822170435')
    expect(child.guardians).toMatchObject([
      { name: 'Þór Åsheim', kind: 'parent', carriesMessages: true, until: '2037-02-01' }
    ])
  })

  it('shows a protected address in no preview, hit, record or saved file', async () => {
    const text = SAMPLE.toString('utf8')
    const protectedRows = text.split(/\r?\n/).filter((line) => /;[67]$/.test(line))
    const { importId, preview } = await run(SAMPLE)
    const { content } = await desk.call('imports.refusedFile', { importId })
    const outputs: unknown[] = [preview, content]
    for (const line of protectedRows) {
      const [number = ''] = line.split(';')
      const search = await desk.call('patients.search', { text: number, limit: 5 })
      outputs.push(search)
      for (const { id } of search.hits) outputs.push(await desk.call('patients.open', { id, reason: 'test' }))
    }
    // One of them stands on an unprotected neighbour's line as well.
    const addresses = protectedRows
      .map((line) => line.split(';')[5] ?? '')
      .filter((address) => text.split(`;${address};`).length === 2)
    const shown = JSON.stringify(outputs)
    expect(addresses.length).toBeGreaterThan(3)
    expect(addresses.filter((address) => shown.includes(address))).toEqual([])
  })
})

describe('a list that lags behind what was said at the desk', () => {
  const REMINDER = { purpose: 'appointment-reminder', channel: 'sms' } as const
  const stateOf = async (text: string) =>
    (await open(text)).consents.find(
      ({ purpose, channel }) => purpose === REMINDER.purpose && channel === 'sms'
    )?.state

  it('turns no refusal into a consent', async () => {
    await run(kariWith({ consent: 'Ja' }))
    const { id: patientId } = await open('17858710227')
    await desk.call('consents.record', { patientId, decisions: [{ ...REMINDER, decision: 'withdrawn' }] })
    const decided = await countOf('consent_decision')
    expect(await run(kariWith({ consent: 'Ja' }))).toMatchObject({ changed: 0, unchanged: 1 })
    expect([await stateOf('17858710227'), await countOf('consent_decision')]).toEqual(['withdrawn', decided])
  })

  it('takes a refusal', async () => {
    await run(kariWith({ consent: 'Ja' }))
    expect(await run(kariWith({ consent: 'Nei' }))).toMatchObject({ changed: 1 })
    expect(await stateOf('17858710227')).toBe('withdrawn')
  })

  it('does not renew what parents gave once the patient decides alone', async () => {
    const youth = list({ family: 'Ung', given: 'Una', born: '05.12.2010', mobile: '90000000', consent: 'Ja' })
    await run(youth)
    expect(await stateOf('Ung')).toBe('given')
    clinic.clock.set(Temporal.Instant.from('2026-12-07T08:00:00Z'))
    desk = await clinic.as('receptionist')
    const decided = await countOf('consent_decision')
    await run(youth)
    expect([await stateOf('Ung'), await countOf('consent_decision')]).toEqual(['default-given', decided])
  })

  it('keeps a mobile that the patient has confirmed, and says so', async () => {
    await run(kariWith())
    const { id } = await open('17858710227')
    await desk.call('patients.confirmContact', { id, channel: 'mobile' })
    const tried = await tryOut(kariWith({ mobile: '90000000' }))
    const { warned, unchanged } = await run(kariWith({ mobile: '90000000' }))
    expect([tried.warned, tried.unchanged]).toEqual([warned, 1])
    expect([warned.map(({ code }) => code), unchanged]).toEqual([['mobile-verified-kept'], 1])
    expect(await open('17858710227')).toMatchObject({ mobile: { value: '+4741234567' } })
  })

  it('leaves a number with the one who has it, and a trial says so as the run does', async () => {
    const shared = ['Etternavn;Fornavn;Andre numre', 'Dahl;Eva;57858730165', 'Vik;Per;57858730165'].join('\n')
    const tried = await tryOut(shared)
    const { warned, imported } = await run(shared)
    expect(
      warned.map(({ line, code, message }) => [line, code, message.includes('i bruk hos en annen')])
    ).toEqual([
      [2, 'number-missing', false],
      [3, 'number-missing', true]
    ])
    expect([tried.warned, tried.imported]).toEqual([warned, imported])
  })

  it('ties no guardian again whose part the desk has ended', async () => {
    await run(SAMPLE)
    const { id: patientId, guardians } = await open('01822170435')
    await desk.call('patients.endGuardian', { guardianId: guardians[0]!.guardianId, patientId })
    await run(SAMPLE)
    expect((await open('01822170435')).guardians).toEqual([])
  })
})

describe('a file of another form', () => {
  it.each([
    ['Latin-1 with commas', Buffer.from(kariWith().replaceAll(';', ',').replace('Kari', 'Åse'), 'latin1')],
    ['UTF-8 with tabs', Buffer.from(kariWith().replaceAll(';', '\t').replace('Kari', 'Åse'), 'utf8')]
  ])('is read: %s', async (_form, bytes) => {
    expect(await run(bytes)).toMatchObject({ imported: 1, refusedCount: 0 })
    expect(await open('17858710227')).toMatchObject({ givenName: 'Åse', mobile: { value: '+4741234567' } })
  })

  it.each([
    ['an empty file', '', 'file-empty'],
    ['a file of blanks', ' \n \n', 'file-empty'],
    ['a spreadsheet', 'PK\u0003\u0004\u0000', 'file-not-text'],
    ['headings alone', HEADING, 'file-no-rows'],
    ['headings that never end', '"Etternavn;Fornavn\nLie;Kari', 'file-heading']
  ])('is refused with a code: %s', async (_form, content, code) => {
    const importId = await upload(content)
    await expect(desk.call('imports.preview', { importId, mapping: null })).rejects.toMatchObject({ code })
  })

  it('is shown without a name column and not run', async () => {
    const importId = await upload('Mobil;Navnet\n41234567;Kari Nordmann')
    const { mapping } = await desk.call('imports.preview', { importId, mapping: null })
    expect(mapping).toEqual(['mobile', 'ignore'])
    await expect(desk.call('imports.run', { importId, mapping })).rejects.toMatchObject({
      code: 'name-unmapped'
    })
    const named = await desk.call('imports.run', { importId, mapping: ['mobile', 'fullName'] })
    expect(named).toMatchObject({ imported: 1, warnedCount: 1 })
  })

  it('is refused when it did not arrive whole', async () => {
    const { importId } = await desk.call('imports.begin', { fileName: 'a.csv', bytes: 100 })
    await expect(desk.call('imports.upload', { importId, index: 1, base64: 'QQ==' })).rejects.toMatchObject({
      code: 'file-incomplete'
    })
    await expect(desk.call('imports.preview', { importId, mapping: null })).rejects.toMatchObject({
      code: 'file-incomplete'
    })
  })
})

describe('a patient who is registered already', () => {
  it('takes what the row says and keeps what it leaves blank', async () => {
    await run(kariWith())
    const { changed } = await run(kariWith({ born: '', address: '', mobile: '90000000', gp: 'Doktor Borte' }))
    const patient = await open('17858710227')
    expect(changed).toBe(1)
    expect(patient).toMatchObject({
      birthDate: '1987-05-17',
      address: { line: 'Skogvegen 62' },
      mobile: { value: '+4790000000', verifiedAt: null },
      gp: { clinicianId: null, name: 'Doktor Borte' },
      alerts: ['not-own-gp']
    })
    expect(await countOf('patient_contact')).toBe(2)
  })

  it('is found by a ceased D-number, and keeps the number in use', async () => {
    const known = await desk.call('patients.create', patientDraft({ nationalNumber: '57858730165' }))
    await desk.call('patients.update', { id: known.id, version: known.version, draft: patientDraft() })
    const old = kariWith({ number: '57858730165', address: '' })
    expect(await run(old)).toMatchObject({ imported: 0, unchanged: 1 })
  })

  it('gets the number that an earlier list lacked', async () => {
    await run(kariWith({ number: '' }))
    expect(await run(kariWith())).toMatchObject({ imported: 0, changed: 1 })
    expect((await open('nordmann')).identifiers).toMatchObject([{ value: '17858710227' }])
  })

  it('is not guessed when two have the same name and birth date', async () => {
    const twin = namedDraft('Lie', 'Kari', { birthDate: '1990-01-01' })
    await desk.call('patients.create', twin)
    await desk.call('patients.create', twin)
    const { refused } = await run(list({ family: 'LIE', given: 'Kari', born: '01.01.1990' }))
    expect(refused).toMatchObject([{ line: 2, code: 'match-ambiguous' }])
  })

  it('keeps the stricter protection of the address', async () => {
    await run(kariWith({ code: '6' }))
    expect(await run(kariWith())).toMatchObject({ unchanged: 1 })
    expect(await open('17858710227')).toMatchObject({
      addressProtection: 'strictly-confidential',
      address: null
    })
  })
})

describe('consent in a list', () => {
  it('is given and withdrawn for reminders and codes by SMS, and blank sets nothing', async () => {
    await run(kariWith({ consent: 'Ja' }))
    const given = await open('17858710227')
    expect(given.consents.filter(({ state }) => state === 'given').map(({ purpose }) => purpose)).toEqual([
      'appointment-reminder',
      'one-time-code'
    ])
    await run(kariWith())
    await run(kariWith({ consent: 'Ja' }))
    expect(await countOf('consent_decision')).toBe(2)
    expect(await run(kariWith({ consent: 'Nei' }))).toMatchObject({ changed: 1 })
    const history = await desk.call('consents.history', { patientId: given.id })
    expect(history.map(({ decision, how }) => `${decision} ${how}`)).toEqual([
      'withdrawn import',
      'withdrawn import',
      'given import',
      'given import'
    ])
  })
})

it('keeps a mobile that fails as a note, once, and lists incomplete patients', async () => {
  const file = list({ family: 'Vik', given: 'Ola', mobile: '22426856' })
  expect(await run(file)).toMatchObject({ imported: 1, warned: [{ line: 2, code: 'number-missing' }] })
  expect(await run(file)).toMatchObject({ unchanged: 1 })
  const patient = await open('vik')
  expect(patient).toMatchObject({
    mobile: null,
    note: 'Mobil fra importert liste, kan ikke brukes: 22426856'
  })
  const question = { cursor: null, limit: 10 }
  const incomplete = await desk.call('patients.list', { filter: 'incomplete', ...question })
  const without = await desk.call('patients.list', { filter: 'mobile-missing', ...question })
  expect([incomplete, without]).toMatchObject([
    { total: 1, hits: [{ id: patient.id }] },
    { total: 1, hits: [{ id: patient.id }] }
  ])
})

it('saves the refused rows with line, code and reason, to be mended and imported', async () => {
  const { importId, refusedCount } = await run(SAMPLE)
  const { name, content } = await desk.call('imports.refusedFile', { importId })
  expect(name).toBe('liste-refused.csv')
  expect(content.split('\r\n')[1]).toMatch(
    /^22895110455;O'Brien;Åse;.*;9;national-number;Nummeret er ikke gyldig/
  )
  expect(await run(content)).toMatchObject({ imported: 0, refusedCount })
})

it('answers others, tells the progress and stops between slices when it is cancelled', async () => {
  const rows = Array.from({ length: 4_000 }, (_, index) => `;Etternavn${index};Kari;01.01.1990`)
  const importId = await upload([HEADING.split(';').slice(0, 4).join(';'), ...rows].join('\n'))
  const { mapping } = await desk.call('imports.preview', { importId, mapping: null })
  let answers = 0
  clinic.core.events.subscribe((event, payload) => {
    if (event !== 'imports.progress') return
    answers += 1
    expect(payload).toMatchObject({ importId, total: 4_000 })
    if (answers === 3) void desk.call('imports.cancel', { importId })
  })
  const summary = await desk.call('imports.run', { importId, mapping })
  expect(summary.imported).toBeGreaterThan(0)
  expect(summary.imported).toBeLessThan(4_000)
  expect(await countOf('patient')).toBe(summary.imported)
  expect(await desk.call('imports.run', { importId, mapping })).toMatchObject({
    imported: 4_000 - summary.imported,
    unchanged: summary.imported
  })
})

it('leaves no patient in plain text on the disk while the file waits', async () => {
  const importId = await upload(kariWith())
  const file = readFileSync(`${clinic.folder}/imports/${importId}.part`)
  expect([file.includes('Nordmann'), file.includes('17858710227')]).toEqual([false, false])
})
