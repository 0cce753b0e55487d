import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guessColumns, hasNameColumn } from './import-columns.rules'
import { decodeText, findEncoding, type ImportEncoding } from './import-encoding.rules'
import { guessDelimiter, readRecords, type ImportDelimiter } from './import-parsing.rules'

function chunksOf(bytes: Uint8Array, size: number): Uint8Array[] {
  const count = Math.ceil(bytes.length / size)
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
}

async function* stream(text: string, size: number) {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size)
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

async function records(
  text: string,
  { delimiter = ';', size = 7 }: { delimiter?: ImportDelimiter; size?: number } = {}
) {
  const all = await collect(readRecords(stream(text, size), delimiter))
  return all.map((record) => [record.line, 'cells' in record ? record.cells : record.fault.code])
}

async function decoded(bytes: Uint8Array, encoding: ImportEncoding, size: number) {
  return (await collect(decodeText(chunksOf(bytes, size), encoding))).join('')
}

describe('encoding', () => {
  it('knows UTF-8 with and without a mark, however it is cut', async () => {
    for (const size of [1, 2, 3, 1000]) {
      const bytes = Buffer.from('\ufeffÅse Nguyễn')
      expect(await findEncoding(chunksOf(bytes, size))).toEqual({ ok: true, encoding: 'utf-8' })
      expect(await decoded(bytes, 'utf-8', size)).toBe('Åse Nguyễn')
      expect(await decoded(bytes.subarray(3), 'utf-8', size)).toBe('Åse Nguyễn')
    }
  })

  it('reads anything else as Windows-1252, the first foreign letter however late', async () => {
    const bytes = Buffer.concat([
      Buffer.alloc(100_000, 'a'),
      Buffer.from([0xc5, 0x73, 0x65, 0x20, 0x80, 0x92])
    ])
    expect(await findEncoding(chunksOf(bytes, 4096))).toEqual({ ok: true, encoding: 'windows-1252' })
    expect((await decoded(bytes, 'windows-1252', 4096)).slice(-6)).toBe('Åse €’')
  })

  it('keeps a UTF-8 file with one damaged letter UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('æøå'.repeat(10)), Buffer.from([0xff, 0x61])])
    expect(await findEncoding([bytes])).toEqual({ ok: true, encoding: 'utf-8' })
  })

  it('refuses an empty file and one that is no text', async () => {
    expect(await findEncoding([])).toEqual({ ok: false, code: 'file-empty' })
    expect(await findEncoding([Buffer.from('\ufeff \r\n')])).toEqual({ ok: false, code: 'file-empty' })
    expect(await findEncoding([Buffer.from('PK\u0003\u0000')])).toEqual({ ok: false, code: 'file-not-text' })
  })
})

describe('delimiter', () => {
  it.each([
    ['a;b;c\n1,2;3', ';'],
    ['a,b,c\n', ','],
    ['a\tb\tc', '\t'],
    ['\r\n"a;b;c;d",b,c', ','],
    ['name', ';']
  ])('guesses from %o', (beginning, delimiter) => {
    expect(guessDelimiter(beginning)).toBe(delimiter)
  })
})

describe('records', () => {
  it('counts physical lines through every line break, blank rows and quoted line breaks', async () => {
    expect(await records('a;b\r\n1;2\n\n;\r3;"x\ny"\r\n5;6')).toEqual([
      [1, ['a', 'b']],
      [2, ['1', '2']],
      [5, ['3', 'x\ny']],
      [7, ['5', '6']]
    ])
  })

  it('reads quotes, doubled quotes and quotes within a cell', async () => {
    expect(await records('a;b\n"x;y";"say ""hi"""\nLars "Lasse";z')).toEqual([
      [1, ['a', 'b']],
      [2, ['x;y', 'say "hi"']],
      [3, ['Lars "Lasse"', 'z']]
    ])
  })

  it('refuses a row whose quote never closes and reads the next', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => `${index};x`)
    const found = await records(['a;b', '"open;1', ...rows].join('\n'))
    expect(found.slice(0, 3)).toEqual([
      [1, ['a', 'b']],
      [2, 'row-quotes'],
      [3, ['0', 'x']]
    ])
    expect(found).toHaveLength(32)
  })

  it('refuses only the row whose quote found a partner in another row', async () => {
    expect(await records('a;b\n"open;1\n2;3\n4;"5"\n6;7')).toEqual([
      [1, ['a', 'b']],
      [2, 'row-quotes'],
      [3, ['2', '3']],
      [4, ['4', '5']],
      [5, ['6', '7']]
    ])
  })

  it('refuses ragged rows, but not for empty cells at the end', async () => {
    expect(await records('a;b\n1\n1;2;3\n1;2;;')).toEqual([
      [1, ['a', 'b']],
      [2, 'row-columns'],
      [3, 'row-columns'],
      [4, ['1', '2']]
    ])
  })

  it('refuses a damaged letter and an endless line, in bounded memory', async () => {
    expect(await records(`a;b\n1;\ufffd\n${'x'.repeat(200_000)}\n3;4`, { size: 4096 })).toEqual([
      [1, ['a', 'b']],
      [2, 'row-encoding'],
      [3, 'row-too-long'],
      [4, ['3', '4']]
    ])
  })

  it('gives back any cells that were written properly, in any chunks', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'ab;,"\n\t ') })
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 20 }), async (rows, size) => {
        const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(';'))
        const found = await records(['a;b;c', ...quoted].join('\r\n'), { size })
        const filled = rows.filter((row) => row.some((text) => text.trim() !== ''))
        expect(found.slice(1).map(([, cells]) => cells)).toEqual(filled)
      })
    )
  })

  it('never throws, whatever the file holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'ab;"\r\n') }), async (text) => {
        const lines = (await records(text)).map(([line]) => Number(line))
        expect(lines).toEqual(lines.toSorted((one, other) => one - other))
      })
    )
  })
})

describe('headings', () => {
  it('knows those of the sample', () => {
    const headings =
      'Fødselsnr;Etternavn;Fornavn;Kjønn;Født;Adresse;Postnr;Poststed;Mobil;E-post;Fastlege;SMS-samtykke;Foresatt fnr;Kode'
    expect(guessColumns(headings.split(';'))).toEqual([
      'nationalNumber',
      'familyName',
      'givenName',
      'sex',
      'birthDate',
      'addressLine',
      'postalCode',
      'city',
      'mobile',
      'email',
      'gp',
      'smsConsent',
      'guardianNumber',
      'addressProtection'
    ])
  })

  it('knows Danish, Dutch and English ones, and leaves out what it does not know or has met', () => {
    expect(guessColumns(['CPR-nr.', 'Efternavn', 'Fødselsdato'])).toEqual([
      'nationalNumber',
      'familyName',
      'birthDate'
    ])
    expect(guessColumns(['BSN', 'Achternaam', 'Geboortedatum'])).toEqual([
      'nationalNumber',
      'familyName',
      'birthDate'
    ])
    expect(guessColumns(['Surname', 'Shoe size', 'Last name'])).toEqual(['familyName', 'ignore', 'ignore'])
  })

  it('needs a name', () => {
    expect([hasNameColumn(['mobile', 'fullName']), hasNameColumn(['mobile', 'givenName'])]).toEqual([
      true,
      false
    ])
  })
})
