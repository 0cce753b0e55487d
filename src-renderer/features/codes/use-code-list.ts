import type { CodeFilter, CodeLife } from '@contract/codes'
import type { PatientId } from '@contract/ids'
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { useClock } from '../../app/clock.store'
import { showError } from '../../app/undo'
import { call } from '../../core-client'
import { usePages } from '../messages/use-pages'
import { nextEnd } from './code-look'

const PAGE = 100
/** The core writes a code off at the second it runs out; a moment later it is there to be read. */
const AFTER_END_MS = 300

/** The codes of one patient or of everybody, newest first, in step with what happens to them. */
export function useCodeList(patientId: Readonly<Ref<PatientId | null>>) {
  const clock = useClock()
  const filter = ref<CodeFilter>('all')
  let ending: ReturnType<typeof setTimeout> | undefined

  const pages = usePages<CodeLife>(async (cursor) => {
    const asked = { patientId: patientId.value, filter: filter.value, cursor, limit: PAGE }
    const page = await call('codes.list', asked)
    return { items: page.codes, nextCursor: page.nextCursor }
  }, 'codes.changed')

  watch([filter, patientId], () => {
    pages.restart().catch(showError)
  })
  // Nobody tells that a code has run out: the clock does.
  watch(pages.items, (codes) => {
    clearTimeout(ending)
    const end = nextEnd(codes)
    if (end === null) return
    const waitMs = Math.max(0, end - clock.exactMs()) + AFTER_END_MS
    ending = setTimeout(() => void pages.reload().catch(showError), waitMs)
  })
  onScopeDispose(() => clearTimeout(ending))

  return { ...pages, filter }
}
