import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { backupName, backupsToRemove } from './backups.rules'

const NOW = Temporal.Instant.from('2026-12-03T14:00:00Z')

it('keeps three of today, one a day for ten days and one a month for a year', () => {
  // Every fifth hour for 400 days: today, which begins at 23:00 UTC, has four.
  const fiveHourly = Array.from({ length: 1920 }, (_, index) =>
    backupName(NOW.subtract({ hours: index * 5 }))
  )
  const removed = new Set(backupsToRemove(fiveHourly, NOW, 'Europe/Oslo'))
  const kept = fiveHourly.filter((name) => !removed.has(name))
  expect(kept.filter((name) => name.includes('2026-12-03'))).toHaveLength(3)
  // The last backup of November is one of the nine days already.
  expect(kept).toHaveLength(3 + 9 + 10)
})

it('leaves files alone that are not its own', () => {
  expect(backupsToRemove(['notes.txt', 'skranke.backup'], NOW, 'Europe/Oslo')).toEqual([])
})
