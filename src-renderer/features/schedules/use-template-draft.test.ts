import { ClinicianId, ScheduleTemplateId } from '@contract/ids'
import type { Schedule, WeekTemplate } from '@contract/schedules'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import { useTemplateDraft } from './use-template-draft'
import type { Painted } from './week-painting'

const template = (id: number, validFrom: string, clinicianId = ClinicianId.parse(1)): WeekTemplate => ({
  id: ScheduleTemplateId.parse(id),
  clinicianId,
  name: `Plan ${id}`,
  validFrom,
  validUntil: null,
  cycleWeeks: 1,
  anchorDate: validFrom,
  sessions: []
})
const morning: Painted = {
  week: 1,
  weekday: 1,
  kind: 'ordinary',
  startMinute: 480,
  endMinute: 690,
  heldUntilMinute: null,
  roomId: null
}
const scheduleOf = (...templates: WeekTemplate[]): Schedule => ({
  clinicianId: templates[0]?.clinicianId ?? ClinicianId.parse(1),
  templates,
  exceptions: [],
  absences: []
})

let scope: EffectScope
function open(first: Schedule) {
  const schedule = shallowRef(first)
  scope = effectScope()
  const editor = scope.run(() =>
    useTemplateDraft(
      () => schedule.value,
      () => '2026-12-02'
    )
  )
  if (!editor) throw new Error('The scope has ended.')
  return { schedule, editor }
}

beforeEach(() => setActivePinia(createPinia()))

describe('the template that is worked on', () => {
  it('is the one that holds today: of two, the one that began later', () => {
    const { editor } = open(scopeOfThree())
    expect(editor.draft.value?.name).toBe('Plan 2')
  })

  it('takes each stroke back, the last one first', () => {
    const { editor } = open(scheduleOf(template(1, '2026-01-01')))
    editor.paint([morning])
    editor.paint([])
    editor.undo()
    expect(editor.draft.value?.sessions).toEqual([morning])
    editor.undo()
    expect([editor.isChanged.value, editor.canUndo.value]).toEqual([false, false])
  })

  it('follows what others save until something has been changed here', async () => {
    const { schedule, editor } = open(scheduleOf(template(1, '2026-01-01')))
    schedule.value = scheduleOf({ ...template(1, '2026-01-01'), name: 'Ny' })
    await nextTick()
    expect(editor.draft.value?.name).toBe('Ny')
    editor.paint([morning])
    schedule.value = scheduleOf({ ...template(1, '2026-01-01'), name: 'Nyere' })
    await nextTick()
    expect(editor.draft.value).toMatchObject({ name: 'Ny', sessions: [morning] })
  })

  it('is kept unsaved while another clinician is looked at, and when the page is left', async () => {
    const { schedule, editor } = open(scheduleOf(template(1, '2026-01-01')))
    editor.paint([morning])
    schedule.value = scheduleOf(template(7, '2026-01-01', ClinicianId.parse(2)))
    await nextTick()
    expect(editor.draft.value?.name).toBe('Plan 7')
    schedule.value = scheduleOf(template(1, '2026-01-01'))
    await nextTick()
    expect(editor.draft.value?.sessions).toEqual([morning])
    scope.stop()
    const again = open(scheduleOf(template(1, '2026-01-01')))
    expect(again.editor.draft.value?.sessions).toEqual([morning])
    expect(again.editor.canUndo.value).toBe(true)
  })

  it('begins a new one on the Monday to come, with the weeks of the one that was open', () => {
    const { editor } = open(scheduleOf({ ...template(1, '2026-01-01'), sessions: [morning] }))
    editor.startNew(true)
    expect(editor.draft.value).toMatchObject({ id: null, validFrom: '2026-12-07', sessions: [morning] })
    editor.reset()
    expect(editor.draft.value?.id).toBe(1)
  })
})

describe('a template that has been saved', () => {
  it('stays open, also when it had no id before', async () => {
    const { schedule, editor } = open(scheduleOf(template(1, '2026-01-01')))
    editor.startNew(false)
    editor.paint([morning])
    editor.saved()
    expect(editor.isChanged.value).toBe(false)
    const fresh = { ...template(9, '2026-12-07'), sessions: [morning] }
    schedule.value = scheduleOf(fresh, template(1, '2026-01-01'))
    await nextTick()
    expect(editor.draft.value).toEqual(fresh)
  })
})

function scopeOfThree(): Schedule {
  return scheduleOf(template(3, '2027-01-01'), template(2, '2026-06-01'), template(1, '2026-01-01'))
}
