import type { PatientLabel } from '@contract/labels'
import { computed, nextTick, ref, shallowRef, watch } from 'vue'
import { readPreference, writePreference } from '../../app/preferences'
import { showError } from '../../app/undo'
import { call } from '../../core-client'
import { isPaperName, labelsOfPage, pagesOf, type LabelPaperName } from './label-papers'

const PAPER = 'label-paper'
const BARCODE = 'label-barcode'
const ADDRESS = 'label-address'
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'

/** The paper and what stands on a label, as this PC had them last, and the printing. */
export function useLabelPrint(labels: () => readonly PatientLabel[]) {
  const paper = ref<LabelPaperName>(readPreference(PAPER, isPaperName) ?? 'roll-89x36')
  const hasBarcode = ref(readPreference(BARCODE, isFlag) ?? true)
  const hasAddress = ref(readPreference(ADDRESS, isFlag) ?? true)
  const copies = ref(1)
  const skip = ref(0)
  const printed = shallowRef<readonly PatientLabel[] | null>(null)
  const isSheet = computed(() => labelsOfPage(paper.value) > 1)
  const pages = computed(() =>
    pagesOf(printed.value ?? [], {
      paper: paper.value,
      copies: copies.value,
      skip: isSheet.value ? skip.value : 0
    })
  )
  watch([paper, hasBarcode, hasAddress], () => {
    writePreference(PAPER, paper.value)
    writePreference(BARCODE, hasBarcode.value)
    writePreference(ADDRESS, hasAddress.value)
  })

  /** @returns false when the print dialog was cancelled, or printing failed */
  async function print(): Promise<boolean> {
    printed.value = labels()
    try {
      await nextTick()
      return (await call('shell.print', {})).isPrinted
    } catch (error) {
      showError(error)
      return false
    } finally {
      printed.value = null
    }
  }

  return { paper, hasBarcode, hasAddress, copies, skip, isSheet, pages, printed, print }
}
