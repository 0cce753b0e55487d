import { describe, expect, it } from 'vitest'
import type { MessageTemplate } from '@contract/messages'
import { firstBlank, startingTemplates, withBlanks } from './starting-text'

const template = (change: Partial<MessageTemplate>): MessageTemplate => ({
  channel: 'sms',
  purpose: 'answer',
  language: 'nb',
  version: 1,
  body: 'Hei',
  fields: [],
  ...change
})

describe('a text that starts from a template', () => {
  it('leaves blanks for what belongs to one appointment, and the clinic for the core', () => {
    expect(withBlanks('Timen {date} kl. { time }[ hos {clinic}] er avlyst.')).toBe(
      'Timen ___ kl. ___[ hos {clinic}] er avlyst.'
    )
  })

  it('finds the first blank', () => {
    expect(firstBlank('kl. ___ og ___')).toEqual({ start: 4, end: 7 })
    expect(firstBlank('kl. 09.20')).toBeNull()
  })

  it('offers the language of the patient, never the one-time code', () => {
    const nynorsk = template({ language: 'nn' })
    const moved = template({ purpose: 'move-notice' })
    const code = template({ purpose: 'one-time-code' })
    expect(startingTemplates([code, moved, nynorsk, template({})], 'nb')).toEqual([template({}), moved])
  })
})
