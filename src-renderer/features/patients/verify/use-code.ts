import type { CodeOutcome, CodeState } from '@contract/codes'
import type { ConsentChannel } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { useClock } from '../../../app/clock.store'
import { showError } from '../../../app/undo'
import { useWork } from '../../../app/work'
import { call, useCoreEvent, useReload } from '../../../core-client'
import { codeDigits, secondsUntil } from '../code-text'

const LIVE: readonly CodeState['state'][] = ['asked', 'on-modem', 'sent', 'delivered']

/** The one-time code of a patient: where it is, how long it lasts, and what came of typing it. */
export function useCode(patientId: PatientId) {
  const clock = useClock()
  const code = shallowRef<CodeState | null>(null)
  const outcome = shallowRef<CodeOutcome | null>(null)
  const { isBusy, failure, run } = useWork()
  const nowMs = ref(clock.exactMs())

  const secondsLeft = computed(() => (code.value ? secondsUntil(code.value.expiresAt, nowMs.value) : 0))
  const isLive = computed(
    () => code.value !== null && LIVE.includes(code.value.state) && secondsLeft.value > 0
  )

  const ticking = setInterval(() => (nowMs.value = clock.exactMs()), 1000)
  onScopeDispose(() => clearInterval(ticking))

  async function load(): Promise<void> {
    code.value = await call('codes.current', { patientId })
  }

  useReload(load)
  useCoreEvent('codes.changed', (change) => {
    if (change.patientId === patientId) load().catch(showError)
  })

  async function attempt(work: () => Promise<void>): Promise<void> {
    await run(work)
    nowMs.value = clock.exactMs()
  }

  function send(channel: ConsentChannel): Promise<void> {
    outcome.value = null
    return attempt(async () => {
      code.value = await call('codes.send', { patientId, channel })
    })
  }

  /** Answers whether the digits were the right ones. */
  async function check(text: string): Promise<boolean> {
    await attempt(async () => {
      outcome.value = await call('codes.check', { patientId, text: codeDigits(text) })
    })
    return failure.value === null && outcome.value?.outcome === 'verified'
  }

  return { code, outcome, failure, isBusy, isLive, secondsLeft, send, check }
}
