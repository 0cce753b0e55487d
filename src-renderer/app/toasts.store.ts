import { defineStore } from 'pinia'
import { ref } from 'vue'

export interface Toast {
  readonly id: number
  readonly tone: 'info' | 'error'
  readonly text: string
  /** The action that stands beside the text, such as undo. */
  readonly action: { label: string; keys: string | null; run: () => void } | null
  /** What it tells of: the next that tells of the same takes its place, since what it said is no longer so. */
  readonly about?: string | undefined
}

/** What is shown in the corner and goes away by itself. The newest is last. */
export const useToasts = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([])
  let lastId = 0

  function add(toast: Omit<Toast, 'id'>): number {
    lastId += 1
    const sameText = (other: Toast) => other.tone === toast.tone && other.text === toast.text
    const isOver = (other: Toast) =>
      sameText(other) || (toast.about !== undefined && other.about === toast.about)
    toasts.value = [...toasts.value.filter((other) => !isOver(other)), { ...toast, id: lastId }].slice(-3)
    return lastId
  }

  function remove(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }

  function clear(): void {
    toasts.value = []
  }

  return { toasts, add, remove, clear }
})
