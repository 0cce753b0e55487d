import type { PatientHit } from '@contract/patients'
import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { call } from '../../core-client'
import { showError } from '../undo'
import { SearchTurns } from './search-turns'

const LIMIT = 12

interface PatientSearch {
  readonly text: Ref<string>
  readonly hits: ShallowRef<readonly PatientHit[]>
  readonly hasMore: Ref<boolean>
  /** The text the hits answer; '' when nothing has been answered yet. */
  readonly answered: Ref<string>
  settled(): Promise<void>
  clear(): void
}

/** Finds patients while the text is typed. */
export function usePatientSearch(): PatientSearch {
  const text = ref('')
  const answered = ref('')
  const hits = shallowRef<readonly PatientHit[]>([])
  const hasMore = ref(false)

  const turns = new SearchTurns({
    ask: (typed: string) => call('patients.search', { text: typed, limit: LIMIT }),
    show: (output, typed) => {
      hits.value = output.hits
      hasMore.value = output.hasMore
      answered.value = typed
    },
    failed: showError
  })

  function forget(): void {
    turns.reset()
    hits.value = []
    hasMore.value = false
    answered.value = ''
  }

  watch(
    text,
    (typed) => {
      if (typed.trim() === '') forget()
      else void turns.ask(typed.trim())
    },
    { flush: 'sync' }
  )

  return { text, hits, hasMore, answered, settled: () => turns.settled(), clear: () => (text.value = '') }
}
