import { DEATH_PARTS } from '@contract/choices'
import type { Death, DeathPart, NotBroughtBack } from '@contract/deaths'
import type { DeathPartRow, DeathRow } from './death.queries'

/** How many of each kind, in the order in which they are told; kinds with none are left out. */
export function counted(numberOf: (part: DeathPart) => number): Death['ended'] {
  return DEATH_PARTS.map((part) => ({ part, count: numberOf(part) })).filter(({ count }) => count > 0)
}

/** What was ended and is not back, by kind and reason. */
export function notBroughtBack(parts: readonly DeathPartRow[]): NotBroughtBack[] {
  return DEATH_PARTS.flatMap((part) =>
    (['taken', 'past', 'changed'] as const).flatMap((why) => {
      const count = parts.filter((row) => row.part === part && row.outcome === why).length
      return count > 0 ? [{ part, count, why }] : []
    })
  )
}

export function toDeath(row: DeathRow, all: readonly DeathPartRow[]): Death {
  const parts = all.filter(({ death_id }) => death_id === row.id)
  const { taken_back_at: at, taken_back_name: by } = row
  return {
    id: row.id,
    on: row.deceased_on,
    source: row.source,
    recordedAt: row.recorded_at,
    recordedBy: row.user_name,
    // A task about a child was made, not ended.
    ended: counted((part) => (part === 'child-task' ? 0 : parts.filter((one) => one.part === part).length)),
    takenBack:
      at === null || by === null
        ? null
        : { at, by, isCorrected: row.corrected_by !== null, notBroughtBack: notBroughtBack(parts) }
  }
}
