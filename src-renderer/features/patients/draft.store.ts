import type { PatientId, UserId } from '@contract/ids'
import type { PatientDraft } from '@contract/patients'
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { showError } from '../../app/undo'
import { useCoreEvent } from '../../core-client'
import { useSession } from '../users/session.store'
import type { ChosenGuardian } from './guardians/chosen-guardian'
import { keepRegistrations } from './keep-registrations'
import { changedFields, emptyDraft } from './patient-draft'

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
 * Registrations and edits under way: a change of panel or page, or a core that restarts, loses nothing. They belong to
 * the person who typed them. A registration is kept by the core as well, in its memory, for when the page itself is lost.
 */
export const useDrafts = defineStore('patient-drafts', () => {
  const session = useSession()
  const forms = ref(new Map<DraftKey, FormDraft>())
  /** The registration in the form is one that came back after the page was lost. */
  const hasComeBack = ref(false)
  const safe = keepRegistrations(() => ({ forms: forms.value, mayKeep: session.isOpen && session.isDesk }))
  let owner: UserId | null = null

  useCoreEvent('session.changed', (changed) => {
    if (changed !== null) return
    forms.value.clear()
    owner = null
  })

  watch(
    () => (session.isOpen ? (session.user?.id ?? null) : null),
    (userId) => {
      if (userId === null) return
      if (owner !== null && owner !== userId) forms.value.clear()
      if (owner === userId) return safe.keep()
      owner = userId
      if (session.isDesk) takeBack().catch(showError)
    },
    { immediate: true }
  )
  watch(forms, safe.keepSoon, { deep: true })

  /** A form that was begun from the search meanwhile stays; what came back lies beside it. */
  async function takeBack(): Promise<void> {
    for (const { place, ...kept } of await safe.find()) {
      const begun = forms.value.get('new')
      const isTaken = begun !== undefined && changedFields(emptyDraft(), begun.draft).length > 0
      forms.value.set(isTaken ? 'parked' : place, { ...kept, version: null })
      if (place === 'new' && !isTaken) hasComeBack.value = true
    }
  }

  function typed(key: DraftKey): FormDraft | undefined {
    const form = forms.value.get(key)
    return form && hasTyped(form) ? form : undefined
  }

  function put(key: DraftKey, form: FormDraft): void {
    if (key === 'new') hasComeBack.value = false
    forms.value.set(key, form)
  }

  function drop(key: DraftKey): void {
    if (key === 'new') hasComeBack.value = false
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

  return { forms, hasComeBack, typed, put, drop, park, takeUp }
})
