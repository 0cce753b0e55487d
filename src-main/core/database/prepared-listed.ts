import { sql, type Compilable, type RawBuilder } from 'kysely'
import type { Reader } from './database'
import { prepared, type Slots } from './prepared'

/**
 * A prepared query about some ids, given to it as the right side of `in`. It has two texts, one for a single id and one
 * for any number of them (see `listed`).
 */
export function preparedListed<Id extends string | number, Row, Parameters extends object = object>(
  build: (reader: Reader, ids: RawBuilder<Id>, slots: Slots<Parameters>) => Compilable<Row>
): (reader: Reader, ids: readonly Id[], parameters: Parameters) => Promise<Row[]> {
  const one = prepared((reader: Reader, slots: Slots<Parameters & { onlyId: Id }>) =>
    build(reader, sql<Id>`(${slots.onlyId})`, slots)
  )
  const any = prepared((reader: Reader, slots: Slots<Parameters & { idList: string }>) =>
    build(reader, sql<Id>`(select value from json_each(${slots.idList}))`, slots)
  )
  return async (reader, ids, parameters) => {
    const [onlyId, ...others] = ids
    if (onlyId === undefined) return []
    return others.length === 0
      ? await one.all(reader, { ...parameters, onlyId })
      : await any.all(reader, { ...parameters, idList: JSON.stringify(ids) })
  }
}
