import { sql, type Kysely } from 'kysely'

/**
 * Histories let go of what they quote: of a patient who is being emptied all of it, of a note whose time is over the
 * note. The parts of a text that came in are found by it, for they hold it too.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isOf = (owner: string, key: string) => `exists (
    select 1 from ${owner} join erasing using (patient_id) where ${owner}.id = old.${key})`
  const lettingGo = `(new.before = '{}' and new.after = '{}'
    or new.before = json_remove(old.before, '$.note') and new.after = json_remove(old.after, '$.note'))`
  const sameStep = ['changed_at', 'user_name', 'kind']
    .map((name) => `old.${name} = new.${name}`)
    .join(' and ')

  for (const [owner, key, also] of [
    ['appointment', 'appointment_id', 'and old.series_step_id is new.series_step_id'],
    ['task', 'task_id', '']
  ] as const) {
    const history = `${owner}_change`
    const isSame = `old.${key} = new.${key} and ${sameStep} and old.user_id is new.user_id ${also}`
    await sql`drop trigger ${sql.raw(`${history}_no_update`)}`.execute(db)
    await sql`create trigger ${sql.raw(`${history}_no_update`)} before update on ${sql.raw(history)}
      when not (${sql.raw(isSame)} and (
        old.undone_by is null and new.undone_by is not null and old.before = new.before and old.after = new.after
        or old.undone_by is new.undone_by and ${sql.raw(lettingGo)} and ${sql.raw(isOf(owner, key))}))
      begin select raise(abort, ${sql.raw(`'${owner}-change-append-only'`)}); end`.execute(db)
  }

  // What a fee was stays for the accounts; what the desk wrote beside it goes with the patient.
  await sql`drop trigger fee_decision_no_update`.execute(db)
  await sql`create trigger fee_decision_no_update before update on fee_decision
    when not (new.note = '' and old.id = new.id and old.appointment_id = new.appointment_id
      and old.decided_at = new.decided_at and old.user_id is new.user_id and old.user_name = new.user_name
      and old.is_handled = new.is_handled and old.amount_minor is new.amount_minor
      and ${sql.raw(isOf('appointment', 'appointment_id'))})
    begin select raise(abort, 'fee-decision-append-only'); end`.execute(db)

  await sql`create index inbound_part_of on inbound_part (inbound_message_id)
    where inbound_message_id is not null`.execute(db)
}
