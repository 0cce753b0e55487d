import type { MadeSince, Side, UndoPreview } from '@contract/duplicates'
import type { MergeId } from '@contract/ids'
import { ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { notify, showError } from '../../app/undo'
import { useWork } from '../../app/work'
import { call, isRefusal } from '../../core-client'

const keyOf = ({ kind, id }: Pick<MadeSince, 'kind' | 'id'>): string => `${kind} ${id}`

/** What undoing a merge would do, whose is what was made since, and undoing it. */
export function useUndo(mergeId: () => MergeId) {
  const { t } = useI18n()
  const preview = shallowRef<UndoPreview | null>(null)
  const sides = ref<Record<string, Side>>({})
  const reason = ref<string | null>(null)
  const isReasonAsked = ref(false)
  const { isBusy, run } = useWork(showError)
  let turn = 0

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    try {
      const found = await call('duplicates.previewUndo', { mergeId: mergeId(), reason: reason.value })
      if (mine !== turn) return
      preview.value = found
      isReasonAsked.value = false
      sides.value = Object.fromEntries(found.madeSince.map((made) => [keyOf(made), made.suggested]))
    } catch (error) {
      if (mine !== turn) return
      preview.value = null
      if (isRefusal(error, 'reason-required')) isReasonAsked.value = true
      else showError(error)
    }
  }

  watch(
    mergeId,
    () => {
      preview.value = null
      reason.value = null
      isReasonAsked.value = false
      void load()
    },
    { immediate: true }
  )

  const sideOf = (made: MadeSince): Side => sides.value[keyOf(made)] ?? made.suggested

  function choose(made: MadeSince, side: Side): void {
    sides.value = { ...sides.value, [keyOf(made)]: side }
  }

  function giveReason(why: string): void {
    reason.value = why
    void load()
  }

  async function undo(): Promise<void> {
    const shown = preview.value
    if (!shown) return
    await run(async () => {
      await call('duplicates.undo', {
        mergeId: shown.merge.id,
        sides: shown.madeSince.map((made) => ({ kind: made.kind, id: made.id, side: sideOf(made) }))
      })
      const { givenName, familyName } = shown.merge.survivor
      notify(
        t('duplicates.undone', { one: `${givenName} ${familyName}`.trim(), other: shown.merge.formerName })
      )
      await load()
    })
  }

  return { preview, isReasonAsked, isBusy, sideOf, choose, giveReason, undo }
}
