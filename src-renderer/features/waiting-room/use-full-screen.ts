import { onScopeDispose, ref, type Ref } from 'vue'
import { showError } from '../../app/undo'
import { call } from '../../core-client'

/** Whether the page fills the screen; the window follows. Leaving the page gives the screen back. */
export function useFullScreen(): { isFull: Readonly<Ref<boolean>>; setFull: (isFull: boolean) => void } {
  const isFull = ref(false)

  function setFull(wanted: boolean): void {
    if (wanted === isFull.value) return
    isFull.value = wanted
    call('shell.setFullScreen', { isFullScreen: wanted }).catch(showError)
  }

  onScopeDispose(() => setFull(false))
  return { isFull, setFull }
}
