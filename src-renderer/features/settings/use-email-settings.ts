import type { EmailSettingsDraft, SavedEmailSettings } from '@contract/email'
import { computed, ref, shallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'
import { draftOf } from './email-draft'
import { useSave } from './use-save'

/** The clinic's e-mail settings while they are edited; the password only ever goes in. */
export function useEmailSettings() {
  const saved = shallowRef<SavedEmailSettings | null>(null)
  const draft = ref<EmailSettingsDraft | null>(null)
  const { isBusy, error, save } = useSave()
  const isChanged = computed(
    () =>
      saved.value !== null &&
      draft.value !== null &&
      JSON.stringify(draft.value) !== JSON.stringify(draftOf(saved.value))
  )

  function take(fresh: SavedEmailSettings): void {
    saved.value = fresh
    draft.value = draftOf(fresh)
  }

  async function load(): Promise<void> {
    const fresh = await call('email.settings', {})
    // What somebody is typing is not taken away.
    if (isChanged.value) saved.value = fresh
    else take(fresh)
  }

  useReload(load)
  useCoreEvent('email.changed', () => {
    load().catch(showError)
  })

  async function submit(): Promise<boolean> {
    const input = draft.value
    if (!input) return false
    return await save(async () => take(await call('email.save', input)), 'email.settings.saved')
  }

  return { saved, draft, isChanged, isBusy, error, submit }
}
