import { ref, type Ref } from 'vue'
import { errorSentence } from '../../app/errors'
import { translate } from '../../app/i18n'
import { notify } from '../../app/undo'

interface Save {
  readonly isBusy: Ref<boolean>
  readonly error: Ref<string | null>
  /** Runs a change; answers whether it went well. What went wrong stands in `error`. */
  save(change: () => Promise<unknown>, done?: string): Promise<boolean>
}

/** The life of one change: busy, then said to be saved, or a sentence about why not. */
export function useSave(): Save {
  const isBusy = ref(false)
  const error = ref<string | null>(null)

  async function save(change: () => Promise<unknown>, done = 'app.saved'): Promise<boolean> {
    isBusy.value = true
    error.value = null
    try {
      await change()
      notify(translate(done))
      return true
    } catch (failure) {
      error.value = errorSentence(failure)
      return false
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, error, save }
}
