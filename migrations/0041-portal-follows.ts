import { sql, type Kysely } from 'kysely'

const IS_RECORDING = '(select records from portal_connection where id = 1) = 1'

/** The portal also hears whose a consent is after a merge, and that a clinician who has left is offered no more. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [event, row] of [
    ['insert', 'new'],
    ['update', 'new'],
    ['delete', 'old']
  ] as const)
    await sql
      .raw(
        `create trigger portal_consent_owner_${event} after ${event} on consent_decision_owner
        when ${IS_RECORDING}
        begin
          insert into portal_operation (kind, type, local_id)
          select 'put', 'Consent', ${row}.decision_id where not exists (select 1 from portal_operation
            where type = 'Consent' and local_id = ${row}.decision_id and state = 'waiting' and kind = 'put'
              and is_edited = 0);
        end`
      )
      .execute(db)
  await sql
    .raw(
      `create trigger portal_clinician_at_work after update of is_active on clinician
      when ${IS_RECORDING} and new.is_active is not old.is_active
      begin
        insert or ignore into portal_touched_day (clinician_id, local_date) values (new.id, '');
      end`
    )
    .execute(db)
}
