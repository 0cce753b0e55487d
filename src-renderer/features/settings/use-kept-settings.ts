import { computed, ref, shallowRef, type Ref } from 'vue'
import { useReload } from '../../core-client'
import { useSave } from './use-save'

interface Kept<Saved, Draft> {
  load(): Promise<Saved>
  save(draft: Draft): Promise<Saved>
  draftOf(saved: Saved): Draft
  /** The words for "saved". */
  readonly doneKey: string
}

/** Settings that are edited as a whole and hold a secret, which only ever goes in. */
export function useKeptSettings<Saved, Draft extends object>({
  load,
  save: write,
  draftOf,
  doneKey
}: Kept<Saved, Draft>) {
  const saved = shallowRef<Saved | null>(null)
  const draft: Ref<Draft | null> = ref(null)
  const { isBusy, error, save } = useSave()
  const isChanged = computed(
    () =>
      saved.value !== null &&
      draft.value !== null &&
      JSON.stringify(draft.value) !== JSON.stringify(draftOf(saved.value))
  )

  function take(fresh: Saved): void {
    saved.value = fresh
    draft.value = draftOf(fresh)
  }

  async function reload(): Promise<void> {
    const fresh = await load()
    // What somebody is typing is not taken away.
    if (isChanged.value) saved.value = fresh
    else take(fresh)
  }

  useReload(reload)

  async function submit(): Promise<boolean> {
    const input = draft.value
    if (!input) return false
    return await save(async () => take(await write(input)), doneKey)
  }

  return { saved, draft, isChanged, isBusy, error, submit, reload }
}
