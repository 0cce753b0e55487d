import type { FreeSlot } from '@contract/appointments'
import type { ClinicianId } from '@contract/ids'
import type { SeriesProblem, SeriesProposal } from '@contract/series'
import type { CivilDate, WallTime } from '@contract/values'

/** One occurrence before it is booked or changed, as the list shows it. */
export type Proposal = Omit<SeriesProposal, 'adjusted'> & Partial<Pick<SeriesProposal, 'adjusted'>>

/** Where single occurrences were put by hand. */
export type Shift = { number: number; clinicianId: ClinicianId; date: CivilDate; time: WallTime }

/** What was chosen for single occurrences, by their numbers. */
export interface Choices {
  skipped: ReadonlySet<number>
  overbooked: ReadonlySet<number>
  shifted: readonly Shift[]
}

export const NO_CHOICES: Choices = { skipped: new Set(), overbooked: new Set(), shifted: [] }

/** These cannot be booked as they are. */
const STOPPING: ReadonlySet<SeriesProblem['kind']> = new Set([
  'taken',
  'time-does-not-exist',
  'resource-taken'
])

/** Whether this is such a problem, and nobody has decided to overbook. */
export function isStopping(kind: SeriesProblem['kind'], isOverbooked: boolean): boolean {
  return STOPPING.has(kind) && !(kind === 'taken' && isOverbooked)
}

/** What keeps this one from being booked, as it was chosen. */
export function stops({ number, problems }: Proposal, { overbooked }: Choices): boolean {
  return problems.some(({ kind }) => isStopping(kind, overbooked.has(number)))
}

/** Those that will be booked or changed. */
export function kept<P extends Proposal>(proposals: readonly P[], { skipped }: Choices): P[] {
  return proposals.filter(({ number }) => !skipped.has(number))
}

/** How many still have to be skipped, put elsewhere or overbooked. */
export function undecided(proposals: readonly Proposal[], choices: Choices): number {
  return kept(proposals, choices).filter((proposal) => stops(proposal, choices)).length
}

export function withSkip(choices: Choices, number: number): Choices {
  const skipped = new Set(choices.skipped)
  if (!skipped.delete(number)) skipped.add(number)
  return { ...choices, skipped }
}

/** Overbooked on purpose, or not after all. */
export function withOverbooking(choices: Choices, number: number): Choices {
  const overbooked = new Set(choices.overbooked)
  if (!overbooked.delete(number)) overbooked.add(number)
  return { ...choices, overbooked }
}

/** Put elsewhere: a decision to overbook was made for the old place. */
export function withShift(
  choices: Choices,
  number: number,
  { clinicianId, date, time }: Pick<FreeSlot, 'clinicianId' | 'date' | 'time'>
): Choices {
  const overbooked = new Set(choices.overbooked)
  overbooked.delete(number)
  const others = choices.shifted.filter((shift) => shift.number !== number)
  return { ...choices, overbooked, shifted: [...others, { number, clinicianId, date, time }] }
}
