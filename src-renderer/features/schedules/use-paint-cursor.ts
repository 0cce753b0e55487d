import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { PAINT_STEP_MINUTES, type Stretch } from './week-painting'

interface Place {
  readonly weekday: number
  readonly minute: number
}

interface PaintCursor {
  readonly place: Ref<Place>
  /** What would be painted now: from where Shift was pressed to here, or the one step the cursor stands on. */
  readonly stretch: ComputedRef<Stretch>
  readonly isStretched: ComputedRef<boolean>
  /** Goes where a key leads; false for a key that leads nowhere. */
  key(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey'>): boolean
  set(place: Place): void
  /** Forgets what was stretched out. */
  rest(): void
}

const held = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)

/** The keyboard's place in the painted week. Arrows move it a quarter or a day, Ctrl an hour; with Shift they stretch. */
export function usePaintCursor(
  week: () => number,
  range: () => { startMinute: number; endMinute: number }
): PaintCursor {
  const place = ref<Place>({ weekday: 1, minute: 8 * 60 })
  const anchor = ref<number | null>(null)

  const stretch = computed<Stretch>(() => {
    const { weekday, minute } = place.value
    const from = anchor.value ?? minute
    return {
      week: week(),
      weekday,
      startMinute: Math.min(from, minute),
      endMinute: Math.max(from, minute) + PAINT_STEP_MINUTES
    }
  })

  function moved({ key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>): Place | null {
    const { weekday, minute } = place.value
    const { startMinute, endMinute } = range()
    const step = ctrlKey ? 60 : PAINT_STEP_MINUTES
    const last = endMinute - PAINT_STEP_MINUTES
    if (key === 'ArrowLeft') return { weekday, minute: held(minute - step, startMinute, last) }
    if (key === 'ArrowRight') return { weekday, minute: held(minute + step, startMinute, last) }
    if (key === 'Home') return { weekday, minute: startMinute }
    if (key === 'End') return { weekday, minute: last }
    if (key === 'ArrowUp') return { weekday: held(weekday - 1, 1, 7), minute }
    if (key === 'ArrowDown') return { weekday: held(weekday + 1, 1, 7), minute }
    return null
  }

  function key(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey'>): boolean {
    const next = moved(event)
    if (!next) return false
    const staysOnDay = next.weekday === place.value.weekday
    anchor.value = event.shiftKey && staysOnDay ? (anchor.value ?? place.value.minute) : null
    place.value = next
    return true
  }

  return {
    place,
    stretch,
    isStretched: computed(() => anchor.value !== null),
    key,
    set(next) {
      anchor.value = null
      place.value = next
    },
    rest: () => void (anchor.value = null)
  }
}
