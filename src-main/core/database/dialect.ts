import type Driver from 'better-sqlite3'
import {
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
  ValueNode,
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  type Driver as KyselyDriver,
  type LimitNode,
  type QueryCompiler
} from 'kysely'
import { cacheStatements } from './statement-cache'

/**
 * SQLite ends a transaction by itself when the disk is full or fails. Rolling back once more would then fail too, and
 * that error would hide the first.
 */
class SelfEndingDriver extends SqliteDriver {
  /** The one connection there is; null before its first use. */
  connection: DatabaseConnection | null = null

  constructor(private readonly database: Driver.Database) {
    super({ database: cacheStatements(database) })
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return (this.connection = await super.acquireConnection())
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.database.inTransaction) await super.rollbackTransaction(connection)
  }
}

/** Leads to the connection: a database and its transactions share their adapter. */
export class ConnectedAdapter extends SqliteAdapter {
  constructor(private readonly driver: SelfEndingDriver) {
    super()
  }

  /** Only for whoever has it already, in a transaction: others wait for their turn with kysely. */
  get connection(): DatabaseConnection | null {
    return this.driver.connection
  }
}

/**
 * A limit stands in the text. SQLite plans by the value of a limit that is bound, and therefore compiles the statement
 * anew at every run of it, which takes longer than most statements do.
 */
class LiteralLimitCompiler extends SqliteQueryCompiler {
  protected override visitLimit(node: LimitNode): void {
    const { limit } = node
    if (!ValueNode.is(limit) || !Number.isSafeInteger(limit.value)) return super.visitLimit(node)
    this.append('limit ')
    this.appendImmediateValue(limit.value)
  }
}

class SelfEndingDialect extends SqliteDialect {
  readonly #driver: SelfEndingDriver

  constructor(database: Driver.Database) {
    super({ database })
    this.#driver = new SelfEndingDriver(database)
  }

  override createDriver(): KyselyDriver {
    return this.#driver
  }

  override createAdapter(): DialectAdapter {
    return new ConnectedAdapter(this.#driver)
  }

  override createQueryCompiler(): QueryCompiler {
    return new LiteralLimitCompiler()
  }
}

/** Kysely's SQLite on an open connection. */
export function dialectOf(database: Driver.Database): Dialect {
  return new SelfEndingDialect(database)
}
