import type { Schedule, ScheduleChange } from '@contract/schedules'
import type { MethodOutput } from '../../core-client'

type Saved = MethodOutput<'schedules.save'>

/**
 * What takes a change of the schedule back. `before`: the schedule as it was; `saved`: what the core answered to the
 * change. Null when what was changed is no longer there.
 */
export function inverseChange(change: ScheduleChange, before: Schedule, saved: Saved): ScheduleChange | null {
  switch (change.kind) {
    case 'save-template':
    case 'remove-template':
      return templateBack(change.kind === 'remove-template' ? change.id : change.template.id, before, saved)
    case 'save-exception':
    case 'remove-exception':
      return exceptionBack(
        change.kind === 'remove-exception' ? change.id : change.exception.id,
        before,
        saved
      )
    case 'save-absence':
    case 'remove-absence':
      return absenceBack(change.kind === 'remove-absence' ? change.id : change.absence.id, before, saved)
  }
}

// What was there comes back, under its own id while it has it; what was not there before goes.

function templateBack(
  id: Schedule['templates'][number]['id'] | null,
  before: Schedule,
  { id: savedId, schedule: after }: Saved
): ScheduleChange | null {
  const former = before.templates.find((one) => one.id === id)
  const stillThere = after.templates.some((one) => one.id === id)
  if (former) return { kind: 'save-template', template: { ...former, id: stillThere ? former.id : null } }
  const fresh = after.templates.find((one) => one.id === savedId)
  return fresh ? { kind: 'remove-template', id: fresh.id } : null
}

function exceptionBack(
  id: Schedule['exceptions'][number]['id'] | null,
  before: Schedule,
  { id: savedId, schedule: after }: Saved
): ScheduleChange | null {
  const former = before.exceptions.find((one) => one.id === id)
  const stillThere = after.exceptions.some((one) => one.id === id)
  if (former) return { kind: 'save-exception', exception: { ...former, id: stillThere ? former.id : null } }
  const fresh = after.exceptions.find((one) => one.id === savedId)
  return fresh ? { kind: 'remove-exception', id: fresh.id } : null
}

function absenceBack(
  id: Schedule['absences'][number]['id'] | null,
  before: Schedule,
  { id: savedId, schedule: after }: Saved
): ScheduleChange | null {
  const former = before.absences.find((one) => one.id === id)
  const stillThere = after.absences.some((one) => one.id === id)
  if (former) return { kind: 'save-absence', absence: { ...former, id: stillThere ? former.id : null } }
  const fresh = after.absences.find((one) => one.id === savedId)
  return fresh ? { kind: 'remove-absence', id: fresh.id } : null
}
