import {
  sql,
  type Compilable,
  type CompiledQuery,
  type DialectAdapter,
  type QueryResult,
  type RawBuilder
} from 'kysely'
import type { Reader } from './database'
import { ConnectedAdapter } from './dialect'

/** Stands in a query for a value that is put in at each call. */
class Slot {
  constructor(readonly name: string) {}
}

/** A query's parameters while it is written down, each by its name. */
export type Slots<Parameters> = { readonly [Name in keyof Parameters]: RawBuilder<Parameters[Name]> }

export interface Prepared<Executor extends Reader, Parameters, Row> {
  all(executor: Executor, parameters: Parameters): Promise<Row[]>
  first(executor: Executor, parameters: Parameters): Promise<Row | null>
  /** @returns how many rows it changed */
  run(executor: Executor, parameters: Parameters): Promise<number>
}

interface Written<Row> {
  readonly query: CompiledQuery<Row>
  /** The query's parameters in their order: the name of a slot, or a value that is always the same. */
  readonly places: readonly { readonly slot: string | null; readonly value: unknown }[]
}

/**
 * A query whose text kysely writes once; a call only puts in its parameters. Writing the text costs more processor time
 * than running a short statement, so this is for what every message or booking runs. Where parameters are left out,
 * as in the row of an insert, each choice of them has a text of its own.
 *
 * In a transaction it goes straight to the connection: the transaction has it already, and handing it over anew for each
 * statement, as kysely does, costs as much again.
 */
export function prepared<Executor extends Reader, Parameters extends object, Row>(
  build: (executor: Executor, slots: Slots<Parameters>) => Compilable<Row>
): Prepared<Executor, Parameters, Row> {
  // The adapter is the same for a database and its transactions.
  const known = new WeakMap<DialectAdapter, Map<string, Written<Row>>>()

  function writtenFor(executor: Executor, adapter: DialectAdapter, names: readonly string[]): Written<Row> {
    const texts = known.get(adapter) ?? new Map<string, Written<Row>>()
    known.set(adapter, texts)
    const shape = names.join()
    const written = texts.get(shape) ?? write(build(executor, slotsFor<Parameters>(names)))
    texts.set(shape, written)
    return written
  }

  async function execute(executor: Executor, parameters: Parameters): Promise<QueryResult<Row>> {
    const values = new Map(Object.entries(parameters).filter(([, value]) => value !== undefined))
    const { adapter } = executor.getExecutor()
    const { query, places } = writtenFor(executor, adapter, [...values.keys()])
    const bound = places.map(({ slot, value }) => (slot === null ? value : values.get(slot)))
    const connection =
      executor.isTransaction && adapter instanceof ConnectedAdapter ? adapter.connection : null
    const ready = { ...query, parameters: bound }
    return await (connection ?? executor.getExecutor()).executeQuery<Row>(ready)
  }

  return {
    all: async (executor, parameters) => (await execute(executor, parameters)).rows,
    first: async (executor, parameters) => (await execute(executor, parameters)).rows[0] ?? null,
    run: async (executor, parameters) => Number((await execute(executor, parameters)).numAffectedRows ?? 0n)
  }
}

function write<Row>(compilable: Compilable<Row>): Written<Row> {
  const query = compilable.compile()
  const places = query.parameters.map((value) =>
    value instanceof Slot ? { slot: value.name, value: null } : { slot: null, value }
  )
  return { query, places }
}

/** The parameters of a call name them; the query's own type says which there are. */
function slotsFor<Parameters extends object>(names: readonly string[]): Slots<Parameters> {
  const slots: Slots<Parameters> = Object.create(Object.prototype)
  for (const name of names)
    Object.defineProperty(slots, name, { value: sql`${new Slot(name)}`, enumerable: true })
  return slots
}
