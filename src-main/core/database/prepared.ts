import { sql, type Compilable, type CompiledQuery, type DialectAdapter, type RawBuilder } from 'kysely'
import type { Reader } from './database'

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

/**
 * A query whose text kysely writes once; a call only puts in its parameters. Writing the text costs more processor time
 * than running a short statement, so this is for what every message or booking runs. Where parameters are left out,
 * as in the row of an insert, each choice of them has a text of its own.
 */
export function prepared<Executor extends Reader, Parameters extends object, Row>(
  build: (executor: Executor, slots: Slots<Parameters>) => Compilable<Row>
): Prepared<Executor, Parameters, Row> {
  // The adapter is the same for a database and its transactions.
  const written = new WeakMap<DialectAdapter, Map<string, CompiledQuery<Row>>>()

  function textFor(executor: Executor, names: readonly string[]): CompiledQuery<Row> {
    const { adapter } = executor.getExecutor()
    const texts = written.get(adapter) ?? new Map<string, CompiledQuery<Row>>()
    written.set(adapter, texts)
    const shape = names.join()
    const query = texts.get(shape) ?? build(executor, slotsFor<Parameters>(names)).compile()
    texts.set(shape, query)
    return query
  }

  async function execute(executor: Executor, parameters: Parameters) {
    const values = new Map<string, unknown>()
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) values.set(name, value)
    const query = textFor(executor, [...values.keys()])
    const bound = query.parameters.map((value) => (value instanceof Slot ? values.get(value.name) : value))
    return await executor.getExecutor().executeQuery<Row>({ ...query, parameters: bound })
  }

  return {
    all: async (executor, parameters) => (await execute(executor, parameters)).rows,
    first: async (executor, parameters) => (await execute(executor, parameters)).rows[0] ?? null,
    run: async (executor, parameters) => Number((await execute(executor, parameters)).numAffectedRows ?? 0n)
  }
}

/** The parameters of a call name them; the query's own type says which there are. */
function slotsFor<Parameters extends object>(names: readonly string[]): Slots<Parameters> {
  const slots: Slots<Parameters> = Object.create(Object.prototype)
  for (const name of names)
    Object.defineProperty(slots, name, { value: sql`${new Slot(name)}`, enumerable: true })
  return slots
}
