import type { Language } from '@contract/values'
import { z } from 'zod'
import { emailBody, isEmailPurpose } from './email-texts'
import { TEMPLATE_PURPOSES, type TemplateKey, type TemplatePurpose } from './template.rules'

const Texts = z.record(z.enum(TEMPLATE_PURPOSES), z.string())

const files = import.meta.glob<unknown>('../../../../resources/message-templates/*.json', {
  eager: true,
  import: 'default'
})

/** The text a clinic starts with, before anybody has changed it. */
export function defaultText({ channel, purpose, language }: TemplateKey): string {
  return channel === 'email' && isEmailPurpose(purpose)
    ? emailBody(purpose, language)
    : textsOf(language)[purpose]
}

/** Whether there is such a text: not everything goes by e-mail. */
export function hasText({ channel, purpose }: Pick<TemplateKey, 'channel' | 'purpose'>): boolean {
  return channel === 'sms' || isEmailPurpose(purpose)
}

const known = new Map<Language, Record<TemplatePurpose, string>>()

function textsOf(language: Language): Record<TemplatePurpose, string> {
  const texts =
    known.get(language) ?? Texts.parse(files[`../../../../resources/message-templates/${language}.json`])
  known.set(language, texts)
  return texts
}
