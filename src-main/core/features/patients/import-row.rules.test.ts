import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import expected from '../../../../test/data/patients-import.expected.json'
import { cellsByField, guessColumns, type ImportCells } from './import-columns.rules'
import { decodeText, findEncoding } from './import-encoding.rules'
import { readRecords } from './import-parsing.rules'
import { createRepeatCheck, matchKey } from './import-repeats.rules'
import { interpretRow, type ImportRowResult, type ImportRules } from './import-row.rules'
import { normalizeNumber } from './national-number.rules'

const SAMPLE = fileURLToPath(new URL('../../../../test/data/patients-import.csv', import.meta.url))
const TRAINING: ImportRules = { country: 'NO', on: Temporal.PlainDate.from('2026-11-20'), isTraining: true }

const KARI: ImportCells = {
  nationalNumber: '17858710227',
  familyName: 'Nordmann',
  givenName: 'Kari',
  birthDate: '17.05.1987',
  mobile: '412 34 567'
}

function codes(cells: ImportCells, rules: ImportRules = TRAINING) {
  const result = interpretRow({ ...KARI, ...cells }, rules)
  return [result.outcome, ...result.findings.map((finding) => finding.code)].join(' ')
}

function patientOf(cells: ImportCells) {
  const result = interpretRow({ ...KARI, ...cells }, TRAINING)
  if (result.outcome === 'refused') throw new Error(`Refused: ${result.findings[0].code}.`)
  return result.patient
}

function outcomeOf(result: ImportRowResult) {
  const detail = result.outcome === 'ok' ? result.remarks[0] : result.findings[0]?.code
  return detail ? `${result.outcome}:${detail}` : result.outcome
}

async function sampleOutcomes() {
  const finding = await findEncoding(createReadStream(SAMPLE, { highWaterMark: 1000 }))
  if (!finding.ok) throw new Error(finding.code)
  const text = decodeText(createReadStream(SAMPLE, { highWaterMark: 1000 }), finding.encoding)
  const repeats = createRepeatCheck()
  let mapping = null
  const outcomes = []
  for await (const record of readRecords(text, ';')) {
    if ('fault' in record) throw new Error(`Line ${record.line}: ${record.fault.code}.`)
    if (!mapping) {
      mapping = guessColumns(record.cells)
      continue
    }
    const row = interpretRow(cellsByField(record.cells, mapping), TRAINING)
    const { result } = repeats.judge(record.line, row)
    outcomes.push({
      line: record.line,
      outcome: outcomeOf(result),
      number: normalizeNumber(record.cells[0] ?? '')
    })
  }
  return outcomes
}

describe('the sample file', () => {
  it('gives every line the outcome that is expected of it', async () => {
    expect(await sampleOutcomes()).toEqual(expected)
  })
})

describe('one row', () => {
  it('registers what the row says', () => {
    const result = interpretRow(
      {
        ...KARI,
        sex: 'K',
        addressLine: 'Skogvegen 62\nH0102',
        postalCode: '2022',
        city: 'GJERDRUM',
        email: 'kari@example.test',
        gp: 'Anne Lunde',
        smsConsent: 'Ja',
        guardianNumber: '83072252481',
        addressProtection: '6',
        language: 'nynorsk'
      },
      TRAINING
    )
    expect(result).toEqual({
      outcome: 'ok',
      findings: [],
      remarks: ['protected-address'],
      patient: {
        number: { type: 'fodselsnummer', country: null, value: '17858710227' },
        familyName: 'Nordmann',
        givenName: 'Kari',
        birthDate: '1987-05-17',
        sex: 'female',
        language: 'nn',
        address: { line: 'Skogvegen 62 H0102', postalCode: '2022', city: 'GJERDRUM' },
        addressProtection: 'strictly-confidential',
        mobile: '+4741234567',
        email: 'kari@example.test',
        gpName: 'Anne Lunde',
        consents: [
          { purpose: 'appointment-reminder', channel: 'sms', decision: 'given' },
          { purpose: 'one-time-code', channel: 'sms', decision: 'given' }
        ],
        isReserved: null,
        deceasedOn: null,
        note: null,
        otherNumbers: [],
        guardians: [{ number: '83072252481', kind: 'parent' }],
        unusableContacts: []
      }
    })
  })

  it.each<[ImportCells, string]>([
    [{}, 'ok'],
    [{ nationalNumber: '' }, 'warned number-missing'],
    [{ birthDate: '' }, 'warned birth-date-missing'],
    [{ nationalNumber: '', birthDate: '' }, 'warned number-missing birth-date-missing'],
    [{ nationalNumber: '17858710235' }, 'warned control-digit-2032'],
    [{ nationalNumber: '83072252481' }, 'ok'],
    [{ nationalNumber: '17858710237' }, 'refused national-number'],
    [{ birthDate: '31.02.1980' }, 'refused birth-date'],
    [{ birthDate: '18.05.1987' }, 'refused birth-date-differs'],
    [{ familyName: ' ' }, 'refused name-missing'],
    [{ givenName: '' }, 'ok'],
    [{ mobile: '' }, 'ok'],
    [{ mobile: '22426856', email: 'ikke en adresse' }, 'warned mobile-not-mobile email'],
    [{ smsConsent: 'kanskje' }, 'warned sms-consent-unknown'],
    [{ sex: '?!' }, 'warned sex-unknown'],
    [{ addressProtection: '19' }, 'warned address-code-unknown'],
    [{ guardianNumber: '17858710237' }, 'warned guardian-number'],
    [{ guardianNumber: '17858710227' }, 'warned guardian-is-patient'],
    [{ familyName: 'a'.repeat(101) }, 'refused field-too-long']
  ])('%o is %s', (cells, outcome) => {
    expect(codes(cells)).toBe(outcome)
  })

  it('names the rule a number failed', () => {
    expect(interpretRow({ ...KARI, nationalNumber: '1785871022' }, TRAINING)).toMatchObject({
      findings: [{ code: 'national-number', parameters: { rule: 'number-length' } }]
    })
  })

  it('refuses synthetic numbers in a production clinic', () => {
    expect(codes({}, { ...TRAINING, isTraining: false })).toBe('refused national-number')
  })

  it('keeps a mobile and an e-mail that fail as a note', () => {
    const { mobile, email, unusableContacts } = patientOf({ mobile: '22426856', email: 'kari at example' })
    expect({ mobile, email, unusableContacts }).toEqual({
      mobile: null,
      email: null,
      unusableContacts: [
        { channel: 'mobile', text: '22426856' },
        { channel: 'email', text: 'kari at example' }
      ]
    })
  })

  it('protects an address with an unknown code until somebody has looked', () => {
    expect(patientOf({ addressProtection: '19' }).addressProtection).toBe('confidential')
  })

  it('takes the century of a short year from the number', () => {
    // The golden D-number of 13 May 2000 and a short year that could be 1900.
    expect(patientOf({ nationalNumber: '53850085249', birthDate: '13.05.00' }).birthDate).toBe('2000-05-13')
    expect(patientOf({ birthDate: '170587' }).birthDate).toBe('1987-05-17')
  })

  it.each([
    ['Nordmann, Kari Anne', 'Nordmann', 'Kari Anne'],
    ['Kari Anne Nordmann', 'Nordmann', 'Kari Anne'],
    ['Kari', 'Kari', '']
  ])('takes "%s" apart', (fullName, familyName, givenName) => {
    expect(patientOf({ familyName: '', givenName: '', fullName })).toMatchObject({ familyName, givenName })
  })

  it('takes a number that a spreadsheet was kept from rounding', () => {
    expect(patientOf({ nationalNumber: '="17858710227"' }).number?.value).toBe('17858710227')
    expect(patientOf({ nationalNumber: "'17858710227" }).number?.value).toBe('17858710227')
  })
})

describe('rows about the same person', () => {
  it('lets the same row stand twice, however its date and mobile are written', () => {
    const repeats = createRepeatCheck()
    repeats.judge(2, interpretRow(KARI, TRAINING))
    const again = interpretRow({ ...KARI, birthDate: '1987-05-17', mobile: '+47 41234567' }, TRAINING)
    expect(repeats.judge(3, again)).toEqual({ result: again, repeatsLine: 2 })
  })

  it.each<ImportCells>([{ familyName: 'Hansen' }, { mobile: '90000000' }, { birthDate: '18.05.1987' }])(
    'refuses the number again with %o',
    (cells) => {
      const repeats = createRepeatCheck()
      repeats.judge(2, interpretRow(KARI, TRAINING))
      const { result } = repeats.judge(3, interpretRow({ ...KARI, ...cells }, TRAINING))
      expect(result).toMatchObject({
        outcome: 'refused',
        findings: [{ code: 'duplicate-number', parameters: { line: '2' } }]
      })
    }
  )

  it('gives the number to the first row that is accepted', () => {
    const repeats = createRepeatCheck()
    repeats.judge(2, interpretRow({ ...KARI, birthDate: '31.02.1987' }, TRAINING))
    expect(repeats.judge(3, interpretRow(KARI, TRAINING)).result.outcome).toBe('ok')
  })

  it('matches a row without a number by folded name and birth date', () => {
    const one = patientOf({ nationalNumber: '', familyName: 'Sørlie', givenName: 'Åse' })
    const other = patientOf({
      nationalNumber: '',
      familyName: 'SOERLIE',
      givenName: 'Aase',
      birthDate: '170587'
    })
    expect(matchKey(one)).toBe(matchKey(other))
  })
})

describe('what another country issued', () => {
  const ABROAD: ImportCells = { nationalNumber: '', familyName: 'Müller', givenName: 'Jan' }
  const held = (cells: ImportCells) => {
    const { number, otherNumbers } = patientOf({ ...ABROAD, ...cells })
    return [...(number ? [number] : []), ...otherNumbers].map(
      ({ type, country, value }) => `${type} ${country ?? ''} ${value}`
    )
  }

  it('takes a passport with the country of its column', () => {
    expect(held({ passport: 'C01X 00T47', numberCountry: 'Tyskland' })).toEqual(['passport DE C01X00T47'])
  })

  it('keeps passport and card beside the national number', () => {
    const cells = { passport: 'C01X00T47', ehic: '80002600010000000001', numberCountry: 'PL' }
    expect(held({ ...cells, nationalNumber: 'foreign-number/SE:19850709-9805' })).toEqual([
      'foreign-number SE 198507099805',
      'ehic PL 80002600010000000001',
      'passport PL C01X00T47'
    ])
  })

  it('reads a national number of another country as a foreign one', () => {
    expect(held({ nationalNumber: '19850709-9805', numberCountry: 'SE' })).toEqual([
      'foreign-number SE 198507099805'
    ])
    expect(held({ nationalNumber: '17858710227', numberCountry: 'Norge', birthDate: '' })).toEqual([
      'fodselsnummer  17858710227'
    ])
  })

  it('reads a number that is foreign to another clinic and our own as our own', () => {
    expect(held({ nationalNumber: 'foreign-number/NO:17858710227' })).toEqual(['fodselsnummer  17858710227'])
  })

  it.each<[ImportCells, string]>([
    [{ passport: 'C01X00T47' }, 'refused number-country'],
    [{ passport: 'C01X00T47', numberCountry: 'NO' }, 'refused number-country'],
    [{ passport: 'C1', numberCountry: 'DE' }, 'refused national-number'],
    [{ passport: 'C01X00T47', nationalNumber: '17858710227' }, 'warned other-number-country'],
    [{ nationalNumber: '17858710227', numberCountry: 'Utlandet' }, 'warned number-country-unknown'],
    [
      { foreignNumber: '310248-9996', numberCountry: 'DK', birthDate: '' },
      'warned foreign-number-unlikely birth-date-missing'
    ]
  ])('judges %o: %s', (cells, outcome) => {
    expect(codes({ ...ABROAD, ...cells })).toBe(outcome)
  })
})
