import type Driver from 'better-sqlite3'
import {
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Dialect,
  type Driver as KyselyDriver
} from 'kysely'
import { cacheStatements } from './statement-cache'

/**
 * SQLite ends a transaction by itself when the disk is full or fails. Rolling back once more would then fail too, and
 * that error would hide the first.
 */
class SelfEndingDriver extends SqliteDriver {
  constructor(private readonly database: Driver.Database) {
    super({ database: cacheStatements(database) })
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.database.inTransaction) await super.rollbackTransaction(connection)
  }
}

class SelfEndingDialect extends SqliteDialect {
  constructor(private readonly database: Driver.Database) {
    super({ database })
  }

  override createDriver(): KyselyDriver {
    return new SelfEndingDriver(this.database)
  }
}

/** Kysely's SQLite on an open connection. */
export function dialectOf(database: Driver.Database): Dialect {
  return new SelfEndingDialect(database)
}
