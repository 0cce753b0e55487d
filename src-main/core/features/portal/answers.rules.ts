/**
 * What an answer means for the operation (SYNC: answers). `applied`: to be read back. `precondition`: another version is
 * there. `later`: the same again after a while. `dead`: a person has to look at it. `gone`: what it names is not there.
 */
export type Meaning = 'applied' | 'precondition' | 'later' | 'gone' | 'dead'

export function meaningOf(status: number): Meaning {
  if (status >= 200 && status < 300) return 'applied'
  if (status === 412) return 'precondition'
  if (status === 404 || status === 410) return 'gone'
  if (status === 409 || status === 425 || status === 429 || status === 408 || status >= 500) return 'later'
  return 'dead'
}

const LIVE = new Set(['proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'checked-in'])

/** Whether an appointment of this status takes its slots. */
export function isLive(status: string | undefined): boolean {
  return status !== undefined && LIVE.has(status)
}

/** What follows a bundle's or a resource's first four hundred characters helps nobody, and may be long. */
export const LONGEST_ANSWER = 400
