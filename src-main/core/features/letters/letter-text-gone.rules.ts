import type { LetterRow } from './letter.queries'

/** Whether the text was deleted, its time being over or the patient erased; one that waits has always a text. */
export function isTextGone({ state, subject, body }: Pick<LetterRow, 'state' | 'subject' | 'body'>): boolean {
  return state !== 'waiting' && subject === '' && body === ''
}
