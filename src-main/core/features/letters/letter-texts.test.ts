import { describe, expect, it } from 'vitest'
import { LANGUAGES, LETTER_KINDS } from '@contract/choices'
import { letterProblems } from './letter-fields.rules'
import { defaultLetter } from './letter-texts'

describe('the letters a clinic starts with', () => {
  it('are there for every kind in every language, with the fields they may have', () => {
    for (const kind of LETTER_KINDS)
      for (const language of LANGUAGES)
        expect([kind, language, letterProblems(kind, defaultLetter(kind, language))]).toEqual([
          kind,
          language,
          []
        ])
  })

  it('may not name what is not a letter’s', () => {
    const text = { subject: 'Time', body: 'Du skal til {specialty} {date} kl. {time}.' }
    expect(letterProblems('appointment', text)).toEqual([
      { code: 'field-forbidden', parameters: { field: '{specialty}' } }
    ])
    expect(
      letterProblems('appointment', { subject: 'Time {link}', body: 'Hei' }).map(({ code }) => code)
    ).toEqual(['field-unknown', 'field-missing', 'field-missing'])
  })
})
