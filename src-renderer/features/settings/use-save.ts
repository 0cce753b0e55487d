import type { Ref } from 'vue'
import { translate } from '../../app/i18n'
import { notify } from '../../app/undo'
import { useWork } from '../../app/work'

interface Save {
  readonly isBusy: Readonly<Ref<boolean>>
  readonly error: Ref<string | null>
  /** Runs a change; answers whether it went well. What went wrong stands in `error`. */
  save(change: () => Promise<unknown>, done?: string): Promise<boolean>
}

/** The life of one change: busy, then said to be saved, or a sentence about why not. */
export function useSave(): Save {
  const { isBusy, failure: error, run } = useWork()

  async function save(change: () => Promise<unknown>, done = 'app.saved'): Promise<boolean> {
    const isSaved = await run(change)
    if (isSaved) notify(translate(done))
    return isSaved
  }

  return { isBusy, error, save }
}
