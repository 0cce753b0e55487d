import type { LetterId } from '@contract/ids'
import type { LetterSheet } from '@contract/letters'
import { nextTick, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { notify, offerUndo, showError } from '../../app/undo'
import { call } from '../../core-client'

/** Prints letters as one job and notes who printed them; `sheets` is what lies on the paper meanwhile. */
export function usePrintLetters() {
  const { t } = useI18n()
  const sheets = shallowRef<readonly LetterSheet[]>([])
  const isPrinting = ref(false)

  /** @returns whether they were printed */
  async function print(ids: readonly LetterId[], { isAgain = false } = {}): Promise<boolean> {
    if (ids.length === 0 || isPrinting.value) return false
    isPrinting.value = true
    const chosen = { ids: [...ids] }
    try {
      sheets.value = await call('letters.sheets', chosen)
      await nextTick()
      const { isPrinted } = await call('shell.print', {})
      if (!isPrinted) return false
      await call('letters.markPrinted', chosen)
      if (isAgain) notify(t('letters.printedAgain'))
      else
        offerUndo({
          text: t('letters.printed', { count: ids.length }, ids.length),
          undo: async () => {
            await call('letters.takeBack', chosen)
          }
        })
      return true
    } catch (error) {
      showError(error)
      return false
    } finally {
      sheets.value = []
      isPrinting.value = false
    }
  }

  return { sheets, isPrinting, print }
}
