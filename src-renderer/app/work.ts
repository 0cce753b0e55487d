import { readonly, ref, type Ref } from 'vue'
import { errorSentence } from './errors'

interface Work {
  readonly isBusy: Readonly<Ref<boolean>>
  /** Why the last one failed, as a sentence. */
  readonly failure: Ref<string | null>
  /** Does it, unless something is being done already; answers whether it went well. */
  run(work: () => Promise<unknown>): Promise<boolean>
}

/**
 * What a form or a button asks of the core, one thing at a time: busy, then done or a sentence about why not.
 * `failed` is told what went wrong where `failure` is not shown.
 */
export function useWork(failed?: (error: unknown) => unknown): Work {
  const isBusy = ref(false)
  const failure = ref<string | null>(null)

  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    failure.value = null
    try {
      await work()
      return true
    } catch (error) {
      if (failed) await failed(error)
      else failure.value = errorSentence(error)
      return false
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy: readonly(isBusy), failure, run }
}
