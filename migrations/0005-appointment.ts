import { sql, type Kysely } from 'kysely'

/**
 * Appointments with their types and their history. The database decides about overlaps: no desk, program or race can
 * give one slot to two patients unless the second one is marked as overbooked.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table appointment_type (
    id integer primary key,
    name text not null unique collate nocase,
    duration_minutes integer not null check (duration_minutes between 5 and 480),
    colour text not null,
    kind text not null check (kind in ('ordinary', 'urgent', 'video', 'telephone', 'home-visit')),
    is_active integer not null check (is_active in (0, 1)),
    sort_order integer not null
  ) strict`.execute(db)

  await sql`create table appointment (
    id integer primary key,
    version integer not null default 1,
    patient_id integer not null references patient (id),
    clinician_id integer not null references clinician (id),
    type_id integer not null references appointment_type (id),
    -- UTC, whole minutes, so that text compares as time does.
    start_at text not null check (start_at is strftime('%Y-%m-%dT%H:%M:00Z', start_at)),
    end_at text not null check (end_at is strftime('%Y-%m-%dT%H:%M:00Z', end_at)),
    -- As the clinic's calendar and clock showed it when it was booked.
    local_date text not null check (local_date is date(local_date)),
    local_time text not null check (local_time is strftime('%H:%M', local_time)),
    status text not null check (status in
      ('waitlist', 'proposed', 'pending', 'booked', 'arrived', 'checked-in', 'fulfilled', 'cancelled', 'noshow',
       'entered-in-error')),
    encounter_status text check (encounter_status in
      ('planned', 'arrived', 'triaged', 'in-progress', 'finished', 'cancelled')),
    is_overbooked integer not null default 0 check (is_overbooked in (0, 1)),
    is_left_unseen integer not null default 0 check (is_left_unseen in (0, 1)),
    note text not null default '',
    room_id integer references room (id),
    cancel_reason text check (cancel_reason in ('patient', 'clinic', 'double-booked', 'wrong-patient', 'other')),
    arrived_at text,
    in_progress_at text,
    finished_at text,
    confirmed_at text,
    created_at text not null,
    created_by integer references user (id),
    -- Whether it takes its place: who cancelled, did not come or left unseen has given it back.
    is_live integer not null generated always as
      (status not in ('cancelled', 'noshow', 'entered-in-error') and is_left_unseen = 0) virtual,
    check (start_at < end_at),
    -- The search for overlaps looks back this far and no further.
    check (end_at <= strftime('%Y-%m-%dT%H:%M:00Z', start_at, '+720 minutes')),
    check ((status = 'cancelled') = (cancel_reason is not null)),
    check (is_left_unseen = 0 or encounter_status = 'cancelled')
  ) strict`.execute(db)
  await sql`create index appointment_place on appointment (clinician_id, start_at, end_at, is_live)`.execute(
    db
  )
  await sql`create index appointment_day on appointment (local_date, clinician_id, start_at)`.execute(db)
  await sql`create index appointment_patient on appointment (patient_id, start_at)`.execute(db)
  await sql`create index appointment_start on appointment (start_at)`.execute(db)

  await sql`create trigger appointment_no_overlap_insert after insert on appointment
    when new.is_overbooked = 0 and new.is_live and exists (
      select 1 from appointment as other
      where other.clinician_id = new.clinician_id
        and other.start_at > strftime('%Y-%m-%dT%H:%M:00Z', new.start_at, '-720 minutes')
        and other.start_at < new.end_at
        and other.end_at > new.start_at
        and other.is_live
        and other.id <> new.id)
    begin select raise(abort, 'appointment-overlap'); end`.execute(db)
  // Only a row that takes more room than before is checked: one that lies beside an overbooked one may still arrive.
  await sql`create trigger appointment_no_overlap_update
    after update of clinician_id, start_at, end_at, status, is_overbooked, is_left_unseen on appointment
    when new.is_overbooked = 0 and new.is_live
      and (not old.is_live or old.is_overbooked = 1 or old.clinician_id <> new.clinician_id
        or new.start_at < old.start_at or new.end_at > old.end_at)
      and exists (
        select 1 from appointment as other
        where other.clinician_id = new.clinician_id
          and other.start_at > strftime('%Y-%m-%dT%H:%M:00Z', new.start_at, '-720 minutes')
          and other.start_at < new.end_at
          and other.end_at > new.start_at
          and other.is_live
          and other.id <> new.id)
    begin select raise(abort, 'appointment-overlap'); end`.execute(db)
  await sql`create trigger appointment_no_delete before delete on appointment
    begin select raise(abort, 'appointment-kept'); end`.execute(db)

  await sql`create table appointment_change (
    id integer primary key autoincrement,
    appointment_id integer not null references appointment (id),
    changed_at text not null,
    user_id integer references user (id),
    user_name text not null,
    kind text not null check (kind in
      ('booked', 'moved', 'resized', 'cancelled', 'arrived', 'called-in', 'finished', 'left-unseen', 'no-show',
       'confirmed', 'note', 'undone')),
    -- The fields that changed, as they were and as they became.
    before text not null check (json_valid(before)),
    after text not null check (json_valid(after)),
    undone_by integer references appointment_change (id)
  ) strict`.execute(db)
  await sql`create index appointment_change_of on appointment_change (appointment_id, id)`.execute(db)
  await sql`create trigger appointment_change_no_update before update on appointment_change
    when old.undone_by is not null or new.undone_by is null
      or old.appointment_id <> new.appointment_id or old.changed_at <> new.changed_at
      or old.user_id is not new.user_id or old.user_name <> new.user_name or old.kind <> new.kind
      or old.before <> new.before or old.after <> new.after
    begin select raise(abort, 'appointment-change-append-only'); end`.execute(db)
  await sql`create trigger appointment_change_no_delete before delete on appointment_change
    begin select raise(abort, 'appointment-change-append-only'); end`.execute(db)
}
