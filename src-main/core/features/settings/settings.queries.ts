import type { Reader, Transaction } from '../../database/database'

const MOST_SETTINGS = 100

/** Rows whose name starts with `~` belong to the program (see `readMark`), not to the clinic. */
export async function readSettingRows(reader: Reader): Promise<{ name: string; value: string }[]> {
  return await reader
    .selectFrom('setting')
    .select(['name', 'value'])
    .where('name', 'not like', '~%')
    .orderBy('name')
    .limit(MOST_SETTINGS)
    .execute()
}

export async function writeSettingRow(transaction: Transaction, name: string, value: string): Promise<void> {
  await transaction
    .insertInto('setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}

/** A mark of the program's own, such as that messages are held after a restore; JSON text, null when unset. */
export async function readMark(reader: Reader, name: string): Promise<string | null> {
  const row = await reader
    .selectFrom('setting')
    .select('value')
    .where('name', '=', `~${name}`)
    .executeTakeFirst()
  return row?.value ?? null
}

export async function writeMark(transaction: Transaction, name: string, value: string | null): Promise<void> {
  if (value === null) await transaction.deleteFrom('setting').where('name', '=', `~${name}`).execute()
  else await writeSettingRow(transaction, `~${name}`, value)
}
