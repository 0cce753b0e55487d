import type { Ref } from 'vue'
import type { Brush } from './kinds'
import type { TemplateDraft } from './use-template-draft'
import { copyDay, copyWeek, erase, ofKind, paint, type Painted, type Stretch } from './week-painting'

interface Painting {
  readonly template: Pick<TemplateDraft, 'draft' | 'paint'>
  readonly brush: Readonly<Ref<Brush>>
  /** The day that is open beside the week. */
  readonly day: Readonly<Ref<{ readonly week: number; readonly weekday: number }>>
}

/** What pointer and keys do to the hours of an open template; without one they do nothing. */
export function useTemplateStrokes({ template: { draft, paint: put }, brush, day }: Painting) {
  function change(of: (sessions: readonly Painted[]) => readonly Painted[]): void {
    if (draft.value) put(of(draft.value.sessions))
  }

  return {
    stroke: (stretch: Stretch) =>
      change((sessions) =>
        brush.value === 'eraser'
          ? erase(sessions, stretch)
          : paint(sessions, { ...stretch, ...ofKind(brush.value), roomId: null })
      ),
    rubOut: (stretch: Stretch) => change((sessions) => erase(sessions, stretch)),
    setDay: (ofDay: readonly Painted[]) =>
      change((sessions) => {
        const { week, weekday } = day.value
        return [...sessions.filter((one) => one.week !== week || one.weekday !== weekday), ...ofDay]
      }),
    copyTo: (weekdays: readonly number[]) =>
      change((sessions) =>
        weekdays.reduce(
          (copied, weekday) => copyDay(copied, day.value, { week: day.value.week, weekday }),
          sessions
        )
      ),
    copyWeekTo: (week: number) => change((sessions) => copyWeek(sessions, day.value.week, week))
  }
}
