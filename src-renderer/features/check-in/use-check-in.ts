import type { CheckInOutcome } from '@contract/lan'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { errorSentence } from '../../app/errors'
import { useWork } from '../../app/work'
import { call, isRefusal } from '../../core-client'
import { birthDateOf, BIRTH_DIGITS, CODE_DIGITS } from './birth-digits'

export type CheckInStep = 'birth' | 'code' | 'mobile' | 'done' | 'desk'
type Arrived = Extract<CheckInOutcome, { outcome: 'arrived' }>

/** Without a touch, seconds; what stands there is somebody's. */
const IDLE_SECONDS = { birth: 45, code: 45, mobile: 30, done: 25, desk: 15 } as const
/** From here on it says that it goes back. */
export const WARN_SECONDS = 10

/** One patient's way from the birth date to the waiting room, back to the start by itself. */
export function useCheckIn(onStart: () => void) {
  const step = ref<CheckInStep>('birth')
  const birth = ref('')
  const code = ref('')
  const arrived = shallowRef<Arrived | null>(null)
  /** Why it did not go on, to be read there. */
  const hint = ref<'date' | null>(null)
  const problem = ref<string | null>(null)
  const { isBusy, run } = useWork(explain)
  const secondsLeft = ref<number>(IDLE_SECONDS.birth)
  const isUntouched = computed(() => step.value === 'birth' && birth.value === '')

  const timer = setInterval(tick, 1_000)
  onScopeDispose(() => clearInterval(timer))

  function tick(): void {
    if (isUntouched.value || isBusy.value) return touch()
    secondsLeft.value -= 1
    if (secondsLeft.value <= 0) restart()
  }

  /** Somebody is there. */
  function touch(): void {
    secondsLeft.value = IDLE_SECONDS[step.value]
  }

  function go(next: CheckInStep): void {
    step.value = next
    touch()
  }

  function restart(): void {
    birth.value = ''
    code.value = ''
    arrived.value = null
    hint.value = null
    problem.value = null
    go('birth')
    onStart()
  }

  function press(digit: string): void {
    touch()
    hint.value = null
    problem.value = null
    if (step.value === 'birth' && birth.value.length < BIRTH_DIGITS) birth.value += digit
    if (step.value === 'code' && code.value.length < CODE_DIGITS) code.value += digit
    if (step.value === 'birth' && birth.value.length === BIRTH_DIGITS) confirm()
  }

  function erase(): void {
    touch()
    hint.value = null
    if (step.value === 'birth') birth.value = birth.value.slice(0, -1)
    else if (step.value === 'code' && code.value === '') go('birth')
    else if (step.value === 'code') code.value = code.value.slice(0, -1)
  }

  /** On with what has been typed. */
  function confirm(): void {
    touch()
    if (step.value === 'birth' && birth.value.length === BIRTH_DIGITS) {
      if (birthDateOf(birth.value)) go('code')
      else hint.value = 'date'
    } else if (step.value === 'code' && code.value.length === CODE_DIGITS) void submit()
  }

  async function submit(): Promise<void> {
    const birthDate = birthDateOf(birth.value)
    if (!birthDate) return
    await run(async () => {
      const outcome = await call('checkIn.arrive', { birthDate, code: code.value })
      if (outcome.outcome === 'desk') return go('desk')
      arrived.value = outcome
      go(outcome.mobile === null ? 'done' : 'mobile')
    })
  }

  function explain(error: unknown): void {
    if (!isRefusal(error, 'check-in-throttled')) return go('desk')
    problem.value = errorSentence(error)
  }

  async function answerMobile(isRight: boolean): Promise<void> {
    const receipt = arrived.value?.receipt
    go('done')
    if (receipt === undefined) return
    // Unanswered it stays as it was, and the desk asks.
    await call('checkIn.answerMobile', { receipt, isRight }).catch(() => undefined)
  }

  return {
    step,
    birth,
    code,
    arrived,
    hint,
    problem,
    isBusy,
    secondsLeft,
    isUntouched,
    press,
    erase,
    confirm,
    restart,
    touch,
    answerMobile
  }
}
