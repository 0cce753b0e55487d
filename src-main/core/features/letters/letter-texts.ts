import { LetterKind } from '@contract/letters'
import type { Language } from '@contract/values'
import { z } from 'zod'
import type { EnvelopeWords } from './delivery.rules'

const Texts = z.strictObject({
  words: z.strictObject({ toGuardians: z.string(), handOver: z.string() }),
  texts: z.record(LetterKind, z.strictObject({ subject: z.string(), body: z.string() }))
})

const files = import.meta.glob<unknown>('../../../../resources/letter-templates/*.json', {
  eager: true,
  import: 'default'
})

const known = new Map<Language, z.infer<typeof Texts>>()

function textsIn(language: Language): z.infer<typeof Texts> {
  const texts =
    known.get(language) ?? Texts.parse(files[`../../../../resources/letter-templates/${language}.json`])
  known.set(language, texts)
  return texts
}

/** The text a clinic starts with, before anybody has changed it. */
export function defaultLetter(kind: LetterKind, language: Language): { subject: string; body: string } {
  return textsIn(language).texts[kind]
}

export function envelopeWords(language: Language): EnvelopeWords {
  return textsIn(language).words
}
