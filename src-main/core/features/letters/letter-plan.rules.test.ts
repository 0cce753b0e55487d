import { describe, expect, it } from 'vitest'
import { LetterId } from '@contract/ids'
import {
  causeOf,
  isLateByPost,
  planLetters,
  type KnownLetter,
  type LetterPlanInput
} from './letter-plan.rules'

const START = '2026-12-10T08:20:00Z'
const OTHER = '2026-12-11T08:20:00Z'

const letter = (change: Partial<KnownLetter> = {}): KnownLetter => ({
  id: LetterId.parse(1),
  kind: 'appointment',
  state: 'waiting',
  about_start: START,
  ...change
})

function plan(change: Partial<LetterPlanInput> = {}) {
  return planLetters({
    appointment: { status: 'booked', startAt: START },
    letters: [],
    cause: 'reserved',
    notifyPatient: true,
    daysAhead: 7,
    ...change
  })
}

const cancelled = { status: 'cancelled', startAt: START } as const

describe('letters about an appointment', () => {
  it('tell of it once, however many reminders there would have been', () => {
    expect(plan().kind).toBe('appointment')
    expect(plan({ letters: [letter()] })).toEqual({ kind: null, overtaken: [] })
    expect(plan({ letters: [letter({ state: 'printed' })] }).kind).toBeNull()
  })

  it('are not made for who is reached otherwise', () => {
    expect(plan({ cause: null }).kind).toBeNull()
  })

  it('follow a move: what waits is replaced, and after what was printed the change is told', () => {
    const moved = { status: 'booked', startAt: OTHER } as const
    expect(plan({ appointment: moved, letters: [letter()] })).toEqual({ kind: 'appointment', overtaken: [1] })
    const printed = [letter({ state: 'printed' })]
    expect(plan({ appointment: moved, letters: printed }).kind).toBe('appointment-changed')
  })

  it('say that it is cancelled where the desk wants it said', () => {
    expect(plan({ appointment: cancelled, letters: [letter()] })).toEqual({
      kind: 'appointment-cancelled',
      overtaken: [1]
    })
    expect(plan({ appointment: cancelled, notifyPatient: false }).kind).toBeNull()
  })

  it('say that it is gone to who was told of it by letter, also where it was a mistake and a mobile has come since', () => {
    const printed = [letter({ state: 'printed' })]
    const mistake = { status: 'entered-in-error', startAt: START } as const
    expect(plan({ appointment: mistake, letters: printed, cause: null }).kind).toBe('appointment-cancelled')
    expect(plan({ appointment: mistake }).kind).toBeNull()
    const told = [...printed, letter({ kind: 'appointment-cancelled', state: 'printed' })]
    expect(plan({ appointment: mistake, letters: told, cause: null }).kind).toBeNull()
  })

  it('tell anew of an appointment that is back after it was cancelled by letter', () => {
    const letters = [
      letter({ state: 'printed' }),
      letter({ kind: 'appointment-cancelled', state: 'printed' })
    ]
    expect(plan({ letters }).kind).toBe('appointment')
  })

  it('are withdrawn when the patient has come', () => {
    const arrived = { status: 'arrived', startAt: START } as const
    expect(plan({ appointment: arrived, letters: [letter()] })).toEqual({ kind: null, overtaken: [1] })
  })

  it('are not made for today and tomorrow, when the patient must be called, and come late by post for three days', () => {
    expect([plan({ daysAhead: 1 }).kind, plan({ daysAhead: 2 }).kind]).toEqual([null, 'appointment'])
    expect([isLateByPost(3), isLateByPost(4)]).toEqual([true, false])
  })
})

describe('what a letter goes round', () => {
  const reach = { toUnreachable: true }

  it('is a reservation always, and a missing or dead number where the clinic wants it', () => {
    expect(causeOf('reserved', { toUnreachable: false })).toBe('reserved')
    expect(causeOf('mobile-missing', { toUnreachable: false })).toBeNull()
    expect(['mobile-missing', 'turned-16', 'status-69', 'cms-1'].map((each) => causeOf(each, reach))).toEqual(
      ['unreachable', 'unreachable', 'failed', 'failed']
    )
  })

  it('is never a consent withdrawn, a death or a modem at fault', () => {
    for (const refusal of ['consent-withdrawn', 'consent-missing', 'deceased', 'port-lost', null])
      expect(causeOf(refusal, reach)).toBeNull()
  })
})
