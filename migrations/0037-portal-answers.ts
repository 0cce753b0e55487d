import { sql, type Kysely } from 'kysely'

/** What the desk does with a task that a patient asked for at the portal is the answer the patient reads there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create trigger portal_request_answered after update of done_at, is_removed on task
    when new.kind = 'portal-request'
      and (new.done_at is not old.done_at or new.is_removed is not old.is_removed)
    begin
      update portal_request set
        state = case
          when new.is_removed = 1 then 'rejected'
          when new.done_at is not null then 'done'
          else 'open' end,
        answered_at = new.done_at
      where task_id = new.id;
    end`.execute(db)
}
