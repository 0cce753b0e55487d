import type { MessagePurpose } from '@contract/messages'
import type { Language } from '@contract/values'
import { z } from 'zod'
import type { TemplatePurpose } from './template.rules'

/** What goes by e-mail, each with a text of its own. */
export const EMAIL_PURPOSES = [
  'booking-confirmation',
  'appointment-reminder',
  'move-notice',
  'cancellation-notice',
  'one-time-code'
] as const satisfies readonly TemplatePurpose[]
export type EmailPurpose = (typeof EMAIL_PURPOSES)[number]

const Texts = z.strictObject({
  /** Names neither patient nor matter: it stands on a locked screen. */
  subject: z.string(),
  codeSubject: z.string(),
  bodies: z.record(z.enum(EMAIL_PURPOSES), z.string()),
  /** Under each of them. */
  footer: z.string(),
  test: z.strictObject({ subject: z.string(), body: z.string() })
})
type Texts = z.infer<typeof Texts>

const files = import.meta.glob<unknown>('../../../../resources/email-texts/*.json', {
  eager: true,
  import: 'default'
})

const known = new Map<Language, Texts>()

export function emailTexts(language: Language): Texts {
  const texts =
    known.get(language) ?? Texts.parse(files[`../../../../resources/email-texts/${language}.json`])
  known.set(language, texts)
  return texts
}

export function isEmailPurpose(purpose: string): purpose is EmailPurpose {
  return EMAIL_PURPOSES.some((known) => known === purpose)
}

/** The text a clinic starts with, before anybody has changed it. */
export function emailBody(purpose: EmailPurpose, language: Language): string {
  return emailTexts(language).bodies[purpose]
}

/** A text as it leaves: what the patient must know about e-mail stands under each of them. */
export function withFooter(body: string, language: Language): string {
  return `${body}\n\n${emailTexts(language).footer}`
}

/** A template too. */
export function emailSubject(purpose: MessagePurpose, language: Language): string {
  const { subject, codeSubject } = emailTexts(language)
  return purpose === 'one-time-code' ? codeSubject : subject
}
