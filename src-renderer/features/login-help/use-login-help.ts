import type { PatientId } from '@contract/ids'
import type { LoginDetail, LoginHelp, LoginTrouble } from '@contract/login-help'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'

interface Answers {
  readonly trouble: LoginTrouble | null
  readonly detail: LoginDetail | null
}

/** A code that is sent changes some times within a second; the record is judged again when that rests. */
const REST_MS = 250

/** The talk with one patient: what was answered, and what the core finds in the record by that. */
export function useLoginHelp(patientId: PatientId) {
  const answers = ref<Answers>({ trouble: null, detail: null })
  const help = shallowRef<LoginHelp | null>(null)
  /** What was found is not it: the next question is asked all the same. */
  const isGoingOn = ref(false)
  let last: Promise<unknown> = Promise.resolve()
  let resting: ReturnType<typeof setTimeout> | undefined

  const findings = computed(() => (isGoingOn.value ? [] : (help.value?.findings ?? [])))
  const question = computed(() => {
    const next = help.value?.question ?? null
    return next !== null && findings.value.length === 0 ? next : null
  })
  const canGoOn = computed(() => findings.value.length > 0 && help.value?.question != null)
  const isFirst = computed(() => answers.value.trouble === null && !isGoingOn.value)
  const isClear = computed(() => isFirst.value && help.value?.findings.length === 0)

  /** One step after the other, however fast the keys come: each meets the question that stands there then. */
  function inTurn<T>(step: () => T | Promise<T>): Promise<T> {
    const mine = last.then(step, step)
    last = mine
    return mine
  }

  async function ask(next: Answers): Promise<void> {
    help.value = await call('loginHelp.diagnose', { patientId, ...next })
    answers.value = next
  }

  async function move(next: Answers, goesOn = false): Promise<void> {
    try {
      await ask(next)
      isGoingOn.value = goesOn && (help.value?.findings.length ?? 0) > 0
    } catch (error) {
      showError(error)
    }
  }

  const tell = (trouble: LoginTrouble): Promise<void> => move({ trouble, detail: null })
  const tellMore = (detail: LoginDetail): Promise<void> => move({ trouble: answers.value.trouble, detail })

  function goOn(): void {
    isGoingOn.value = true
  }

  /** One step back towards what the record alone says. */
  function back(): Promise<void> {
    const { trouble, detail } = answers.value
    if (detail !== null) return move({ trouble, detail: null }, true)
    return move({ trouble: null, detail: null }, trouble !== null)
  }

  function changed(concerned: PatientId | null): void {
    if (concerned !== null && concerned !== patientId) return
    clearTimeout(resting)
    resting = setTimeout(() => void again().catch(showError), REST_MS)
  }

  const again = (): Promise<void> => inTurn(() => ask(answers.value))

  useReload(again)
  useCoreEvent('patients.changed', (event) => changed(event.patientId))
  useCoreEvent('codes.changed', (event) => changed(event.patientId))
  onScopeDispose(() => clearTimeout(resting))

  return { answers, help, findings, question, canGoOn, isFirst, isClear, inTurn, tell, tellMore, goOn, back }
}
