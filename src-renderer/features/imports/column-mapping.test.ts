import { describe, expect, it } from 'vitest'
import type { ImportPreview } from '@contract/imports'
import { columnsOf, mapColumn, mappingProblems } from './column-mapping'

describe('the meaning of columns', () => {
  it('moves a meaning from the column that had it', () => {
    expect(mapColumn(['familyName', 'givenName', 'mobile'], 1, 'familyName')).toEqual([
      'ignore',
      'familyName',
      'mobile'
    ])
  })

  it('lets any number of columns be left out', () => {
    expect(mapColumn(['ignore', 'mobile'], 1, 'ignore')).toEqual(['ignore', 'ignore'])
  })

  it('takes a name whole or in parts, not both', () => {
    expect(mapColumn(['familyName', 'givenName', 'ignore'], 2, 'fullName')).toEqual([
      'ignore',
      'ignore',
      'fullName'
    ])
    expect(mapColumn(['fullName', 'ignore'], 1, 'givenName')).toEqual(['ignore', 'givenName'])
  })

  it('asks for a name', () => {
    expect(mappingProblems(['mobile', 'ignore'])).toEqual(['name-unmapped'])
    expect(mappingProblems(['fullName'])).toEqual([])
    expect(mappingProblems(['familyName'])).toEqual([])
  })

  it('shows the first thing that stands in each column', () => {
    const preview: ImportPreview = {
      form: 'csv',
      encoding: 'utf-8',
      delimiter: ';',
      headings: ['Etternavn', 'Mobil'],
      mapping: ['familyName', 'mobile'],
      guessed: ['familyName', 'mobile'],
      mappingId: null,
      leftOut: [],
      rows: [
        { line: 2, cells: ['Vik', ''], outcome: 'ok', code: null },
        { line: 3, cells: ['Lie', '412 34 567'], outcome: 'ok', code: null }
      ],
      totalLines: 3,
      counts: { ok: 2, warned: 0, refused: 0 }
    }
    expect(columnsOf(preview, ['familyName'])).toEqual([
      { index: 0, heading: 'Etternavn', field: 'familyName', sample: 'Vik' },
      { index: 1, heading: 'Mobil', field: 'ignore', sample: '412 34 567' }
    ])
  })
})
