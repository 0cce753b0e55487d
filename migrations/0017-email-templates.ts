import { sql, type Kysely } from 'kysely'

export const changesData = true

/** A clinic's own texts for e-mail too: those there are were written for SMS. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table message_template_new (
    id integer primary key,
    channel text not null default 'sms' check (channel in ('sms', 'email')),
    purpose text not null,
    language text not null check (language in ('nb', 'nn', 'da', 'nl', 'en')),
    version integer not null,
    body text not null,
    created_at text not null,
    created_by integer references user (id),
    unique (channel, purpose, language, version)
  ) strict`.execute(db)
  await sql`insert into message_template_new
    (id, channel, purpose, language, version, body, created_at, created_by)
    select id, 'sms', purpose, language, version, body, created_at, created_by
    from message_template order by id`.execute(db)
  await sql`drop table message_template`.execute(db)
  await sql`alter table message_template_new rename to message_template`.execute(db)
}
