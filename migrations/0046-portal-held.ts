import { sql, type Kysely } from 'kysely'

/** How many the portal holds of each type: asked for at every change, and too many to be counted each time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table portal_held (
    type text primary key,
    count integer not null check (count >= 0)
  ) strict, without rowid`.execute(db)
  await sql`insert into portal_held (type, count)
    select type, count(*) from portal_resource group by type`.execute(db)
  await sql`create trigger portal_held_more after insert on portal_resource begin
    insert into portal_held (type, count) values (new.type, 1)
      on conflict (type) do update set count = count + 1;
  end`.execute(db)
  await sql`create trigger portal_held_less after delete on portal_resource begin
    update portal_held set count = count - 1 where type = old.type;
  end`.execute(db)
}
