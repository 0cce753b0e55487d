import { AbsenceId, ClinicianId, ScheduleExceptionId, ScheduleTemplateId } from '@contract/ids'
import type { Schedule, TemplateSession } from '@contract/schedules'
import type { Session } from '@contract/sessions'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { sessionsOn, weekdayOf, weekOfCycle } from './sessions.rules'

const clinicianId = ClinicianId.parse(1)
const session: Session = {
  startMinute: 480,
  endMinute: 930,
  kind: 'ordinary',
  heldUntilMinute: null,
  roomId: null
}

const date = fc
  .integer({ min: 0, max: 365 * 40 })
  .map((days) => Temporal.PlainDate.from('2016-01-01').add({ days }).toString())
const ofDay = fc
  .uniqueArray(fc.integer({ min: 0, max: 287 }), { minLength: 2, maxLength: 8 })
  .map((points) => points.map((point) => point * 5).sort((a, b) => a - b))
  .map((points) =>
    points
      .slice(1)
      .map((endMinute, index): Session => ({ ...session, startMinute: points[index] ?? 0, endMinute }))
  )
const week = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 7 }), ofDay), { maxLength: 12 })
  .map((days) => new Map(days.map(([one, weekday, sessions]) => [one * 10 + weekday, sessions])))
  .map((days) =>
    [...days].flatMap(([key, sessions]) =>
      sessions.map((one): TemplateSession => ({ ...one, week: Math.floor(key / 10), weekday: key % 10 }))
    )
  )
const schedule = fc
  .record({
    sessions: week,
    anchorDate: date,
    exceptions: fc.uniqueArray(fc.tuple(date, fc.boolean(), ofDay), { maxLength: 3, selector: ([on]) => on }),
    absences: fc.array(fc.tuple(date, fc.nat(1439), fc.nat(3), fc.integer({ min: 1, max: 1440 })), {
      maxLength: 3
    })
  })
  .map(({ sessions, anchorDate, exceptions, absences }): Schedule => ({
    clinicianId,
    templates: [
      {
        id: ScheduleTemplateId.parse(1),
        clinicianId,
        name: '',
        validFrom: '2016-01-01',
        validUntil: null,
        cycleWeeks: 3,
        anchorDate,
        sessions
      }
    ],
    exceptions: exceptions.map(([on, isReplacing, own], index) => ({
      id: ScheduleExceptionId.parse(index + 1),
      clinicianId,
      date: on,
      isReplacing,
      sessions: own,
      note: ''
    })),
    absences: absences.map(([fromDate, fromMinute, days, untilMinute], index) => ({
      id: AbsenceId.parse(index + 1),
      clinicianId,
      fromDate,
      fromMinute,
      untilDate: Temporal.PlainDate.from(fromDate)
        .add({ days: days + 1 })
        .toString(),
      untilMinute,
      reason: 'other' as const,
      note: ''
    }))
  }))

/** Whether the clinician works at that minute, thought out plainly for one minute alone. */
function worksAt(one: Schedule, on: string, minute: number, holiday: string | null): boolean {
  const stamp = `${on} ${String(minute).padStart(4, '0')}`
  const isAway = one.absences.some(
    ({ fromDate, fromMinute, untilDate, untilMinute }) =>
      `${fromDate} ${String(fromMinute).padStart(4, '0')}` <= stamp &&
      stamp < `${untilDate} ${String(untilMinute).padStart(4, '0')}`
  )
  if (isAway) return false
  const covers = ({ startMinute, endMinute }: Session): boolean => startMinute <= minute && minute < endMinute
  const exception = one.exceptions.find((other) => other.date === on)
  if (exception?.sessions.some(covers)) return true
  const [template] = one.templates
  if (!template || holiday !== null || exception?.isReplacing) return false
  const plain = Temporal.PlainDate.from(on)
  const monday = (day: Temporal.PlainDate): Temporal.PlainDate => day.subtract({ days: day.dayOfWeek - 1 })
  const anchor = monday(Temporal.PlainDate.from(template.anchorDate))
  const weeks = anchor.until(monday(plain)).days / 7
  const inCycle = (((weeks % 3) + 3) % 3) + 1
  return template.sessions.some(
    (other) => other.week === inCycle && other.weekday === plain.dayOfWeek && covers(other)
  )
}

describe('a clinician’s day', () => {
  it('is what template, exception, absence and holiday say of each of its minutes', () => {
    fc.assert(
      fc.property(
        schedule,
        date,
        fc.constantFrom(null, 'Langfredag'),
        fc.nat(10),
        fc.array(fc.nat(1439), { minLength: 10, maxLength: 10 }),
        (one, any, holiday, pick, minutes) => {
          // Mostly dates about which there is something to say.
          const told = [
            ...one.exceptions.map((other) => other.date),
            ...one.absences.map(({ fromDate }) => fromDate)
          ]
          const on = told[pick] ?? any
          const { sessions } = sessionsOn(one, on, holiday)
          for (const minute of minutes)
            expect(
              sessions.some(({ startMinute, endMinute }) => startMinute <= minute && minute < endMinute)
            ).toBe(worksAt(one, on, minute, holiday))
        }
      ),
      { numRuns: 300 }
    )
  })

  it('has its sessions in time order and never over one another', () => {
    fc.assert(
      fc.property(schedule, date, (one, on) => {
        const { sessions } = sessionsOn(one, one.exceptions[0]?.date ?? on, null)
        for (const [index, { startMinute, endMinute }] of sessions.entries()) {
          expect(startMinute).toBeLessThan(endMinute)
          expect(sessions[index + 1]?.startMinute ?? 1440).toBeGreaterThanOrEqual(endMinute)
        }
      })
    )
  })

  it('knows weekdays and weeks over leap days, new years and the nights the clock changes', () => {
    fc.assert(
      fc.property(date, (on) => {
        expect(weekdayOf(on)).toBe(Temporal.PlainDate.from(on).dayOfWeek)
      })
    )
    const cycle = { anchorDate: '2028-02-24', cycleWeeks: 2 }
    expect(
      ['2028-02-21', '2028-02-27', '2028-02-28', '2028-02-29', '2028-03-06'].map((on) =>
        weekOfCycle(cycle, on)
      )
    ).toEqual([1, 1, 2, 2, 1])
    const spring = { anchorDate: '2026-03-23', cycleWeeks: 3 }
    expect(
      ['2026-03-22', '2026-03-29', '2026-03-30', '2026-10-25', '2026-10-26'].map((on) =>
        weekOfCycle(spring, on)
      )
    ).toEqual([3, 1, 2, 1, 2])
  })
})
