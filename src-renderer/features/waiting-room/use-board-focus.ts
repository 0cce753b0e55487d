import type { Appointment } from '@contract/appointments'
import { onBeforeUnmount, onBeforeUpdate, onUpdated, type Ref } from 'vue'
import { useDay } from '../appointments/day.store'

interface BoardFocus {
  onFocusIn(event: FocusEvent): void
  onFocusOut(event: FocusEvent): void
  onKeydown(event: KeyboardEvent): void
  focusBoard(): void
}

/** Where the keyboard is on the board. `lists` are the rows of each list, as they are shown. */
export function useBoardFocus(
  root: Ref<HTMLElement | undefined>,
  lists: () => readonly (readonly Appointment[])[]
): BoardFocus {
  const day = useDay()

  function onFocusIn(event: FocusEvent): void {
    const item =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-appointment]') : null
    const id = Number(item?.dataset['appointment'])
    day.focusedAppointmentId =
      lists()
        .flat()
        .find((one) => one.id === id)?.id ?? null
  }

  function onFocusOut(event: FocusEvent): void {
    if (!(event.relatedTarget instanceof Node && root.value?.contains(event.relatedTarget)))
      day.focusedAppointmentId = null
  }

  /** Up and down inside a list, left and right to the nearest list with somebody in it. */
  function onKeydown(event: KeyboardEvent): void {
    if (event.shiftKey) return
    const at = lists().findIndex((rows) => rows.some((one) => one.id === day.focusedAppointmentId))
    const row = lists()[at]?.findIndex((one) => one.id === day.focusedAppointmentId) ?? -1
    const target = at === -1 ? undefined : neighbour(event.key, at, row)
    if (!target) return
    event.preventDefault()
    root.value?.querySelector<HTMLElement>(`[data-appointment="${target.id}"] .open`)?.focus()
  }

  function neighbour(key: string, list: number, row: number): Appointment | undefined {
    if (key === 'ArrowDown') return lists()[list]?.[row + 1]
    if (key === 'ArrowUp') return lists()[list]?.[row - 1]
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined
    const beside = key === 'ArrowRight' ? lists().slice(list + 1) : lists().slice(0, list).reverse()
    const rows = beside.find((one) => one.length > 0)
    return rows?.[Math.min(row, rows.length - 1)]
  }

  /** Who has the focus moves to another list with a step; the keyboard goes along, so that the next key means the same person. */
  let heldId: string | undefined
  onBeforeUpdate(() => {
    heldId = document.activeElement?.closest<HTMLElement>('.item')?.dataset['appointment']
  })
  onUpdated(() => {
    if (heldId === undefined || document.activeElement !== document.body) return
    root.value?.querySelector<HTMLElement>(`[data-appointment="${heldId}"] .open`)?.focus()
  })

  function focusBoard(): void {
    root.value?.querySelector<HTMLElement>('.open[tabindex="0"]')?.focus()
  }

  onBeforeUnmount(() => {
    day.focusedAppointmentId = null
  })

  return { onFocusIn, onFocusOut, onKeydown, focusBoard }
}
