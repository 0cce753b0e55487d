import { sql } from 'kysely'
import type { Database, Transaction } from '../../database/database'

/** What the sync needs of the database: one work commits, or is taken back, as a whole. */
export type SyncDatabase = Pick<Database, 'reader' | 'write'>

/** The desk waits for a transaction no longer than this and the last work of it. */
const LONGEST_MS = 15

interface Waiting {
  /** Does the work. @returns what tells whoever waits for it that it is on disk */
  readonly run: (transaction: Transaction) => Promise<() => void>
  readonly refuse: (error: unknown) => void
}

/**
 * Commits together what several operations want to write at the same moment: each work as if it had a transaction of
 * its own, and answered only when it is on disk, but one write to the disk for all of them.
 *
 * @param elapsedMs milliseconds since any fixed moment, by which the length of a transaction is measured
 */
export function writesTogether(
  database: SyncDatabase,
  elapsedMs: () => number = () => performance.now()
): SyncDatabase {
  const waiting: Waiting[] = []
  let isAtWork = false

  async function go(): Promise<void> {
    while (waiting.length > 0) {
      // What has come in by the same turn goes along.
      await new Promise((resolve) => setImmediate(resolve))
      await commitSome()
    }
    isAtWork = false
  }

  async function commitSome(): Promise<void> {
    const taken: Waiting[] = []
    try {
      const done = await database.write(async (transaction) => await runSome(transaction, taken))
      for (const answer of done) answer()
    } catch (error) {
      for (const { refuse } of taken) refuse(error)
    }
  }

  async function runSome(transaction: Transaction, taken: Waiting[]): Promise<(() => void)[]> {
    const done: (() => void)[] = []
    const start = elapsedMs()
    do {
      const [next] = waiting.splice(0, 1)
      if (!next) break
      taken.push(next)
      // Alone it fails with its transaction.
      const isAlone = taken.length === 1 && waiting.length === 0
      done.push(await (isAlone ? next.run(transaction) : runApart(transaction, next)))
      if (isAlone) break
    } while (elapsedMs() - start < LONGEST_MS)
    return done
  }

  return {
    reader: database.reader,
    write: async (work) =>
      await new Promise((resolve, reject) => {
        waiting.push({
          run: async (transaction) => {
            const value = await work(transaction)
            return () => resolve(value)
          },
          refuse: reject
        })
        if (isAtWork) return
        isAtWork = true
        void go()
      })
  }
}

/** What one of them writes before it fails is taken back, and the others go on. */
async function runApart(transaction: Transaction, { run, refuse }: Waiting): Promise<() => void> {
  await sql`savepoint apart`.execute(transaction)
  try {
    const answer = await run(transaction)
    await sql`release apart`.execute(transaction)
    return answer
  } catch (error) {
    await sql`rollback to apart`.execute(transaction)
    await sql`release apart`.execute(transaction)
    return () => refuse(error)
  }
}
