import { Temporal } from 'temporal-polyfill'

/** Less than this is no time to answer in. */
const SHORTEST_ANSWER_MINUTES = 5

export interface DeadlineQuestion {
  /** When the SMS may leave: the end of the quiet hours, or now. */
  readonly notBefore: Temporal.Instant
  readonly start: Temporal.Instant
  readonly answerMinutes: number
  /** How long before the start this patient must know. */
  readonly noticeMinutes: number
}

export interface Deadline {
  /** Until when the patient can answer. */
  readonly until: Temporal.Instant
  /** An SMS that has not left by then is not sent: too little time would be left to answer in. */
  readonly askUntil: Temporal.Instant
}

/** How long an offer stands; null when there is no time left to ask. */
export function deadlineOf(question: DeadlineQuestion): Deadline | null {
  const { notBefore, start, answerMinutes, noticeMinutes } = question
  const asked = notBefore.add({ minutes: answerMinutes })
  const latest = start.subtract({ minutes: Math.max(noticeMinutes, SHORTEST_ANSWER_MINUTES) })
  const wanted = Temporal.Instant.compare(asked, latest) <= 0 ? asked : latest
  // Whole minutes: the patient is told a time.
  const until = wanted.round({ smallestUnit: 'minute', roundingMode: 'floor' })
  const minutes = notBefore.until(until).total('minutes')
  // The seconds of the minute in which it is asked do not count.
  if (minutes < SHORTEST_ANSWER_MINUTES - 1) return null
  return { until, askUntil: notBefore.add({ seconds: Math.floor(minutes * 30) }) }
}

/** The smallest number that names no other offer open to the same telephone. */
export function freeNumber(taken: readonly number[]): number {
  let number = 1
  while (taken.includes(number)) number += 1
  return number
}
