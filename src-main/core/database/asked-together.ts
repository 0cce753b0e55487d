import DataLoader from 'dataloader'

/** As many as the queries of one moment's work are bounded by. */
const MOST_AT_ONCE = 1_000

/**
 * Answers single questions that come in one turn of the program by one query for all of them: whoever reads two hundred
 * things side by side need not know of each other. Each is asked once and remembered, so this is for one moment's work.
 */
export function askedTogether<Key extends string | number, Value>(
  load: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>
): (key: Key) => Promise<Value | undefined> {
  const loader = new DataLoader<Key, Value | undefined>(
    async (keys) => {
      const found = await load(keys)
      return keys.map((key) => found.get(key))
    },
    { maxBatchSize: MOST_AT_ONCE }
  )
  return async (key) => await loader.load(key)
}

/** The rows of each key, where one key has many. */
export function grouped<Key, Row>(rows: readonly Row[], keyOf: (row: Row) => Key): ReadonlyMap<Key, Row[]> {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
