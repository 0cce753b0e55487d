import type { ClinicianId } from '@contract/ids'
import type { WeekTemplateDraft } from '@contract/schedules'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A template that has been changed and not saved, with the way back. */
export interface Unsaved {
  readonly draft: WeekTemplateDraft
  readonly stored: WeekTemplateDraft | null
  readonly history: readonly WeekTemplateDraft[]
}

/** Templates begun and not saved, by clinician, in memory only: one may look elsewhere and come back. */
export const useUnsavedTemplates = defineStore('unsaved-templates', () => {
  const drafts = shallowRef<ReadonlyMap<ClinicianId, Unsaved>>(new Map())

  function keep(clinicianId: ClinicianId, unsaved: Unsaved | null): void {
    const others = [...drafts.value].filter(([id]) => id !== clinicianId)
    drafts.value = new Map(unsaved ? [...others, [clinicianId, unsaved]] : others)
  }

  return { drafts, keep }
})
