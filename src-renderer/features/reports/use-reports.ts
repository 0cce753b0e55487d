import type { ClinicianId } from '@contract/ids'
import { computed, ref, shallowRef, watch } from 'vue'
import { useClock } from '../../app/clock.store'
import { showError } from '../../app/undo'
import { call, useReload, type MethodOutput } from '../../core-client'
import { datesOf, isPeriod, type Dates, type PeriodName } from './periods'

interface Answers {
  readonly attendance: MethodOutput<'reports.attendance'>
  readonly capacity: MethodOutput<'reports.capacity'>
  readonly waiting: MethodOutput<'reports.waiting'>
  readonly messages: MethodOutput<'reports.messages'>
}

/** The period and clinician chosen, and what the core counts for them. */
export function useReports() {
  const clock = useClock()
  const name = ref<PeriodName>('quarter')
  const own = ref<Dates>(datesOf('quarter', clock.today))
  const clinicianId = ref<ClinicianId | null>(null)
  const answers = shallowRef<Answers | null>(null)
  let turn = 0

  const dates = computed<Dates>(() => (name.value === 'own' ? own.value : datesOf(name.value, clock.today)))
  const query = computed(() => ({ ...dates.value, clinicianId: clinicianId.value }))
  const isRight = computed(() => isPeriod(dates.value))

  async function load(): Promise<void> {
    if (!isRight.value) return
    turn += 1
    const mine = turn
    const asked = query.value
    const attendance = await call('reports.attendance', asked)
    const capacity = await call('reports.capacity', asked)
    const waiting = await call('reports.waiting', asked)
    const messages = await call('reports.messages', asked)
    if (mine === turn) answers.value = { attendance, capacity, waiting, messages }
  }

  function setDates(change: Partial<Dates>): void {
    own.value = { ...dates.value, ...change }
    name.value = 'own'
  }

  useReload(load)
  watch(query, () => void load().catch(showError))

  return { name, dates, clinicianId, query, isRight, answers, setDates, load }
}
