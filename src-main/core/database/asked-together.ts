/**
 * Answers single questions that come in one turn of the program by one query for all of them: whoever reads two hundred
 * things side by side need not know of each other. Each is asked once and remembered, so this is for one moment's work.
 */
export function askedTogether<Key extends string | number, Value>(
  load: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>
): (key: Key) => Promise<Value | undefined> {
  const known = new Map<Key, Promise<Value | undefined>>()
  let keys: Key[] = []
  let turn: Promise<ReadonlyMap<Key, Value>> | null = null

  async function answers(): Promise<ReadonlyMap<Key, Value>> {
    await endOfTurn()
    const asked = keys
    keys = []
    turn = null
    return await load(asked)
  }

  async function answer(key: Key): Promise<Value | undefined> {
    keys.push(key)
    return (await (turn ??= answers())).get(key)
  }

  return (key) => {
    const asked = known.get(key) ?? answer(key)
    known.set(key, asked)
    return asked
  }
}

/** After everything that can go on without waiting for the outside world has gone as far as it comes. */
async function endOfTurn(): Promise<void> {
  await Promise.resolve()
  await new Promise<void>((resolve) => process.nextTick(resolve))
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
