import { sql, type Kysely } from 'kysely'
import { AppError } from '../platform/app-error'

export interface Migration {
  readonly number: number
  readonly name: string
  /** A copy of the file is kept before it runs. */
  readonly changesData: boolean
  up(db: Kysely<unknown>): Promise<void>
}

interface MigrationModule {
  up(db: Kysely<unknown>): Promise<void>
  changesData?: boolean
}

/** The project's migrations in their order; each file is `NNNN-name.ts`. */
export function collectMigrations(): readonly Migration[] {
  const modules = import.meta.glob<MigrationModule>('../../../migrations/*.ts', { eager: true })
  return Object.entries(modules)
    .map(([path, module]) => {
      const name = path.slice(path.lastIndexOf('/') + 1, -'.ts'.length)
      return {
        number: Number(name.slice(0, 4)),
        name,
        changesData: module.changesData ?? false,
        up: module.up
      }
    })
    .sort((a, b) => a.number - b.number)
}

/** The number of the last migration that ran, kept in `user_version`. */
export async function schemaVersion(db: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db)
  return rows[0]?.user_version ?? 0
}

export interface MigrateOptions {
  readonly migrations: readonly Migration[]
  /** Keeps a copy of the data before a migration that changes rows. */
  readonly keepCopy: (before: Migration) => void
}

/**
 * Brings the database to the program's version, each migration in one transaction together with its number: kysely's
 * own Migrator opens none on SQLite, so a failure there leaves half a migration.
 * @throws AppError `database-newer` when the file was written by a newer program; nothing is changed.
 */
export async function migrate(db: Kysely<unknown>, { migrations, keepCopy }: MigrateOptions): Promise<void> {
  const current = await schemaVersion(db)
  const newest = migrations.at(-1)?.number ?? 0
  if (current > newest) throw new AppError('database-newer', { found: current, known: newest })
  for (const migration of migrations.filter(({ number }) => number > current)) {
    if (migration.changesData && current > 0) keepCopy(migration)
    await db.transaction().execute(async (transaction) => {
      await migration.up(transaction)
      await sql.raw(`pragma user_version = ${migration.number}`).execute(transaction)
    })
  }
}
