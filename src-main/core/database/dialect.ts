import type Driver from 'better-sqlite3'
import {
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  type Driver as KyselyDriver
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
}

/** Kysely's SQLite on an open connection. */
export function dialectOf(database: Driver.Database): Dialect {
  return new SelfEndingDialect(database)
}
