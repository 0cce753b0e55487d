import type { ClinicSettings } from '@contract/settings'
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { call } from '../../core-client'
import { useClinic } from './clinic.store'
import { useSave } from './use-save'

type Changeable = Omit<ClinicSettings, 'isTraining' | 'country'>

interface SettingsDraft<T> {
  readonly draft: Ref<T | null>
  readonly isChanged: ComputedRef<boolean>
  readonly isBusy: Readonly<Ref<boolean>>
  readonly error: Ref<string | null>
  save(): Promise<boolean>
}

/**
 * The settings that `pick` takes while they are edited. What others change meanwhile comes in until one has begun, and
 * only these are saved, so that two managers on two pages do not undo each other.
 */
export function useSettingsDraft<T extends Partial<Changeable>>(
  pick: (settings: ClinicSettings) => T
): SettingsDraft<T> {
  const clinic = useClinic()
  const { isBusy, error, save } = useSave()
  const draft: Ref<T | null> = ref(null)
  const stored = computed(() => (clinic.settings ? pick(clinic.settings) : null))
  const isChanged = computed(
    () => draft.value !== null && JSON.stringify(draft.value) !== JSON.stringify(stored.value)
  )

  watch(
    stored,
    (fresh, former) => {
      const isUntouched = JSON.stringify(draft.value) === JSON.stringify(former ?? null)
      if (fresh && isUntouched) draft.value = structuredClone(fresh)
    },
    { immediate: true }
  )

  async function saveDraft(): Promise<boolean> {
    const input = draft.value
    if (!input) return false
    return save(async () => {
      clinic.settings = await call('settings.save', input)
    })
  }

  return { draft, isChanged, isBusy, error, save: saveDraft }
}
