import { sql, type Kysely } from 'kysely'

/**
 * What the desk answers, in words, to what a patient asks for at the portal. The history lets go of it as it does of
 * notes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table task add column answer text not null default ''`.execute(db)
  await sql`drop trigger task_change_no_update`.execute(db)
  await sql`create trigger task_change_no_update before update on task_change
    when not (old.task_id = new.task_id and old.changed_at = new.changed_at and old.user_name = new.user_name
      and old.kind = new.kind and old.user_id is new.user_id and (
        old.undone_by is null and new.undone_by is not null and old.before = new.before and old.after = new.after
        or old.undone_by is new.undone_by
          and (new.before = '{}' and new.after = '{}'
            or new.before = json_remove(old.before, '$.note', '$.answer')
              and new.after = json_remove(old.after, '$.note', '$.answer'))
          and exists (select 1 from task join erasing using (patient_id) where task.id = old.task_id)))
    begin select raise(abort, 'task-change-append-only'); end`.execute(db)
}
