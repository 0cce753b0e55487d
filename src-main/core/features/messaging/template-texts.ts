import type { Language } from '@contract/values'
import { z } from 'zod'
import { TEMPLATE_PURPOSES, type TemplatePurpose } from './template.rules'

const Texts = z.record(z.enum(TEMPLATE_PURPOSES), z.string())

const files = import.meta.glob<unknown>('../../../../resources/message-templates/*.json', {
  eager: true,
  import: 'default'
})

/** The text a clinic starts with, before anybody has changed it. */
export function defaultText(purpose: TemplatePurpose, language: Language): string {
  return textsOf(language)[purpose]
}

const known = new Map<Language, Record<TemplatePurpose, string>>()

function textsOf(language: Language): Record<TemplatePurpose, string> {
  const texts =
    known.get(language) ?? Texts.parse(files[`../../../../resources/message-templates/${language}.json`])
  known.set(language, texts)
  return texts
}
