import type { ClinicSettings } from '@contract/settings'

/** Whether an own text written at this minute of the clinic's day waits for the morning. Quiet hours cross midnight. */
export function isQuietAt(
  minute: number,
  { quietFrom, quietUntil }: Pick<ClinicSettings['messaging'], 'quietFrom' | 'quietUntil'>
): boolean {
  if (quietFrom === quietUntil) return false
  if (quietFrom < quietUntil) return minute >= quietFrom && minute < quietUntil
  return minute >= quietFrom || minute < quietUntil
}
