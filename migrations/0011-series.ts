import { sql, type Kysely } from 'kysely'

/** Late cancellations of before are found in the history and marked. */
export const changesData = true

/**
 * Series of appointments, each occurrence a row of its own; the mark of a late cancellation; appointments entered in
 * error by a step of their own; and what became of the fees for those who did not come.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createSeries(db)
  await rebuildHistory(db)
  await markLateCancellations(db)
  await createFees(db)
}

async function createSeries(db: Kysely<unknown>): Promise<void> {
  await sql`create table appointment_series (
    id integer primary key autoincrement,
    patient_id integer not null references patient (id),
    rhythm text not null check (rhythm in ('days', 'weeks', 'months-by-date', 'months-by-weekday')),
    every integer not null check (every between 1 and 365),
    first_date text not null check (first_date is date(first_date)),
    -- One of the two says where it ends.
    until_date text check (until_date is date(until_date)),
    occurrence_count integer check (occurrence_count between 2 and 104),
    created_at text not null,
    created_by integer references user (id),
    check ((until_date is null) <> (occurrence_count is null))
  ) strict`.execute(db)
  await sql`create table appointment_series_step (
    id integer primary key autoincrement,
    series_id integer not null references appointment_series (id),
    kind text not null check (kind in ('booked', 'changed', 'cancelled')),
    taken_at text not null,
    user_id integer references user (id),
    user_name text not null
  ) strict`.execute(db)
  await sql`alter table appointment add column series_id integer references appointment_series (id)`.execute(
    db
  )
  await sql`alter table appointment add column series_number integer
    check ((series_id is null) = (series_number is null))`.execute(db)
  await sql`create unique index appointment_of_series on appointment (series_id, series_number)
    where series_id is not null`.execute(db)
  // The start the desk itself has told the patient of, and when, so that no message need say it.
  await sql`alter table appointment add column told_start_at text`.execute(db)
  await sql`alter table appointment add column told_at text
    check ((told_start_at is null) = (told_at is null))`.execute(db)
}

/** A check of a column is changed by writing the table anew: two kinds of steps more, and the series' step each is part of. */
async function rebuildHistory(db: Kysely<unknown>): Promise<void> {
  await sql`create table appointment_change_new (
    id integer primary key autoincrement,
    appointment_id integer not null references appointment (id),
    changed_at text not null,
    user_id integer references user (id),
    user_name text not null,
    kind text not null check (kind in
      ('booked', 'moved', 'resized', 'retyped', 'cancelled', 'arrived', 'called-in', 'finished', 'left-unseen',
       'no-show', 'confirmed', 'note', 'entered-in-error', 'undone')),
    -- The fields that changed, as they were and as they became.
    before text not null check (json_valid(before)),
    after text not null check (json_valid(after)),
    undone_by integer references appointment_change_new (id),
    -- Taken together with the same step of the series' other occurrences.
    series_step_id integer references appointment_series_step (id)
  ) strict`.execute(db)
  await sql`insert into appointment_change_new
      (id, appointment_id, changed_at, user_id, user_name, kind, before, after, undone_by)
    select id, appointment_id, changed_at, user_id, user_name, kind, before, after, undone_by
    from appointment_change order by id`.execute(db)
  await sql`drop table appointment_change`.execute(db)
  await sql`alter table appointment_change_new rename to appointment_change`.execute(db)
  await sql`create index appointment_change_of on appointment_change (appointment_id, id)`.execute(db)
  await sql`create index appointment_change_of_step on appointment_change (series_step_id, id)
    where series_step_id is not null`.execute(db)
  await sql`create trigger appointment_change_no_update before update on appointment_change
    when old.undone_by is not null or new.undone_by is null
      or old.appointment_id <> new.appointment_id or old.changed_at <> new.changed_at
      or old.user_id is not new.user_id or old.user_name <> new.user_name or old.kind <> new.kind
      or old.before <> new.before or old.after <> new.after or old.series_step_id is not new.series_step_id
    begin select raise(abort, 'appointment-change-append-only'); end`.execute(db)
  await sql`create trigger appointment_change_no_delete before delete on appointment_change
    begin select raise(abort, 'appointment-change-append-only'); end`.execute(db)
}

async function markLateCancellations(db: Kysely<unknown>): Promise<void> {
  await sql`alter table appointment add column is_cancelled_late integer not null default 0
    check (is_cancelled_late = 0 or (is_cancelled_late = 1 and status = 'cancelled'))`.execute(db)
  // What a fee may be taken for.
  await sql`alter table appointment add column lapse text generated always as
    (case when status = 'noshow' then 'no-show' when is_cancelled_late = 1 then 'late-cancellation' end) virtual`.execute(
    db
  )
  await sql`create index appointment_lapse on appointment (local_date, clinician_id) where lapse is not null`.execute(
    db
  )
  await sql`update appointment set is_cancelled_late = 1
    where status = 'cancelled' and exists (
      select 1 from appointment_change as change
      where change.appointment_id = appointment.id and change.kind = 'cancelled' and change.undone_by is null
        and strftime('%Y-%m-%dT%H:%M:%SZ', change.changed_at, '+' || coalesce(
          (select json_extract(value, '$.cancelLimitHours') from setting where name = 'messaging'), 24) || ' hours')
          > appointment.start_at)`.execute(db)
}

async function createFees(db: Kysely<unknown>): Promise<void> {
  // A clinic that is at work already gets the rules a new one begins with.
  await sql`insert into setting (name, value)
    select 'fees', '{"noShowMinor":null,"lateCancellationMinor":null,"exemptUnderAge":16,"isClinicExempt":true}'
    where exists (select 1 from setting where name = 'messaging')`.execute(db)
  await sql`create table fee_decision (
    id integer primary key autoincrement,
    appointment_id integer not null references appointment (id),
    decided_at text not null,
    user_id integer references user (id),
    user_name text not null,
    is_handled integer not null check (is_handled in (0, 1)),
    -- What the fee was when it was decided, hundredths of the currency; null where no amount was set.
    amount_minor integer check (amount_minor >= 0),
    note text not null
  ) strict`.execute(db)
  await sql`create index fee_decision_of on fee_decision (appointment_id, id)`.execute(db)
  await sql`create trigger fee_decision_no_update before update on fee_decision
    begin select raise(abort, 'fee-decision-append-only'); end`.execute(db)
  await sql`create trigger fee_decision_no_delete before delete on fee_decision
    begin select raise(abort, 'fee-decision-append-only'); end`.execute(db)
}
