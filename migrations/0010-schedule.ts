import { sql, type Kysely } from 'kysely'

/** Hours are kept anew. */
export const changesData = true

/**
 * Week templates, exceptions and absences instead of working hours; rooms and equipment that a visit takes; and what a
 * type of appointment asks of its place. As with clinicians' time, the database decides that no device is in two places.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createSchedules(db)
  await createResources(db)
  await extendTypes(db)
  await takeOverWorkingHours(db)
}

const SESSION = `
    start_minute integer not null check (start_minute between 0 and 1440),
    end_minute integer not null check (end_minute between 0 and 1440),
    kind text not null check (kind in ('ordinary', 'urgent', 'telephone', 'video', 'home-visit', 'blocked')),
    held_until_minute integer check (held_until_minute between 0 and 1440),
    room_id integer references room (id),
    check (start_minute < end_minute),
    check (held_until_minute is null or kind = 'urgent')`

async function createSchedules(db: Kysely<unknown>): Promise<void> {
  await sql`create table schedule_template (
    id integer primary key,
    clinician_id integer not null references clinician (id),
    name text not null default '',
    valid_from text not null check (valid_from is date(valid_from)),
    valid_until text check (valid_until is date(valid_until)),
    cycle_weeks integer not null check (cycle_weeks between 1 and 12),
    -- Any date of a week that is the first of the cycle.
    anchor_date text not null check (anchor_date is date(anchor_date)),
    unique (clinician_id, valid_from),
    check (valid_until is null or valid_until >= valid_from)
  ) strict`.execute(db)
  await sql`create table schedule_session (
    id integer primary key,
    template_id integer not null references schedule_template (id) on delete cascade,
    week integer not null check (week between 1 and 12),
    weekday integer not null check (weekday between 1 and 7),${sql.raw(SESSION)}
  ) strict`.execute(db)
  await sql`create index schedule_session_of on schedule_session (template_id, week, weekday, start_minute)`.execute(
    db
  )
  await sql`create trigger schedule_session_no_overlap before insert on schedule_session
    when exists (
      select 1 from schedule_session as other
      where other.template_id = new.template_id and other.week = new.week and other.weekday = new.weekday
        and other.start_minute < new.end_minute and other.end_minute > new.start_minute)
    begin select raise(abort, 'session-overlap'); end`.execute(db)

  await sql`create table schedule_exception (
    id integer primary key,
    clinician_id integer not null references clinician (id),
    local_date text not null check (local_date is date(local_date)),
    is_replacing integer not null check (is_replacing in (0, 1)),
    note text not null default '',
    unique (clinician_id, local_date)
  ) strict`.execute(db)
  await sql`create table schedule_exception_session (
    id integer primary key,
    exception_id integer not null references schedule_exception (id) on delete cascade,${sql.raw(SESSION)}
  ) strict`.execute(db)
  await sql`create index schedule_exception_session_of
    on schedule_exception_session (exception_id, start_minute)`.execute(db)
  await sql`create trigger schedule_exception_session_no_overlap before insert on schedule_exception_session
    when exists (
      select 1 from schedule_exception_session as other
      where other.exception_id = new.exception_id
        and other.start_minute < new.end_minute and other.end_minute > new.start_minute)
    begin select raise(abort, 'session-overlap'); end`.execute(db)

  // As the clinic's calendar and clock show it: a day off stays that day off whatever the clock does.
  await sql`create table absence (
    id integer primary key,
    clinician_id integer not null references clinician (id),
    from_date text not null check (from_date is date(from_date)),
    from_minute integer not null check (from_minute between 0 and 1440),
    until_date text not null check (until_date is date(until_date)),
    until_minute integer not null check (until_minute between 0 and 1440),
    reason text not null check (reason in ('holiday', 'illness', 'course', 'other')),
    note text not null default '',
    check (from_date < until_date or (from_date = until_date and from_minute < until_minute))
  ) strict`.execute(db)
  await sql`create index absence_of on absence (clinician_id, from_date)`.execute(db)
}

async function createResources(db: Kysely<unknown>): Promise<void> {
  await sql`create table resource_kind (
    id integer primary key,
    name text not null unique collate nocase,
    is_active integer not null check (is_active in (0, 1)),
    sort_order integer not null
  ) strict`.execute(db)
  await sql`create table resource (
    id integer primary key,
    kind_id integer not null references resource_kind (id),
    name text not null unique collate nocase,
    room_id integer references room (id),
    is_active integer not null check (is_active in (0, 1)),
    sort_order integer not null
  ) strict`.execute(db)
  await sql`create index resource_of on resource (kind_id, sort_order)`.execute(db)

  // A list of ids, so that history and undo treat it as they treat the other fields.
  await sql`alter table appointment add column resource_ids text not null default '[]'
    check (json_valid(resource_ids))`.execute(db)
  // Follows from the rows of appointment by the triggers below; nothing else writes it.
  await sql`create table appointment_resource (
    resource_id integer not null references resource (id),
    start_at text not null,
    end_at text not null,
    appointment_id integer not null references appointment (id),
    primary key (resource_id, start_at, appointment_id)
  ) strict, without rowid`.execute(db)
  await sql`create index appointment_resource_of on appointment_resource (appointment_id)`.execute(db)
  await sql`create trigger appointment_resource_no_overlap before insert on appointment_resource
    when exists (
      select 1 from appointment_resource as other
      where other.resource_id = new.resource_id
        and other.start_at > strftime('%Y-%m-%dT%H:%M:00Z', new.start_at, '-720 minutes')
        and other.start_at < new.end_at
        and other.end_at > new.start_at)
    begin select raise(abort, 'resource-overlap'); end`.execute(db)
  const take = sql`insert into appointment_resource (resource_id, start_at, end_at, appointment_id)
      select value, new.start_at, new.end_at, new.id from json_each(new.resource_ids) where new.is_live`
  await sql`create trigger appointment_takes_resources after insert on appointment
    when new.resource_ids <> '[]'
    begin ${take}; end`.execute(db)
  await sql`create trigger appointment_changes_resources
    after update of start_at, end_at, status, is_left_unseen, resource_ids on appointment
    when new.resource_ids <> '[]' or old.resource_ids <> '[]'
    begin
      delete from appointment_resource where appointment_id = new.id;
      ${take};
    end`.execute(db)
}

async function extendTypes(db: Kysely<unknown>): Promise<void> {
  for (const column of [
    `sends_confirmation integer not null default 1 check (sends_confirmation in (0, 1))`,
    // A list of the kinds of session its bookings belong in.
    `allowed_sessions text not null default '["ordinary"]' check (json_valid(allowed_sessions))`,
    // Kept free after each visit.
    `buffer_minutes integer not null default 0 check (buffer_minutes between 0 and 120)`,
    `is_portal_bookable integer not null default 0 check (is_portal_bookable in (0, 1))`,
    `quick_code text check (length(quick_code) = 6)`
  ])
    await sql`alter table appointment_type add column ${sql.raw(column)}`.execute(db)
  await sql`update appointment_type set allowed_sessions = json_array(kind, 'ordinary') where kind <> 'ordinary'`.execute(
    db
  )
  await sql`create unique index appointment_type_quick_code on appointment_type (quick_code)`.execute(db)
  await sql`create table appointment_type_need (
    type_id integer not null references appointment_type (id),
    kind_id integer not null references resource_kind (id),
    primary key (type_id, kind_id)
  ) strict, without rowid`.execute(db)
  // With the type, which says how long is kept free afterwards.
  await sql`drop index appointment_place`.execute(db)
  await sql`create index appointment_place on appointment (clinician_id, start_at, end_at, is_live, type_id)`.execute(
    db
  )
}

interface Hours {
  readonly clinician_id: number
  readonly weekday: number
  readonly start_minute: number
  end_minute: number
}

/** Each clinician's hours become a template that has always held: past days stay as they were shown. */
async function takeOverWorkingHours(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<Hours>`select clinician_id, weekday, start_minute, end_minute from working_hours
    order by clinician_id, weekday, start_minute`.execute(db)
  for (const clinicianId of new Set(rows.map(({ clinician_id }) => clinician_id))) {
    const { rows: made } = await sql<{ id: number }>`insert into schedule_template
      (clinician_id, valid_from, cycle_weeks, anchor_date) values (${clinicianId}, '2000-01-01', 1, '2000-01-03')
      returning id`.execute(db)
    for (const { weekday, start_minute, end_minute } of joined(rows, clinicianId))
      await sql`insert into schedule_session (template_id, week, weekday, start_minute, end_minute, kind)
        values (${made[0]?.id}, 1, ${weekday}, ${start_minute}, ${end_minute}, 'ordinary')`.execute(db)
  }
  await sql`drop table working_hours`.execute(db)
}

/** Hours could lie over one another; sessions cannot. */
function joined(rows: readonly Hours[], clinicianId: number): Hours[] {
  const kept: Hours[] = []
  for (const row of rows.filter(({ clinician_id }) => clinician_id === clinicianId)) {
    const last = kept.at(-1)
    if (last?.weekday === row.weekday && row.start_minute < last.end_minute)
      last.end_minute = Math.max(last.end_minute, row.end_minute)
    else kept.push({ ...row })
  }
  return kept
}
