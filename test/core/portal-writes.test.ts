import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { Database, Transaction } from '../../src-main/core/database/database'
import { writesTogether } from '../../src-main/core/features/portal/writes-together'
import { openDesk } from './fixtures/desk'

const touch = async (transaction: Transaction, day: string) =>
  await sql`insert into portal_touched_day (clinician_id, local_date) values (1, ${day})`.execute(transaction)

async function openCounted() {
  const { core } = await openDesk()
  core.database.driver.exec('delete from portal_touched_day')
  let commits = 0
  const write: Database['write'] = async (work) => {
    commits += 1
    return await core.database.write(work)
  }
  const days = () =>
    core.database.driver.prepare('select local_date from portal_touched_day order by 1').pluck().all()
  return {
    writer: writesTogether({ reader: core.database.reader, write }),
    days,
    commits: () => commits
  }
}

it('commits at once what is written at once, and takes back only what failed', async () => {
  const { writer, days, commits } = await openCounted()
  const results = await Promise.allSettled([
    writer.write(async (transaction) => {
      await touch(transaction, '2026-12-01')
      return 'first'
    }),
    writer.write(async (transaction) => {
      await touch(transaction, '2026-12-02')
      throw new Error('of its own')
    }),
    writer.write(async (transaction) => await touch(transaction, '2026-12-03'))
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(results[0]).toMatchObject({ value: 'first' })
  expect(days()).toEqual(['2026-12-01', '2026-12-03'])
  expect(commits()).toBe(1)
})

it('answers nobody before it is on disk, and everybody where the disk refuses', async () => {
  const { writer, days } = await openCounted()
  const refusing = writesTogether({
    reader: writer.reader,
    write: async (work) =>
      await writer.write(async (transaction) => {
        await work(transaction)
        throw new Error('disk')
      })
  })
  const results = await Promise.allSettled(
    ['2026-12-04', '2026-12-05'].map((day) => refusing.write((transaction) => touch(transaction, day)))
  )
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(days()).toEqual([])
  await writer.write((transaction) => touch(transaction, '2026-12-06'))
  expect(days()).toEqual(['2026-12-06'])
})
