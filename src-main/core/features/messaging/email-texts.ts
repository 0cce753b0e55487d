import type { MessagePurpose } from '@contract/messages'
import type { Language } from '@contract/values'
import { z } from 'zod'

const EMAIL_PURPOSES = [
  'booking-confirmation',
  'appointment-reminder',
  'move-notice',
  'cancellation-notice',
  'one-time-code'
] as const

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

/** A template with its footer; null for what never goes by e-mail. */
export function emailBody(purpose: string, language: Language): string | null {
  const known = EMAIL_PURPOSES.find((each) => each === purpose)
  const { bodies, footer } = emailTexts(language)
  return known ? `${bodies[known]}\n\n${footer}` : null
}

/** A template too. */
export function emailSubject(purpose: MessagePurpose, language: Language): string {
  const { subject, codeSubject } = emailTexts(language)
  return purpose === 'one-time-code' ? codeSubject : subject
}
