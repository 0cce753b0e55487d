import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { everyWording, wordingIn, wordingRead } from './consent-wording'

/** What patients were asked. A line is added with a new version and never changed. */
const ASKED: Readonly<Record<string, string>> = {
  'nb-1': 'da956b91818dc060',
  'nb-2': 'e84a432c2a08b2cb',
  'nn-1': '504193a6bf47fd65',
  'nn-2': 'ec977ef085f18eab',
  'da-1': '3a9bb55075b2af9d',
  'da-2': '513cf8782b6b8359',
  'nl-1': 'bb5c52643264ae8c',
  'nl-2': 'a06dee8e8fae03ae',
  'en-1': '7510fbd518ae26d8',
  'en-2': 'aa0c4a13dbbc4199'
}

const digestOf = (texts: unknown): string =>
  createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16)

describe('the words patients are asked in', () => {
  it('are kept for ever, word for word, version by version', () => {
    const kept = everyWording().map(({ version, texts }) => [version, digestOf(texts)])
    expect(Object.fromEntries(kept)).toEqual(ASKED)
  })

  it('are the newest for a new decision, and those of then for an old one', () => {
    expect(wordingIn('nb').version).toBe('nb-2')
    expect(wordingRead('nb-1', 'appointment-reminder')).toContain('på SMS? De nevner')
    expect(wordingRead('nb-2', 'appointment-reminder')).toContain('på SMS eller e-post?')
  })

  it('are not known for a reservation or an imported list', () => {
    expect(wordingRead('nb-2', null)).toBeNull()
    expect(wordingRead('imported', 'recall')).toBeNull()
  })
})
