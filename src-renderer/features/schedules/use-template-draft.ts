import type { ClinicianId } from '@contract/ids'
import type { Schedule, WeekTemplate, WeekTemplateDraft } from '@contract/schedules'
import type { CivilDate } from '@contract/values'
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { addDays, isoWeekday } from '../../lib/dates'
import { useUnsavedTemplates } from './unsaved-templates.store'
import { inOrder, type Painted } from './week-painting'

export interface TemplateDraft {
  readonly draft: Ref<WeekTemplateDraft | null>
  readonly isChanged: ComputedRef<boolean>
  readonly canUndo: ComputedRef<boolean>
  /** Another of the clinician's templates, as it is stored. */
  open(template: WeekTemplate | null): void
  /** A new one from next Monday: empty, or with the weeks of the one that is open. */
  startNew(isCopy: boolean): void
  /** The sessions as they are to be; the step can be taken back. */
  paint(sessions: readonly Painted[]): void
  change(part: Partial<WeekTemplateDraft>): void
  undo(): void
  /** As it is stored again. */
  reset(): void
  /** It has been saved as it stands. */
  saved(): void
}

const mondayAfter = (date: CivilDate): CivilDate => addDays(date, 8 - isoWeekday(date))

/** The template that holds on a date, as the core decides it: the one that began last. */
function holdingOn(templates: readonly WeekTemplate[], date: CivilDate): WeekTemplate | null {
  const holding = templates.filter(
    ({ validFrom, validUntil }) => validFrom <= date && (validUntil === null || validUntil >= date)
  )
  const [latest] = holding.sort((a, b) => b.validFrom.localeCompare(a.validFrom))
  return latest ?? templates[0] ?? null
}

/**
 * The template that is being worked on, with a way back from every stroke. What comes in from elsewhere is shown as long
 * as nothing has been changed here.
 */
export function useTemplateDraft(schedule: () => Schedule, today: () => CivilDate): TemplateDraft {
  const kept = useUnsavedTemplates()
  const draft = ref<WeekTemplateDraft | null>(null)
  const stored = shallowRef<WeekTemplateDraft | null>(null)
  const history = shallowRef<readonly WeekTemplateDraft[]>([])
  const isChanged = computed(() => JSON.stringify(draft.value) !== JSON.stringify(stored.value))

  function show(template: WeekTemplateDraft | null): void {
    stored.value = template
    draft.value = template
    history.value = []
  }

  /** One that has just been saved for the first time is known by its beginning: no two begin on one day. */
  function sameIn(templates: readonly WeekTemplate[]): WeekTemplate | undefined {
    const { id = null, validFrom = null } = draft.value ?? {}
    return templates.find((one) => (id === null ? one.validFrom === validFrom : one.id === id))
  }

  /** What was begun for a clinician and not saved is kept while another is looked at. */
  function putAside(clinicianId: ClinicianId): void {
    const { value: now } = draft
    const unsaved =
      now && isChanged.value ? { draft: now, stored: stored.value, history: history.value } : null
    kept.keep(clinicianId, unsaved)
  }

  function takeUp(clinicianId: ClinicianId): boolean {
    const unsaved = kept.drafts.get(clinicianId)
    if (!unsaved) return false
    stored.value = unsaved.stored
    draft.value = unsaved.draft
    history.value = unsaved.history
    return true
  }

  watch(
    schedule,
    (now, before) => {
      const isOther = now.clinicianId !== before?.clinicianId
      if (before && isOther) putAside(before.clinicianId)
      if (isOther ? takeUp(now.clinicianId) : isChanged.value) return
      const same = isOther ? undefined : sameIn(now.templates)
      show(same ?? holdingOn(now.templates, today()))
    },
    { immediate: true }
  )
  onScopeDispose(() => putAside(schedule().clinicianId))

  function step(next: WeekTemplateDraft): void {
    if (draft.value) history.value = [...history.value, draft.value]
    draft.value = next
  }

  function empty(clinicianId: ClinicianId): WeekTemplateDraft {
    const validFrom = mondayAfter(today())
    const times = { validFrom, validUntil: null, cycleWeeks: 1, anchorDate: validFrom }
    return { id: null, clinicianId, name: '', ...times, sessions: [] }
  }

  return {
    draft,
    isChanged,
    canUndo: computed(() => history.value.length > 0),
    open: show,
    startNew(isCopy) {
      const fresh = empty(schedule().clinicianId)
      const { cycleWeeks = 1, sessions = [] } = draft.value ?? {}
      stored.value = null
      history.value = []
      draft.value = isCopy ? { ...fresh, cycleWeeks, sessions } : fresh
    },
    paint(sessions) {
      if (draft.value) step({ ...draft.value, sessions: inOrder(sessions) })
    },
    change(part) {
      if (draft.value) step({ ...draft.value, ...part })
    },
    undo() {
      const last = history.value.at(-1)
      if (!last) return
      draft.value = last
      history.value = history.value.slice(0, -1)
    },
    saved: () => show(draft.value),
    reset: () => show(stored.value ?? holdingOn(schedule().templates, today()))
  }
}
