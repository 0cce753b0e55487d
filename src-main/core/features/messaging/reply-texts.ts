import type { Language } from '@contract/values'
import { z } from 'zod'
import { renderTemplate, type TemplateValues } from './template.rules'

const KEYS = [
  'confirmed',
  'ask',
  'ask-which-cancel',
  'ask-which-confirm',
  'line',
  'cancelled',
  'cancelled-late',
  'kept',
  'kept-all',
  'done-cancel',
  'done-confirm',
  'left',
  'late-note',
  'already-cancelled',
  'begun',
  'moved',
  'none',
  'unclear',
  'left-to-desk',
  'too-late',
  'too-late-all',
  'unanswered',
  'unanswered-all',
  'clock',
  'offer-moved',
  'offer-booked',
  'offer-declined',
  'offer-which',
  'offer-line',
  'offer-taken',
  'offer-withdrawn',
  'offer-late',
  'offer-gone',
  'check-disputed',
  'restarted',
  'consent-ask',
  'consent-given',
  'consent-declined'
] as const
export type ReplyTextKey = (typeof KEYS)[number]

const Texts = z.record(z.enum(KEYS), z.string())

const files = import.meta.glob<unknown>('../../../../resources/reply-texts/*.json', {
  eager: true,
  import: 'default'
})

const known = new Map<Language, Record<ReplyTextKey, string>>()

/** One of these texts with its values put in. */
export function wordOf(key: ReplyTextKey, language: Language, values: TemplateValues): string {
  return renderTemplate(replyText(key, language), values)
}

/** What the program answers to a patient's reply, as a template. */
export function replyText(key: ReplyTextKey, language: Language): string {
  const texts =
    known.get(language) ?? Texts.parse(files[`../../../../resources/reply-texts/${language}.json`])
  known.set(language, texts)
  return texts[key]
}
