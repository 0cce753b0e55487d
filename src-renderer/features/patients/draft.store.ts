import type { PatientId, UserId } from '@contract/ids'
import type { PatientDraft } from '@contract/patients'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useCoreEvent } from '../../core-client'
import type { ChosenGuardian } from './guardians/chosen-guardian'
import { changedFields } from './patient-draft'

export interface FormDraft {
  /** What the form started from; what differs from it is what she typed. */
  base: PatientDraft
  draft: PatientDraft
  /** The version of the record it started from; null: a new patient. */
  version: number | null
  /** As typed, also while it is no date yet. */
  birthDateText: string
  /** Chosen for a patient that is being registered; those of a record are kept at once. */
  guardians: readonly ChosenGuardian[]
}

export type DraftKey = PatientId | 'new' | 'parked'

export function hasTyped(form: FormDraft): boolean {
  return (
    changedFields(form.base, form.draft).length > 0 ||
    form.guardians.length > 0 ||
    (form.draft.birthDate === null && form.birthDateText !== '')
  )
}

/**
 * Registrations and edits under way, in memory only: a change of panel or page, or a core that restarts, loses nothing.
 * They belong to the person who typed them.
 */
export const useDrafts = defineStore('patient-drafts', () => {
  const forms = ref(new Map<DraftKey, FormDraft>())
  let owner: UserId | null = null

  useCoreEvent('session.changed', (session) => {
    if (session === null) return
    if (owner !== null && owner !== session.user.id) forms.value.clear()
    owner = session.user.id
  })

  function typed(key: DraftKey): FormDraft | undefined {
    const form = forms.value.get(key)
    return form && hasTyped(form) ? form : undefined
  }

  function put(key: DraftKey, form: FormDraft): void {
    forms.value.set(key, form)
  }

  function drop(key: DraftKey): void {
    forms.value.delete(key)
  }

  /** Lays the unfinished registration aside, so that another can begin. */
  function park(): void {
    const form = typed('new')
    if (form) forms.value.set('parked', form)
    forms.value.delete('new')
  }

  /** Takes the registration laid aside up again; the one under way is laid aside in its place. */
  function takeUp(): void {
    const parked = forms.value.get('parked')
    forms.value.delete('parked')
    park()
    if (parked) forms.value.set('new', parked)
  }

  return { forms, typed, put, drop, park, takeUp }
})
