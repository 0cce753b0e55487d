import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { stepAfterRefusal } from './outcome.rules'
import { endOfQuiet, isQuiet, lastAllowedMoment } from './quiet-hours.rules'
import { reminderTimes } from './reminder-times.rules'
import { isStartWord, isStopWord } from './stop-word.rules'
import { renderTemplate } from './template.rules'

const night = { quietFrom: 21 * 60, quietUntil: 8 * 60 }
const here = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Oslo]`)

describe('quiet hours', () => {
  it('run over midnight, begin with their first minute and end with their last', () => {
    expect([1259, 1260, 0, 479, 480].map((minute) => isQuiet(night, minute))).toEqual([
      false,
      true,
      true,
      true,
      false
    ])
    expect(isQuiet({ quietFrom: 0, quietUntil: 0 }, 180)).toBe(false)
  })

  it('end the next morning, also when summer time begins that night', () => {
    expect(endOfQuiet(night, here('2026-03-28T22:00')).toString()).toBe(
      '2026-03-29T08:00:00+02:00[Europe/Oslo]'
    )
    expect(endOfQuiet(night, here('2026-03-29T05:00')).toString()).toBe(
      '2026-03-29T08:00:00+02:00[Europe/Oslo]'
    )
  })

  it('leave a moment in the day as it is and move one in the night to the evening before', () => {
    const never = () => false
    expect(lastAllowedMoment(night, here('2026-12-01T09:20'), never)?.toPlainDateTime().toString()).toBe(
      '2026-12-01T09:20:00'
    )
    expect(lastAllowedMoment(night, here('2026-12-02T05:20'), never)?.toPlainDateTime().toString()).toBe(
      '2026-12-01T20:50:00'
    )
    expect(lastAllowedMoment(night, here('2026-12-02T22:00'), never)?.toPlainDateTime().toString()).toBe(
      '2026-12-02T20:50:00'
    )
  })

  it('have no allowed moment when every day is off', () => {
    expect(lastAllowedMoment(night, here('2026-12-01T09:20'), () => true)).toBeNull()
  })
})

describe('reminders', () => {
  const planned = (start: string, now: string) =>
    reminderTimes({
      start: Temporal.Instant.from(start),
      now: Temporal.Instant.from(now),
      timeZone: 'Europe/Oslo',
      messaging: { ...night, reminderHours: [72, 28], reminderMinimumMinutes: 45 },
      isDayOff: (date) => date.dayOfWeek === 7
    })
  const times = (start: string, now: string) =>
    planned(start, now).map(({ hours, at }) => [hours, at.toString()])

  it('leave a late one to the next when that is nearer', () => {
    // For a Monday at 20.00: Friday 20.00 and, since Sunday is off, Saturday 20.50.
    const ends = (start: string) =>
      planned(start, '2026-11-20T08:00:00Z').map(({ expiresAt }) => expiresAt.toString())
    expect(ends('2026-11-30T19:00:00Z')).toEqual(['2026-11-28T07:00:00Z', '2026-11-29T07:50:00Z'])
    // For a Tuesday at 10.20: Saturday 10.20, and Monday 06.20 is too early, so Saturday 20.50.
    expect(ends('2026-12-01T09:20:00Z')).toEqual(['2026-11-28T14:35:00Z', '2026-11-29T07:50:00Z'])
  })

  it('keep the time on the wall over the night summer time begins', () => {
    expect(times('2026-03-31T07:20:00Z', '2026-03-20T08:00:00Z')).toEqual([
      [72, '2026-03-28T08:20:00Z'],
      [28, '2026-03-28T19:50:00Z']
    ])
  })

  it('are not planned for the past, nor when booked too late', () => {
    expect(times('2026-12-03T08:20:00Z', '2026-12-01T08:00:00Z')).toEqual([[28, '2026-12-01T19:50:00Z']])
    expect(times('2026-12-03T08:20:00Z', '2026-12-03T07:36:00Z')).toEqual([])
  })
})

describe('a refusal', () => {
  const now = Temporal.Instant.from('2026-12-01T08:00:00Z')
  const step = (refusalClass: Parameters<typeof stepAfterRefusal>[0]['class'], tries: number) => {
    const result = stepAfterRefusal({ class: refusalClass, tries, now, expiresAt: now.add({ hours: 24 }) })
    return result.kind === 'failed' ? 'failed' : now.until(result.at).total('seconds')
  }

  it('is answered by the class of its error', () => {
    expect([0, 1, 2, 3].map((tries) => step('retry-late', tries))).toEqual([30, 120, 300, 'failed'])
    expect([0, 1, 4, 5].map((tries) => step('retry-soon', tries))).toEqual([1, 2, 5, 30])
    expect([0, 1, 6, 20].map((tries) => step('retry-backoff', tries))).toEqual([30, 60, 1800, 1800])
    expect([0, 1].map((tries) => step('reinit', tries))).toEqual([10, 'failed'])
    expect([step('permanent', 0), step('wait-for-state', 9), step('person', 9)]).toEqual(['failed', 0, 300])
  })

  it('ends the message with its cause when the next try would come after its time', () => {
    const expiresAt = now.add({ seconds: 20 })
    expect(stepAfterRefusal({ class: 'retry-backoff', tries: 0, now, expiresAt })).toEqual({ kind: 'failed' })
  })
})

it('takes STOP in five languages, and nothing that says more', () => {
  const yes = ['STOPP', 'stop', ' Stop. ', 'Stopp påminnelser', 'AFMELDEN', 'unsubscribe', 'Stop sms!']
  const no = ['Stopp, jeg kommer ikke', 'Kan dere stoppe?', 'Ja', '', 'Jeg vil ikke stoppe', 'stop the pain']
  expect(yes.map(isStopWord)).toEqual(yes.map(() => true))
  expect(no.map(isStopWord)).toEqual(no.map(() => false))
})

it('takes the way back in the same languages, and nothing that says more', () => {
  const yes = ['START', 'start sms', ' Start! ', 'Start påminnelser', 'påmeld', 'resume']
  const no = ['Når starter timen?', 'Start forfra med medisinen', 'aanmelden', 'Ja', 'STOPP', '']
  expect(yes.map(isStartWord)).toEqual(yes.map(() => true))
  expect(no.map(isStartWord)).toEqual(no.map(() => false))
})

it('leaves out a passage whose field has no value, brackets within brackets included', () => {
  const body = 'Time {date}[ hos {clinic}].[ Avbestill[ senest {hours} t før]: {telephone}.]'
  expect(renderTemplate(body, { date: '03.12', clinic: 'A', hours: '24', telephone: '1' })).toBe(
    'Time 03.12 hos A. Avbestill senest 24 t før: 1.'
  )
  expect(renderTemplate(body, { date: '03.12', clinic: '', hours: '', telephone: '1' })).toBe(
    'Time 03.12. Avbestill: 1.'
  )
  expect(renderTemplate(body, { date: '03.12' })).toBe('Time 03.12.')
})
