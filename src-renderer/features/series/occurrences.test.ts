import { ClinicianId } from '@contract/ids'
import { expect, it } from 'vitest'
import {
  kept,
  NO_CHOICES,
  undecided,
  withOverbooking,
  withShift,
  withSkip,
  type Proposal
} from './occurrences'

const clinicianId = ClinicianId.parse(1)
const proposal = (number: number, kind?: Proposal['problems'][number]['kind']): Proposal => ({
  number,
  clinicianId,
  date: `2026-12-0${number}`,
  time: '10:00',
  durationMinutes: 20,
  problems: kind ? [{ kind, text: null }] : [],
  alternatives: []
})
const proposals = [
  proposal(1),
  proposal(2, 'taken'),
  proposal(3, 'time-does-not-exist'),
  proposal(4, 'holiday')
]

it('waits for a decision about what cannot be booked as it is', () => {
  expect(undecided(proposals, NO_CHOICES)).toBe(2)
})

it('has nothing to decide about those that are skipped, and takes them back in', () => {
  const without = withSkip(withSkip(NO_CHOICES, 2), 3)
  expect(undecided(proposals, without)).toBe(0)
  expect(kept(proposals, without).map(({ number }) => number)).toEqual([1, 4])
  expect(kept(proposals, withSkip(without, 2)).map(({ number }) => number)).toEqual([1, 2, 4])
})

it('lets a taken place be overbooked, but not a time there is none of', () => {
  const both = withOverbooking(withOverbooking(NO_CHOICES, 2), 3)
  expect(undecided(proposals, both)).toBe(1)
  expect(undecided(proposals, withOverbooking(both, 2))).toBe(2)
})

it('forgets that a place was to be overbooked when another is chosen', () => {
  const place = { clinicianId, date: '2026-12-05', time: '09:00' }
  const choices = withShift(withShift(withOverbooking(NO_CHOICES, 2), 2, place), 2, {
    ...place,
    time: '11:00'
  })
  expect(choices.shifted).toEqual([{ number: 2, ...place, time: '11:00' }])
  expect([...choices.overbooked]).toEqual([])
})
