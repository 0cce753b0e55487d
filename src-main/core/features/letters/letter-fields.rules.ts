import type { LetterKind } from '@contract/letters'
import { problemsWith } from '../messaging'

const CLINIC = ['name', 'clinic', 'telephone'] as const
const APPOINTMENT = [...CLINIC, 'date', 'weekday', 'time'] as const

/** Fields that may stand in a letter; those that must come first. In a sealed envelope the name may stand. */
const FIELDS = {
  appointment: { required: ['date', 'time'], allowed: [...APPOINTMENT, 'cancelHours'] },
  'appointment-changed': { required: ['date', 'time'], allowed: [...APPOINTMENT, 'cancelHours'] },
  'appointment-cancelled': { required: ['date', 'time'], allowed: APPOINTMENT },
  'contact-details': { required: [], allowed: CLINIC },
  recall: { required: [], allowed: CLINIC },
  general: { required: [], allowed: CLINIC }
} as const satisfies Record<LetterKind, { required: readonly string[]; allowed: readonly string[] }>

export function letterFields(kind: LetterKind): string[] {
  return [...FIELDS[kind].allowed]
}

/** What is wrong with a letter's template: unknown, forbidden or missing fields, brackets that do not close. */
export function letterProblems(
  kind: LetterKind,
  { subject, body }: { subject: string; body: string }
): ReturnType<typeof problemsWith> {
  const { allowed, required } = FIELDS[kind]
  return [...problemsWith({ allowed, required: [] }, subject), ...problemsWith({ allowed, required }, body)]
}

/** Kinds about one appointment. */
export function isAboutVisit(kind: LetterKind): boolean {
  return FIELDS[kind].required.length > 0
}

/** Whether a letter still holds the clinic's greeting and the room below it, and nothing that was written there. */
export function isOnlyGreeting(body: string, begun: string): boolean {
  return /\n\s*\n\s*\n/.test(begun) && body.trim() === begun.trim()
}
