import type { CivilDate, WallTime } from '@contract/values'

export interface HistoryPlace {
  date: CivilDate
  time: WallTime
  minutes: number
  clinicianName: string
}

/** A place as the history writes it: `2026-12-03 09:20 (20) · Anne Lunde`; null for anything else, such as a note. */
export function historyPlace(text: string): HistoryPlace | null {
  const [, date, time, minutes, clinicianName] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d) \((\d+)\) · (.*)$/.exec(text) ?? []
  if (!date || !time || !minutes || clinicianName === undefined) return null
  return { date, time, minutes: Number(minutes), clinicianName }
}
