import type { Task, TaskKind } from '@contract/tasks'
import type { Tone } from '../../ui/tones'

/** Tells one task from every other. */
export function taskKey({ ref }: Pick<Task, 'ref'>): string {
  return `${ref.of}-${ref.id}`
}

const LOOKS = {
  'follow-up': { tone: 'neutral', glyph: '↻' },
  other: { tone: 'neutral', glyph: '' },
  'video-late': { tone: 'video', glyph: '■' },
  majority: { tone: 'wait', glyph: '◷' },
  'number-disputed': { tone: 'late', glyph: '✕' },
  'portal-request': { tone: 'neutral', glyph: '✉' },
  'guardian-deceased': { tone: 'wait', glyph: '◷' },
  'message-failed': { tone: 'late', glyph: '✕' },
  'message-uncertain': { tone: 'wait', glyph: '?' },
  reply: { tone: 'neutral', glyph: '✉' },
  'contact-stale': { tone: 'wait', glyph: '◷' }
} as const satisfies Record<TaskKind, { tone: Tone; glyph: string }>

export function taskLook(kind: TaskKind): { tone: Tone; glyph: string } {
  return LOOKS[kind]
}

/** What Enter does about a task: shows what it is about, or begins what puts it right. */
export type Remedy = 'answer' | 'answer-request' | 'message' | 'confirm-contact' | 'patient' | 'edit'

export function remedyOf(task: Pick<Task, 'kind' | 'patientId' | 'title' | 'note' | 'doneAt'>): Remedy {
  const { kind, patientId, doneAt } = task
  if (kind === 'portal-request' && patientId !== null && doneAt === null)
    return isWithheld(task) ? 'patient' : 'answer-request'
  if (kind === 'reply') return patientId === null ? 'message' : 'answer'
  if (kind === 'message-failed' || kind === 'message-uncertain') return 'message'
  if (kind === 'contact-stale' || kind === 'majority') return 'confirm-contact'
  return patientId === null ? 'edit' : 'patient'
}

/** What the patient wrote is read only once a reason for opening the record has been given. */
export function isWithheld({ kind, title, note }: Pick<Task, 'kind' | 'title' | 'note'>): boolean {
  return kind === 'portal-request' && title === '' && note === ''
}
