import type { MessagePurpose, MessageTemplate } from '@contract/messages'
import type { Language } from '@contract/values'

/** Stands where the writer must fill in what no record says, such as the hour. */
export const BLANK = '___'

/** What belongs to one appointment or one code: never filled in with an example. */
const PERSONAL = /\{\s*(?:date|weekday|time|code|minutes|cancelHours|patients)\s*\}/g
const OFFERED: readonly MessagePurpose[] = [
  'answer',
  'booking-confirmation',
  'appointment-reminder',
  'move-notice',
  'cancellation-notice'
]

/** The clinic's texts in the patient's language that an own text can start from. */
export function startingTemplates(
  templates: readonly MessageTemplate[],
  language: Language
): MessageTemplate[] {
  return OFFERED.flatMap((purpose) =>
    templates.filter((template) => template.purpose === purpose && template.language === language)
  )
}

/** A template with blanks where it would speak of one appointment; the clinic's own fields are left to the core. */
export function withBlanks(body: string): string {
  return body.replaceAll(PERSONAL, BLANK)
}

/** Where the first blank stands, or null. */
export function firstBlank(text: string): { start: number; end: number } | null {
  const start = text.indexOf(BLANK)
  return start === -1 ? null : { start, end: start + BLANK.length }
}
