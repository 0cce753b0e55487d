import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { backupName, backupsToRemove } from './backups.rules'

const NOW = Temporal.Instant.from('2026-12-03T14:00:00Z')

it('keeps three of today, one a day for ten days and one a month for a year', () => {
  const threeHourly = Array.from({ length: 4 * 400 }, (_, index) =>
    backupName(NOW.subtract({ hours: index * 3 }))
  )
  const removed = new Set(backupsToRemove(threeHourly, NOW, 'Europe/Oslo'))
  const kept = threeHourly.filter((name) => !removed.has(name))
  expect(kept.filter((name) => name.includes('2026-12-03'))).toHaveLength(3)
  // The last backup of November is one of the nine days already.
  expect(kept).toHaveLength(3 + 9 + 10)
})

it('leaves files alone that are not its own', () => {
  expect(backupsToRemove(['notes.txt', 'skranke.backup'], NOW, 'Europe/Oslo')).toEqual([])
})
