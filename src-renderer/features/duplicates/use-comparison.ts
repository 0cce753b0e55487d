import type { Comparison, MergeField } from '@contract/duplicates'
import type { PatientId } from '@contract/ids'
import { computed, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSelection } from '../../app/selection.store'
import { notify, offerUndo, showError } from '../../app/undo'
import { useWork } from '../../app/work'
import { call, isRefusal, useCoreEvent } from '../../core-client'
import {
  asMergeChoices,
  suggestedChoices,
  type Chosen,
  type ChosenFields,
  type Column
} from './merge-choices'
import type { ShownPair } from './pair-place'

/** Two records side by side, what is chosen of each, and what is made of them. */
export function useComparison(pair: () => ShownPair, done: () => void) {
  const { t } = useI18n()
  const selection = useSelection()
  const comparison = shallowRef<Comparison | null>(null)
  const chosen = ref<ChosenFields>({})
  const survivor = ref<Column>('one')
  const reason = ref<string | null>(null)
  const isReasonAsked = ref(false)
  const { isBusy, run: attempt } = useWork(refused)
  let turn = 0

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    try {
      const found = await call('duplicates.compare', { ...pair(), reason: reason.value })
      if (mine !== turn) return
      const isSame = comparison.value?.one.id === found.one.id && comparison.value.other.id === found.other.id
      comparison.value = found
      isReasonAsked.value = false
      if (isSame) return
      chosen.value = suggestedChoices(found)
      survivor.value = found.suggestedSurvivorId === found.one.id ? 'one' : 'other'
    } catch (error) {
      if (mine !== turn) return
      comparison.value = null
      if (isRefusal(error, 'reason-required')) isReasonAsked.value = true
      else if (isRefusal(error, 'patient-merged')) done()
      else showError(error)
    }
  }

  watch(
    pair,
    () => {
      comparison.value = null
      reason.value = null
      isReasonAsked.value = false
      void load()
    },
    { immediate: true }
  )
  useCoreEvent('patients.changed', ({ patientId }) => {
    const { oneId, otherId } = pair()
    const isShown = comparison.value !== null && !isBusy.value
    if (isShown && (patientId === oneId || patientId === otherId)) void load()
  })

  const kept = computed(() => comparison.value?.[survivor.value] ?? null)
  const lost = computed(() => comparison.value?.[survivor.value === 'one' ? 'other' : 'one'] ?? null)

  async function refused(error: unknown): Promise<void> {
    showError(error)
    if (isRefusal(error, 'stale-version')) await load()
  }

  async function run(work: () => Promise<void>): Promise<void> {
    await attempt(async () => {
      await work()
      done()
    })
  }

  const merge = (): Promise<void> =>
    run(async () => {
      if (!kept.value || !lost.value) return
      const [standing, gone] = [kept.value, lost.value]
      const { mergeId } = await call('duplicates.merge', {
        survivor: { id: standing.id, version: standing.version },
        loser: { id: gone.id, version: gone.version },
        choices: asMergeChoices(chosen.value, survivor.value),
        reason: reason.value
      })
      // Whatever was open of the two, it is the record that remains now.
      selection.openPatient(standing.id, reason.value)
      offerUndo({
        text: t('duplicates.merged', { name: standing.name }),
        undo: async () => {
          await call('duplicates.undo', { mergeId, sides: [] })
          return t('duplicates.undone', { one: standing.name, other: gone.name })
        }
      })
    })

  const dismiss = (): Promise<void> =>
    run(async () => {
      const { oneId, otherId } = pair()
      await call('duplicates.dismiss', { oneId, otherId })
      offerUndo({
        text: t('duplicates.dismissed'),
        undo: async () => {
          await call('duplicates.reopen', { oneId, otherId })
        }
      })
    })

  const reopen = (): Promise<void> =>
    run(async () => {
      await call('duplicates.reopen', pair())
      notify(t('duplicates.reopened'))
    })

  function choose(field: MergeField, whose: Chosen): void {
    chosen.value = { ...chosen.value, [field]: whose }
  }

  /** Everything that differs as this record has it. */
  function chooseAll(column: Column): void {
    const fields = comparison.value?.fields ?? []
    chosen.value = Object.fromEntries(
      fields.flatMap(({ field, suggested }) => (suggested === null ? [] : [[field, column]]))
    )
  }

  function giveReason(why: string): void {
    reason.value = why
    void load()
  }

  function keep(id: PatientId): void {
    survivor.value = comparison.value?.one.id === id ? 'one' : 'other'
  }

  return {
    comparison,
    chosen,
    survivor,
    kept,
    lost,
    isReasonAsked,
    isBusy,
    choose,
    chooseAll,
    giveReason,
    keep,
    merge,
    dismiss,
    reopen
  }
}
