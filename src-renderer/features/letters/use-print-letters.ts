import type { LetterId } from '@contract/ids'
import type { LetterSheet } from '@contract/letters'
import { nextTick, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { errorSentence } from '../../app/errors'
import { useToasts } from '../../app/toasts.store'
import { notify, offerUndo, showError } from '../../app/undo'
import { call, isRefusal } from '../../core-client'

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
      await mark(ids, isAgain)
      return true
    } catch (error) {
      showError(error)
      return false
    } finally {
      sheets.value = []
      isPrinting.value = false
    }
  }

  /** All or none; where another desk was faster with one of them, the others are offered to be marked without it. */
  async function mark(ids: readonly LetterId[], isAgain: boolean): Promise<void> {
    const chosen = { ids: [...ids] }
    try {
      await call('letters.markPrinted', { ...chosen, isAgain })
      if (isAgain) notify(t('letters.printedAgain'))
      else
        offerUndo({
          text: t('letters.printed', { count: ids.length }, ids.length),
          undo: async () => {
            await call('letters.takeBack', chosen)
          }
        })
    } catch (error) {
      if (!isRefusal(error, 'letter-changed', 'letter-printed-already')) throw error
      const others = ids.filter((id) => id !== error.parameters['letter'])
      if (others.length === 0 || others.length === ids.length) throw error
      const run = () => void mark(others, isAgain).catch(showError)
      const action = { label: t('letters.markOthers'), keys: null, run }
      useToasts().add({ tone: 'error', text: errorSentence(error), action })
    }
  }

  return { sheets, isPrinting, print }
}
