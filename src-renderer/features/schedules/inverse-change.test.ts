import { AbsenceId, ClinicianId, ScheduleExceptionId, ScheduleTemplateId } from '@contract/ids'
import type { Absence, Schedule, WeekTemplate } from '@contract/schedules'
import { describe, expect, it } from 'vitest'
import { inverseChange } from './inverse-change'

const clinicianId = ClinicianId.parse(1)
const absence: Absence = {
  id: AbsenceId.parse(7),
  clinicianId,
  fromDate: '2026-12-07',
  fromMinute: 0,
  untilDate: '2026-12-11',
  untilMinute: 1440,
  reason: 'holiday',
  note: ''
}
const template: WeekTemplate = {
  id: ScheduleTemplateId.parse(3),
  clinicianId,
  name: 'Vanlig uke',
  validFrom: '2026-01-01',
  validUntil: null,
  cycleWeeks: 1,
  anchorDate: '2026-01-01',
  sessions: []
}
const schedule = (part: Partial<Schedule> = {}): Schedule => ({
  clinicianId,
  templates: [],
  exceptions: [],
  absences: [],
  ...part
})

describe('taking a change of the schedule back', () => {
  it('removes an absence that was added', () => {
    const saved = { id: 7, schedule: schedule({ absences: [absence] }) }
    expect(
      inverseChange({ kind: 'save-absence', absence: { ...absence, id: null } }, schedule(), saved)
    ).toEqual({
      kind: 'remove-absence',
      id: 7
    })
  })

  it('gives an absence that was changed its former days', () => {
    const longer = { ...absence, untilDate: '2026-12-18' }
    const saved = { id: 7, schedule: schedule({ absences: [longer] }) }
    const before = schedule({ absences: [absence] })
    expect(inverseChange({ kind: 'save-absence', absence: longer }, before, saved)).toEqual({
      kind: 'save-absence',
      absence
    })
  })

  it('puts a template that was removed back as a new one', () => {
    const saved = { id: 3, schedule: schedule() }
    const before = schedule({ templates: [template] })
    expect(inverseChange({ kind: 'remove-template', id: template.id }, before, saved)).toEqual({
      kind: 'save-template',
      template: { ...template, id: null }
    })
  })

  it('takes the hours of a single date away again', () => {
    const exception = {
      id: ScheduleExceptionId.parse(5),
      clinicianId,
      date: '2026-12-24',
      isReplacing: true,
      sessions: [],
      note: ''
    }
    const saved = { id: 5, schedule: schedule({ exceptions: [exception] }) }
    const change = { kind: 'save-exception' as const, exception: { ...exception, id: null } }
    expect(inverseChange(change, schedule(), saved)).toEqual({ kind: 'remove-exception', id: 5 })
  })

  it('has nothing to take back when it is gone by now', () => {
    const change = { kind: 'save-absence' as const, absence: { ...absence, id: null } }
    expect(inverseChange(change, schedule(), { id: 7, schedule: schedule() })).toBeNull()
  })
})
