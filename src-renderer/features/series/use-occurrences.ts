import {
  computed,
  onScopeDispose,
  ref,
  shallowRef,
  watch,
  type ComputedRef,
  type Ref,
  type ShallowRef
} from 'vue'
import { errorSentence } from '../../app/errors'
import { latest } from '../../lib/latest'
import { kept, NO_CHOICES, undecided, type Choices, type Proposal, type Shift } from './occurrences'

/** Rests while a number or date is being typed. */
const REST_MS = 120

interface Occurrences<P> {
  proposals: ShallowRef<readonly P[]>
  choices: Ref<Choices>
  /** Those that will be booked or changed. */
  kept: ComputedRef<P[]>
  /** How many still need a decision. */
  undecided: ComputedRef<number>
  failure: Ref<string | null>
  isAsking: Ref<boolean>
  ask(): void
}

/**
 * What the core proposes for each occurrence, asked anew whenever `wish` changes or one of them is put elsewhere. Null:
 * there is nothing to ask yet. Another wish makes what was chosen for single ones meaningless.
 */
export function useOccurrences<W, P extends Proposal>(
  wish: () => W | null,
  ask: (wish: W, shifted: readonly Shift[]) => Promise<readonly P[]>
): Occurrences<P> {
  const proposals = shallowRef<readonly P[]>([])
  const choices = ref<Choices>(NO_CHOICES)
  const failure = ref<string | null>(null)
  const isAsking = ref(false)
  const question = latest<{ wish: W; shifted: readonly Shift[] }, readonly P[]>({
    ask: (input) => ask(input.wish, input.shifted),
    answered(found) {
      proposals.value = found
      failure.value = null
      isAsking.value = false
    },
    failed(error) {
      failure.value = errorSentence(error)
      isAsking.value = false
    },
    delayMs: REST_MS
  })
  onScopeDispose(question.stop)

  function askNow(): void {
    const wanted = wish()
    if (wanted === null) {
      question.stop()
      proposals.value = []
      return
    }
    isAsking.value = true
    question.ask({ wish: wanted, shifted: choices.value.shifted })
  }

  watch(
    () => JSON.stringify(wish()),
    () => {
      choices.value = NO_CHOICES
      askNow()
    },
    { immediate: true }
  )
  watch(() => choices.value.shifted, askNow)
  return {
    proposals,
    choices,
    kept: computed(() => kept(proposals.value, choices.value)),
    undecided: computed(() => undecided(proposals.value, choices.value)),
    failure,
    isAsking,
    ask: askNow
  }
}
