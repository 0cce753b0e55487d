import type { AccessFinding } from '@contract/access-watch'
import type { CivilDate } from '@contract/values'
import { computed, ref, shallowRef, watch } from 'vue'
import { useClock } from '../../../app/clock.store'
import { showError } from '../../../app/undo'
import { call, useCoreEvent, useReload, type MethodInput } from '../../../core-client'
import { addDays } from '../../../lib/dates'

export type ReviewState = MethodInput<'accessWatch.list'>['state']

const PAGE = 100
const FIRST_DAYS = 30

/** What stands out in the access log of a period, newest first, page by page. */
export function useAccessWatch() {
  const clock = useClock()
  const until = ref<CivilDate>(clock.today)
  const from = ref<CivilDate>(addDays(clock.today, -FIRST_DAYS))
  const state = ref<ReviewState>('open')
  const findings = shallowRef<readonly AccessFinding[]>([])
  const cursor = ref<string | null>(null)
  const lookedUntil = ref<string | null>(null)
  const waiting = ref(0)
  /** Entries of the period that nobody has gone through yet: until then an empty list says nothing. */
  const unseen = ref(0)
  const isLoaded = ref(false)
  const isRight = computed(() => from.value <= until.value && addDays(from.value, 366) >= until.value)
  let asked = 0

  async function load(after: string | null): Promise<void> {
    if (!isRight.value) return
    asked += 1
    const mine = asked
    const page = await call('accessWatch.list', {
      from: from.value,
      until: until.value,
      state: state.value,
      cursor: after,
      limit: PAGE
    })
    // A later question has overtaken this one.
    if (mine !== asked) return
    findings.value = after === null ? page.findings : [...findings.value, ...page.findings]
    cursor.value = page.nextCursor
    lookedUntil.value = page.lookedUntil
    waiting.value = page.waiting
    unseen.value = page.unseen
    isLoaded.value = true
  }

  const loadFirst = (): Promise<void> => load(null)
  useReload(loadFirst)
  watch([from, until, state], () => loadFirst().catch(showError))
  useCoreEvent('accessWatch.changed', () => void loadFirst().catch(showError))
  return {
    from,
    until,
    state,
    findings,
    cursor,
    lookedUntil,
    waiting,
    unseen,
    isLoaded,
    isRight,
    lookOn: loadFirst,
    loadMore: (): Promise<void> => load(cursor.value)
  }
}
