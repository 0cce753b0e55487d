import { sql, type Kysely } from 'kysely'

/**
 * What the patient portal holds and is to hold. While the connection is on, triggers write what the portal has to learn
 * in the transaction of the change itself, so that no step of the program, no import, merge or undo can forget it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await connection(db)
  await agreed(db)
  await outbox(db)
  await incoming(db)
  await places(db)
  await rememberPeople(db)
  await rememberAppointments(db)
  await rememberOffers(db)
  await forgetErased(db)
  await sql`insert into task_kind (name) values ('portal-request')`.execute(db)
}

async function connection(db: Kysely<unknown>): Promise<void> {
  // One row, which is there from the first day: the triggers read nothing else.
  await sql`create table portal_connection (
    id integer primary key check (id = 1),
    -- Whether changes are written down for the portal. Read by every trigger below.
    records integer not null default 0 check (records in (0, 1)),
    state text not null default 'off' check (state in ('off', 'loading', 'on', 'epoch-changed')),
    -- Names the clinic in the identifiers of what it sends; made once, with the first settings.
    clinic_key text,
    base_url text not null default '',
    client_id text not null default '',
    -- ES384, as JWK. Here lies all that is secret: the file is encrypted.
    private_key text not null default '',
    key_id text not null default '',
    -- PEM, where the portal asks for a certificate of the clinic.
    client_certificate text not null default '',
    client_certificate_key text not null default '',
    weeks_ahead integer not null default 8 check (weeks_ahead between 1 and 52),
    -- The portal's name for its own memory: another one means that it was restored or wiped.
    epoch text,
    -- The one that was found instead, until a person has chosen.
    found_epoch text,
    software text,
    last_event_id text,
    connected_since text,
    last_exchange_at text,
    -- A code with a sentence, and its parameters; null while all is well.
    trouble text,
    trouble_parameters text not null default '{}' check (json_valid(trouble_parameters)),
    trouble_since text,
    -- The moment of the last comparison of everything, by the clinic's clock.
    compared_at text
  ) strict`.execute(db)
  await sql`insert into portal_connection (id) values (1)`.execute(db)
  await sql`create table portal_pin (
    -- SHA-256 of the public key (SubjectPublicKeyInfo), base64.
    sha256 text primary key,
    first_seen_at text not null,
    confirmed_at text,
    confirmed_by integer references user (id),
    last_seen_at text
  ) strict`.execute(db)
}

/** What both sides were last agreed on. */
async function agreed(db: Kysely<unknown>): Promise<void> {
  await sql`create table portal_resource (
    type text not null,
    local_id integer not null,
    remote_id text not null,
    -- Of a read in which nothing stood against what is to be written; null: it has to be read before.
    etag text,
    last_updated text not null,
    -- The portal's resource as it was then, the base of a merge; null once the patient was erased here.
    body text check (body is null or json_valid(body)),
    primary key (type, local_id)
  ) strict, without rowid`.execute(db)
  await sql`create unique index portal_resource_remote on portal_resource (type, remote_id)`.execute(db)
}

async function outbox(db: Kysely<unknown>): Promise<void> {
  await sql`create table portal_operation (
    seq integer primary key autoincrement,
    -- Names it at the portal, too: after a lost answer it is searched for by this.
    op_id text not null unique default (lower(hex(randomblob(16)))),
    -- put: the portal shall hold what the clinic holds when it is sent. The others are steps of an appointment.
    kind text not null check (kind in ('put', 'book', 'move', 'cancel', 'change')),
    type text not null,
    local_id integer not null,
    -- Of an appointment's step: { place, before, status, isOverbooked } as they were then.
    detail text not null default '{}' check (json_valid(detail)),
    -- Which versions it goes out against, by reference; {} until they were read and looked at.
    base_etag text not null default '{}' check (json_valid(base_etag)),
    -- What was sent, or what a person made of it.
    body text check (body is null or json_valid(body)),
    is_edited integer not null default 0 check (is_edited in (0, 1)),
    state text not null default 'waiting' check (state in
      ('waiting', 'in-doubt', 'applied', 'nothing', 'conflict', 'dead', 'discarded', 'superseded')),
    -- Whether it was read back after it was applied.
    is_confirmed integer not null default 0 check (is_confirmed in (0, 1)),
    tries integer not null default 0,
    -- Null: at once.
    next_at text,
    -- By the clinic's clock, which a trigger cannot ask: the sender writes it when it first sees the row.
    created_at text,
    sent_at text,
    ended_at text,
    -- Why it waits, failed or was refused: a code, and what the portal said.
    reason text,
    answer text
  ) strict`.execute(db)
  await sql`create index portal_operation_open on portal_operation (next_at, seq) where state in ('waiting', 'in-doubt')`.execute(
    db
  )
  // One mark for everything that changed while it waits.
  await sql`create unique index portal_operation_mark on portal_operation (type, local_id)
    where state = 'waiting' and kind = 'put' and is_edited = 0`.execute(db)
  await sql`create index portal_operation_problem on portal_operation (state, seq) where state in ('conflict', 'dead')`.execute(
    db
  )
  await sql`create index portal_operation_unseen on portal_operation (seq) where created_at is null`.execute(
    db
  )
  await sql`create index portal_operation_ended on portal_operation (ended_at) where ended_at is not null`.execute(
    db
  )
  await sql`create index portal_operation_about on portal_operation (type, local_id, seq)`.execute(db)

  // What an operation takes its turn at: rows stand until it has ended, and a dead letter keeps them.
  await sql`create table portal_operation_key (
    aggregate text not null,
    seq integer not null references portal_operation (seq) on delete cascade,
    primary key (aggregate, seq)
  ) strict, without rowid`.execute(db)
  await sql`create index portal_operation_key_of on portal_operation_key (seq)`.execute(db)

  await sql`create table portal_attempt (
    id integer primary key,
    seq integer not null references portal_operation (seq) on delete cascade,
    at text not null,
    outcome text not null,
    status integer,
    detail text not null default ''
  ) strict`.execute(db)
  await sql`create index portal_attempt_of on portal_attempt (seq, id)`.execute(db)

  await sql`create table portal_conflict (
    id integer primary key,
    seq integer references portal_operation (seq) on delete set null,
    type text not null,
    local_id integer,
    remote_id text,
    kind text not null,
    ours text check (ours is null or json_valid(ours)),
    theirs text check (theirs is null or json_valid(theirs)),
    choices text not null check (json_valid(choices)),
    found_at text not null,
    decided_at text,
    decided_by integer references user (id),
    choice text,
    check ((decided_at is null) = (choice is null))
  ) strict`.execute(db)
  await sql`create index portal_conflict_open on portal_conflict (found_at, id) where decided_at is null`.execute(
    db
  )
  // The same one is not shown twice.
  await sql`create unique index portal_conflict_once on portal_conflict (type, coalesce(local_id, 0), coalesce(remote_id, ''), kind)
    where decided_at is null`.execute(db)
}

async function incoming(db: Kysely<unknown>): Promise<void> {
  await sql`create table portal_watermark (
    type text primary key,
    -- By the portal's clock.
    until text not null
  ) strict`.execute(db)
  // What the pull has passed by: its operations were under way, or it could not be read.
  await sql`create table portal_set_aside (
    type text not null,
    remote_id text not null,
    cause text not null check (cause in ('pending', 'broken', 'refused')),
    reason text not null default '',
    version text,
    since text not null,
    primary key (type, remote_id)
  ) strict, without rowid`.execute(db)
  await sql`create index portal_set_aside_cause on portal_set_aside (cause, since)`.execute(db)
  // How far a load of everything, or a comparison, has come.
  await sql`create table portal_run (
    id integer primary key,
    kind text not null check (kind in ('load', 'resync-clinic', 'resync-portal', 'compare')),
    phase text not null check (phase in ('listing', 'sending', 'done', 'stopped')),
    type text,
    after_id integer not null default 0,
    next_page text,
    -- Local ids that were on their way when this was written, as a list.
    in_doubt text check (in_doubt is null or json_valid(in_doubt)),
    listed integer not null default 0,
    sent integer not null default 0,
    differing integer not null default 0,
    started_at text not null,
    started_by integer references user (id),
    ended_at text
  ) strict`.execute(db)
  await sql`create unique index portal_run_open on portal_run ((1)) where ended_at is null`.execute(db)
  await sql`create table portal_difference (
    run_id integer not null references portal_run (id) on delete cascade,
    type text not null,
    local_id integer not null default 0,
    remote_id text not null default '',
    what text not null check (what in ('only-here', 'only-there', 'other-version', 'other-content')),
    primary key (run_id, type, local_id, remote_id)
  ) strict, without rowid`.execute(db)
}

async function places(db: Kysely<unknown>): Promise<void> {
  await sql`create table portal_slot (
    id integer primary key,
    clinician_id integer not null references clinician (id),
    type_id integer not null references appointment_type (id),
    -- UTC, whole minutes, as in the table of appointments.
    start_at text not null check (start_at is strftime('%Y-%m-%dT%H:%M:00Z', start_at)),
    end_at text not null check (end_at is strftime('%Y-%m-%dT%H:%M:00Z', end_at)),
    local_date text not null check (local_date is date(local_date)),
    -- gone: it is offered no more; the portal is told that it is busy.
    status text not null check (status in ('free', 'busy', 'gone')),
    unique (clinician_id, start_at, end_at, type_id),
    check (start_at < end_at)
  ) strict`.execute(db)
  await sql`create index portal_slot_day on portal_slot (clinician_id, local_date)`.execute(db)
  await sql`create index portal_slot_date on portal_slot (local_date)`.execute(db)
  // Days whose places have to be worked out again; '' is every day of that clinician.
  await sql`create table portal_touched_day (
    clinician_id integer not null,
    local_date text not null,
    primary key (clinician_id, local_date)
  ) strict, without rowid`.execute(db)
  await sql`create table portal_request (
    id integer primary key,
    kind text not null check (kind in ('cancel', 'move', 'message', 'other')),
    state text not null check (state in ('open', 'accepted', 'rejected', 'done')),
    task_id integer references task (id),
    inbound_message_id integer references inbound_message (id),
    appointment_id integer references appointment (id),
    -- What was wished for, without words of the patient: those stand in the task or the inbox.
    wish text not null default '{}' check (json_valid(wish)),
    reason text,
    received_at text not null,
    answered_at text
  ) strict`.execute(db)
  await sql`create index portal_request_task on portal_request (task_id) where task_id is not null`.execute(
    db
  )
}

const IS_RECORDING = '(select records from portal_connection where id = 1) = 1'

/** A mark that the portal is to hold what the clinic holds, unless one waits already. */
function mark(type: string, id: string): string {
  return `insert into portal_operation (kind, type, local_id) select 'put', '${type}', ${id}
    where ${id} is not null and not exists (select 1 from portal_operation
      where type = '${type}' and local_id = ${id} and state = 'waiting' and kind = 'put' and is_edited = 0);`
}

interface Watched {
  readonly name: string
  readonly on: string
  readonly when?: string
  readonly does: readonly string[]
}

async function watch(db: Kysely<unknown>, watched: readonly Watched[]): Promise<void> {
  for (const { name, on, when, does } of watched)
    await sql
      .raw(
        `create trigger portal_${name} after ${on}
        when ${IS_RECORDING}${when === undefined ? '' : ` and (${when})`}
        begin ${does.join(' ')} end`
      )
      .execute(db)
}

const PATIENT_COLUMNS = [
  'family_name',
  'given_name',
  'birth_date',
  'sex',
  'language',
  'address_line',
  'postal_code',
  'city',
  'address_protection',
  'confidentiality',
  'gp_clinician_id',
  'gp_external_name',
  'is_reserved',
  'deceased_on',
  'merged_into',
  'erased_at'
]

async function rememberPeople(db: Kysely<unknown>): Promise<void> {
  const ofPatient = (row: string) => mark('Patient', `${row}.patient_id`)
  await watch(db, [
    { name: 'patient_insert', on: 'insert on patient', does: [mark('Patient', 'new.id')] },
    {
      name: 'patient_update',
      on: `update of ${PATIENT_COLUMNS.join(', ')} on patient`,
      when: PATIENT_COLUMNS.map((column) => `new.${column} is not old.${column}`).join(' or '),
      does: [mark('Patient', 'new.id')]
    },
    ...['patient_identifier', 'patient_contact'].flatMap((table) => [
      { name: `${table}_insert`, on: `insert on ${table}`, does: [ofPatient('new')] },
      { name: `${table}_update`, on: `update on ${table}`, does: [ofPatient('new'), ofPatient('old')] },
      { name: `${table}_delete`, on: `delete on ${table}`, does: [ofPatient('old')] }
    ]),
    ...(['insert', 'update', 'delete'] as const).map((event) => {
      const row = event === 'delete' ? 'old' : 'new'
      const parties = [mark('Patient', `${row}.child_id`), mark('Patient', `${row}.guardian_id`)]
      return {
        name: `guardian_${event}`,
        on: `${event} on guardian`,
        does: [mark('RelatedPerson', `${row}.id`), ...parties]
      }
    }),
    {
      name: 'consent_insert',
      on: 'insert on consent_decision',
      does: [mark('Patient', 'new.patient_id'), mark('Consent', 'new.id')]
    },
    {
      name: 'clinician_insert',
      on: 'insert on clinician',
      does: [mark('Practitioner', 'new.id'), mark('Schedule', 'new.id')]
    },
    {
      name: 'clinician_update',
      on: 'update of name, is_active on clinician',
      when: 'new.name is not old.name or new.is_active is not old.is_active',
      does: [mark('Practitioner', 'new.id'), mark('Schedule', 'new.id')]
    },
    {
      name: 'message_update',
      on: 'update of state on message',
      when: `new.patient_id is not null and new.state is not old.state
        and new.state in ('sent', 'delivered', 'failed', 'uncertain')`,
      does: [mark('Communication', 'new.id')]
    },
    {
      name: 'request_update',
      on: 'update of state, reason on portal_request',
      does: [mark('Task', 'new.id')]
    }
  ])
}

const place = (row: string) =>
  `json_object('clinicianId', ${row}.clinician_id, 'startAt', ${row}.start_at, 'endAt', ${row}.end_at)`

function step(kind: string, before: string): string {
  return `insert into portal_operation (kind, type, local_id, detail)
    select ${kind}, 'Appointment', new.id, json_object(
      'place', json(${place('new')}), 'before', json(${before}),
      'patientId', new.patient_id, 'typeId', new.type_id, 'status', new.status,
      'isLive', new.is_live, 'isOverbooked', new.is_overbooked);`
}

const APPOINTMENT_COLUMNS = [
  'patient_id',
  'clinician_id',
  'type_id',
  'start_at',
  'end_at',
  'status',
  'encounter_status',
  'cancel_reason',
  'is_overbooked',
  'is_left_unseen',
  'confirmed_at'
]

/** Each step is an operation of its own, first in, first out: two appointments may change places. */
async function rememberAppointments(db: Kysely<unknown>): Promise<void> {
  const kind = `case
    when old.is_live and not new.is_live then 'cancel'
    when new.is_live and not old.is_live then 'book'
    when new.clinician_id is not old.clinician_id or new.start_at is not old.start_at
      or new.end_at is not old.end_at then 'move'
    else 'change' end`
  await watch(db, [
    {
      name: 'appointment_insert',
      on: 'insert on appointment',
      when: 'new.is_live',
      does: [step(`'book'`, 'null').replace('json(null)', 'null')]
    },
    {
      name: 'appointment_update',
      on: `update of ${APPOINTMENT_COLUMNS.join(', ')} on appointment`,
      when: APPOINTMENT_COLUMNS.map((column) => `new.${column} is not old.${column}`).join(' or '),
      does: [step(kind, place('old'))]
    }
  ])
  const overlapping = (where: string) => `insert or ignore into portal_operation_key (aggregate, seq)
    select 'Slot/' || slot.id, new.seq from portal_slot as slot
    where slot.clinician_id = json_extract(new.detail, '$.${where}.clinicianId')
      and slot.start_at > strftime('%Y-%m-%dT%H:%M:00Z', json_extract(new.detail, '$.${where}.startAt'), '-720 minutes')
      and slot.start_at < json_extract(new.detail, '$.${where}.endAt')
      and slot.end_at > json_extract(new.detail, '$.${where}.startAt');`
  await sql
    .raw(
      `create trigger portal_operation_takes_its_turn after insert on portal_operation
      begin
        insert or ignore into portal_operation_key (aggregate, seq) values (new.type || '/' || new.local_id, new.seq);
        ${overlapping('place')}
        ${overlapping('before')}
      end`
    )
    .execute(db)
  await sql`create trigger portal_operation_gives_way after update of state on portal_operation
    when new.state in ('applied', 'nothing', 'conflict', 'discarded', 'superseded')
    begin delete from portal_operation_key where seq = new.seq; end`.execute(db)
}

/** What the portal may offer, and the days on which it has to be worked out again. */
async function rememberOffers(db: Kysely<unknown>): Promise<void> {
  const day = (clinician: string, date: string) =>
    `insert or ignore into portal_touched_day (clinician_id, local_date)
      select ${clinician}, ${date} where ${clinician} is not null;`
  const EVERY = `''`
  const everybody = `insert or ignore into portal_touched_day (clinician_id, local_date) select id, '' from clinician;`
  const rows = (event: string) => ({ insert: ['new'], update: ['new', 'old'], delete: ['old'] })[event] ?? []
  const whole = (table: string, clinician: (row: string) => string) =>
    ['insert', 'update', 'delete'].map((event) => ({
      name: `${table}_${event}`,
      on: `${event} on ${table}`,
      does: rows(event).map((row) => day(clinician(row), EVERY))
    }))
  await watch(db, [
    { name: 'slot_insert', on: 'insert on portal_slot', does: [mark('Slot', 'new.id')] },
    {
      name: 'slot_update',
      on: 'update of status on portal_slot',
      when: 'new.status is not old.status',
      does: [mark('Slot', 'new.id')]
    },
    {
      name: 'day_appointment_insert',
      on: 'insert on appointment',
      does: [day('new.clinician_id', 'new.local_date')]
    },
    {
      name: 'day_appointment_update',
      on: 'update of clinician_id, start_at, end_at, status, is_left_unseen, type_id on appointment',
      does: [day('new.clinician_id', 'new.local_date'), day('old.clinician_id', 'old.local_date')]
    },
    ...['insert', 'update'].map((event) => ({
      name: `slot_hold_${event}`,
      on: `${event} on slot_hold`,
      // The clinic's day may begin on the day before or after that of UTC.
      does: ['-1 day', '+0 day', '+1 day'].map((shift) =>
        day('new.clinician_id', `date(new.start_at, '${shift}')`)
      )
    })),
    ...whole('schedule_template', (row) => `${row}.clinician_id`),
    ...whole(
      'schedule_session',
      (row) => `(select clinician_id from schedule_template where id = ${row}.template_id)`
    ),
    ...whole('schedule_exception', (row) => `${row}.clinician_id`),
    ...whole(
      'schedule_exception_session',
      (row) => `(select clinician_id from schedule_exception where id = ${row}.exception_id)`
    ),
    ...whole('absence', (row) => `${row}.clinician_id`),
    { name: 'appointment_type_insert', on: 'insert on appointment_type', does: [everybody] },
    { name: 'appointment_type_update', on: 'update on appointment_type', does: [everybody] }
  ])
}

/** What an erased patient leaves behind must not stand in what was sent; the portal itself is told to forget. */
async function forgetErased(db: Kysely<unknown>): Promise<void> {
  const ofThePatient = (type: string, ids: string) =>
    `update portal_resource set body = null, etag = null where type = '${type}' and local_id in (${ids});
     update portal_operation set body = null, answer = null where type = '${type}' and local_id in (${ids});
     update portal_conflict set ours = null, theirs = null where type = '${type}' and local_id in (${ids});`
  await sql
    .raw(
      `create trigger portal_patient_erased after update of erased_at on patient when new.erased_at is not null
      begin
        ${ofThePatient('Patient', 'select new.id')}
        ${ofThePatient('RelatedPerson', 'select id from guardian where child_id = new.id or guardian_id = new.id')}
        ${ofThePatient('Appointment', 'select id from appointment where patient_id = new.id')}
        ${ofThePatient('Consent', 'select id from consent_decision where patient_id = new.id')}
        ${ofThePatient('Communication', 'select id from message where patient_id = new.id')}
        ${ofThePatient('Task', 'select id from portal_request where task_id in (select id from task where patient_id = new.id)')}
      end`
    )
    .execute(db)
}
