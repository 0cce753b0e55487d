import type { Reader } from '../../database/database'
import type { Correspondent } from './reply-answer'
import { lastWordsTo, type QuestionRow } from './reply.queries'

/** The desk's own text was the last to this number, and may have asked something: a bare yes or no is the desk's to read. */
export async function deskWroteLast(
  reader: Reader,
  { sender, people }: Pick<Correspondent, 'sender' | 'people'>,
  question: QuestionRow | null
): Promise<boolean> {
  const patientIds = people.map(({ patientId }) => patientId)
  const { programAt, deskAt } = await lastWordsTo(reader, { recipient: sender, patientIds, question })
  if (deskAt === null) return false
  const askedAt = question && (question.sentAt ?? question.asked_at)
  return [programAt, askedAt].every((at) => at === null || at <= deskAt)
}
