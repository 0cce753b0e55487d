import { onMounted, onUnmounted, ref, type Ref } from 'vue'

export interface Typing {
  /** Somebody is in the field: what stands there is unfinished, not wrong. */
  readonly isTyping: Readonly<Ref<boolean>>
  enter(): void
  leave(): void
}

/**
 * Whether somebody is typing in a field, for what is said under it only afterwards. A field that is left by pressing the
 * mouse on something counts as left when the press is over: a note that appears in between moves the button away under
 * the pointer, and the click is lost.
 */
export function useTyping(onLeft: () => void = () => undefined): Typing {
  const isTyping = ref(false)
  let isPressed = false
  let isLeaving = false

  function end(): void {
    if (!isLeaving) return
    isLeaving = false
    isTyping.value = false
    onLeft()
  }

  const press = (): void => void (isPressed = true)
  const release = (): void => {
    isPressed = false
    // The click follows the release; only then may anything move.
    setTimeout(end)
  }
  const listeners = [
    ['pointerdown', press],
    ['pointerup', release],
    ['pointercancel', release]
  ] as const
  onMounted(() => listeners.forEach(([name, listener]) => window.addEventListener(name, listener, true)))
  onUnmounted(() => listeners.forEach(([name, listener]) => window.removeEventListener(name, listener, true)))

  return {
    isTyping,
    enter() {
      isLeaving = false
      isTyping.value = true
    },
    leave() {
      isLeaving = true
      if (!isPressed) end()
    }
  }
}
