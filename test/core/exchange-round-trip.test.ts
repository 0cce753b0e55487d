import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  CONSENT_CHANNELS,
  CONSENT_PURPOSES,
  EXPORT_COLUMNS,
  LANGUAGES,
  SEXES
} from '../../src-preload/contract/choices'
import { FileTarget } from '../../src-preload/contract/shell'
import { syntheticNumber } from '../../src-main/core/host/demo/synthetic-number'
import { csvLine } from '../../src-main/core/platform/csv'
import { FileTargets } from '../../src-main/core/platform/file-targets'
import { Temporal } from 'temporal-polyfill'
import { openTestClinic, type TestClinic } from './fixtures/clinic'
import { importFile } from './fixtures/import-file'

/** Names as people have them, and as nobody should: formulas, quotes, separators. */
const name = fc.oneof(
  fc.constantFrom(
    'Nordmann',
    'Østby Ås',
    "O'Brien",
    'de Vries-Jansen',
    'Þórður',
    '=SUM(A1)',
    '+47',
    '@per',
    '-Lie'
  ),
  fc.stringMatching(/^[A-ZÆØÅ][a-zæøåéü;", ]{0,12}[a-zæøå]$/)
)
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null, freq: 3 })
const mobile = fc.integer({ min: 0, max: 9_999_999 }).map((rest) => `+474${String(rest).padStart(7, '0')}`)
const consent = fc.record({
  purpose: fc.constantFrom(...CONSENT_PURPOSES),
  channel: fc.constantFrom(...CONSENT_CHANNELS),
  decision: fc.constantFrom('given', 'withdrawn')
})
/** What three countries issued, two of them the same digits, and a Dutch number that a Norwegian clinic keeps as foreign. */
const FOREIGN = [
  'passport/DE:C01X00T47',
  'passport/FR:C01X00T47',
  'ehic/PL:80002600010000000001',
  'foreign-number/NL:111222333',
  'foreign-number/SE:198507099805'
] as const
const person = fc.record({
  familyName: name,
  givenName: name,
  ageDays: fc.integer({ min: 1, max: 33_000 }),
  individual: fc.integer({ min: 0, max: 249 }),
  hasNumber: fc.boolean(),
  sex: fc.constantFrom(...SEXES),
  language: optional(fc.constantFrom(...LANGUAGES)),
  protection: fc.constantFrom('', '', '6', '7'),
  address: optional(fc.constantFrom('Skogvegen 62', 'Øvre "Bakke" 3; H0201', '-')),
  mobile: optional(mobile),
  email: optional(fc.constantFrom('a@example.org', 'b.c@example.com')),
  gp: optional(fc.constantFrom('Anne Lunde', 'Doktor Borte')),
  foreign: optional(fc.constantFrom(...FOREIGN)),
  former: optional(fc.constantFrom('57858730165@2019-01-01/2024-05-01', '57858730165@/')),
  consents: fc.uniqueArray(consent, { maxLength: 3, selector: (one) => `${one.purpose}${one.channel}` }),
  isReserved: fc.boolean(),
  deceasedOn: optional(fc.constantFrom('2026-03-01', '2020-12-24')),
  note: optional(fc.constantFrom('Ringer ofte', 'To linjer\nog en til', "=cmd|'/c calc'"))
})

const TODAY = Temporal.PlainDate.from('2026-12-03')
const HEADING = [
  ...['Fødselsnummer', 'Etternavn', 'Fornavn', 'Fødselsdato', 'Kjønn', 'Språk', 'Kode', 'Adresse', 'Mobil'],
  ...['E-post', 'Fastlege', 'Andre numre', 'Alle samtykker', 'Reservert', 'Dødsdato', 'Notat', 'Foresatt fnr']
]

type Person = typeof person extends fc.Arbitrary<infer Held> ? Held : never

/** A list of people: numbers are one each, a former number stands once, and children have the first adult as parent. */
function listOf(people: readonly Person[]): string {
  const taken = new Set<string>()
  const isAdult = ({ ageDays }: Person) => ageDays > 7_000
  const numbers = people.map((one) => {
    const number = syntheticNumber(TODAY.subtract({ days: one.ageDays }), one.individual, true)
    if (!one.hasNumber || number === null || taken.has(number)) return ''
    taken.add(number)
    return number
  })
  const parent = numbers.find((number, index) => number !== '' && isAdult(people[index]!)) ?? ''
  const foreign = people.map((one) => {
    if (one.foreign === null || taken.has(one.foreign)) return ''
    taken.add(one.foreign)
    return one.foreign
  })
  const rows = people.map((one, index) => [
    ...[
      numbers[index] ?? '',
      one.familyName,
      one.givenName,
      TODAY.subtract({ days: one.ageDays }).toString()
    ],
    ...[one.sex, one.language ?? '', one.protection, one.address ?? '', one.mobile ?? '', one.email ?? ''],
    ...[one.gp ?? '', `${index === 0 ? (one.former ?? '') : ''} ${foreign[index] ?? ''}`.trim()],
    one.consents.map(({ purpose, channel, decision }) => `${purpose}/${channel}=${decision}`).join(' '),
    ...[one.isReserved ? 'ja' : '', one.deceasedOn ?? '', one.note ?? ''],
    isAdult(one) ? '' : parent
  ])
  return [HEADING, ...rows].map((row) => csvLine(row, ';')).join('')
}

/** Everybody as the clinic knows them, whatever their ids and the moments of writing. */
async function everybody({ core, as }: TestClinic, withAddress: boolean) {
  const desk = await as('receptionist')
  const ids = await core.database.reader.selectFrom('patient').select(['id', 'deceased_on']).execute()
  const patients = await Promise.all(
    ids.map(async ({ id, deceased_on }) => {
      const patient = await desk.call('patients.open', { id, reason: 'test' })
      return {
        ...{ familyName: patient.familyName, givenName: patient.givenName, birthDate: patient.birthDate },
        ...{ sex: patient.sex, language: patient.language, addressProtection: patient.addressProtection },
        ...{ mobile: patient.mobile?.value ?? null, email: patient.email?.value ?? null, deceased_on },
        address: withAddress ? patient.address : null,
        gp: patient.gp,
        isReserved: patient.isReserved,
        note: patient.note,
        identifiers: patient.identifiers
          .map(({ type, country, value, status, periodEnd }) => ({ type, country, value, status, periodEnd }))
          .sort((one, other) => one.value.localeCompare(other.value)),
        consents: patient.consents
          .filter(({ state }) => state === 'given' || state === 'withdrawn')
          .map(({ purpose, channel, state }) => `${purpose} ${channel} ${state}`),
        guardians: patient.guardians.map(({ name: called, kind, carriesMessages }) => ({
          called,
          kind,
          carriesMessages
        }))
      }
    })
  )
  return patients.sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)))
}

it.each(['csv', 'fhir-bundle', 'fhir-ndjson'] as const)(
  'brings the same patients to an empty clinic that were taken out as %s',
  { timeout: 60_000 },
  async (form) => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 6 }), async (people) => {
        const targets = new FileTargets()
        const from = await openTestClinic({ targets })
        await importFile(await from.as('receptionist'), listOf(people))
        const target = FileTarget.parse(randomUUID())
        const file = join(from.folder, 'liste')
        targets.offer(target, file)
        const columns = EXPORT_COLUMNS.filter((column) => column !== 'note' || form === 'csv')
        await (await from.as('manager')).call('exports.run', { target, form, patients: 'all', columns })

        const to = await openTestClinic()
        const { refused } = await importFile(await to.as('receptionist'), readFileSync(file))
        expect(refused).toEqual([])
        const stripped = (known: Awaited<ReturnType<typeof everybody>>) =>
          form === 'csv' ? known : known.map((patient) => ({ ...patient, note: '' }))
        expect(stripped(await everybody(to, true))).toEqual(stripped(await everybody(from, true)))
      }),
      { numRuns: 8 }
    )
  }
)
