/** One row of a table, as the schema of its migration takes it. */
export interface StoredRow {
  readonly table: string
  readonly row: Readonly<Record<string, string | number | null>>
}

const AT = '2026-12-03T08:20:00Z'
const LATER = '2026-12-03T09:20:00Z'

/** What each migration's tables hold before the next one runs; synthetic people and numbers. */
export const ROWS: Readonly<Record<number, readonly StoredRow[]>> = {
  1: [
    { table: 'setting', row: { name: 'clinicName', value: '"Fjellro legesenter"' } },
    {
      table: 'user',
      row: {
        id: 1,
        name: 'Kari Moe',
        initials: 'KM',
        role: 'manager',
        language: 'nn',
        password_hash: 'scrypt$1',
        is_active: 1,
        created_at: AT
      }
    },
    { table: 'room', row: { id: 1, name: 'Rom 1', is_active: 1, sort_order: 1 } },
    {
      table: 'clinician',
      row: {
        id: 1,
        name: 'Anne Lunde',
        initials: 'AL',
        colour: 'teal',
        is_active: 1,
        user_id: 1,
        default_room_id: 1,
        sort_order: 1
      }
    },
    {
      table: 'working_hours',
      row: { id: 1, clinician_id: 1, weekday: 4, start_minute: 480, end_minute: 930 }
    }
  ],
  2: [
    {
      table: 'access_log',
      row: {
        id: 1,
        occurred_at: AT,
        user_id: 1,
        user_name: 'Kari Moe',
        role: 'manager',
        action: 'patient.opened',
        patient_id: 1,
        reason: 'Ringte om prøvesvar',
        detail: null,
        previous_hash: '',
        hash: 'a1'
      }
    }
  ],
  3: [
    {
      table: 'patient',
      row: {
        id: 1,
        family_name: 'Sørlie',
        given_name: 'Ingrid',
        name_key: 'sorlie ingrid',
        first_key: 'ingrid',
        birth_date: '1987-05-17',
        sex: 'female',
        address_protection: 'confidential',
        gp_clinician_id: 1,
        note: 'Ring først',
        created_at: AT,
        updated_at: AT
      }
    },
    {
      table: 'patient',
      row: {
        id: 2,
        family_name: 'Sørlie',
        given_name: 'Ola',
        name_key: 'sorlie ola',
        first_key: 'ola',
        birth_date: '2016-02-29',
        sex: 'male',
        created_at: AT,
        updated_at: AT
      }
    },
    {
      table: 'patient_identifier',
      row: { id: 1, patient_id: 1, type: 'fodselsnummer', value: '17858712345', status: 'in-use' }
    },
    {
      table: 'patient_contact',
      row: { id: 1, patient_id: 1, channel: 'mobile', value: '+4741000001', updated_at: AT, ended_at: LATER }
    },
    {
      table: 'patient_contact',
      row: {
        id: 2,
        patient_id: 1,
        channel: 'mobile',
        value: '+4741000002',
        updated_at: LATER,
        verified_at: LATER,
        verified_how: 'code',
        verified_by: 1
      }
    },
    {
      table: 'guardian',
      row: {
        id: 1,
        child_id: 2,
        guardian_id: 1,
        kind: 'parent',
        carries_messages: 1,
        period_start: '2026-12-03'
      }
    },
    { table: 'patient_search', row: { rowid: 1, name: 'sorlie ingrid' } }
  ],
  4: [
    {
      table: 'consent_decision',
      row: {
        id: 1,
        patient_id: 1,
        purpose: 'appointment-reminder',
        channel: 'sms',
        decision: 'withdrawn',
        legal_basis: 'none',
        wording_version: '1',
        decided_at: AT,
        how: 'sms-reply',
        user_id: null
      }
    }
  ],
  5: [
    {
      table: 'appointment_type',
      row: {
        id: 1,
        name: 'Konsultasjon',
        duration_minutes: 20,
        colour: 'teal',
        kind: 'ordinary',
        is_active: 1,
        sort_order: 1
      }
    },
    {
      table: 'appointment',
      row: {
        id: 1,
        patient_id: 1,
        clinician_id: 1,
        type_id: 1,
        start_at: AT,
        end_at: LATER,
        local_date: '2026-12-03',
        local_time: '09:20',
        status: 'cancelled',
        encounter_status: 'cancelled',
        note: 'Fastende',
        room_id: 1,
        cancel_reason: 'patient',
        created_at: AT,
        created_by: 1
      }
    },
    {
      table: 'appointment_change',
      row: {
        id: 1,
        appointment_id: 1,
        changed_at: AT,
        user_id: 1,
        user_name: 'Kari Moe',
        kind: 'cancelled',
        before: '{"status":"booked"}',
        after: '{"status":"cancelled"}'
      }
    }
  ],
  6: [
    {
      table: 'message',
      row: {
        id: 1,
        key: 'appointment:1:cancellation-notice',
        patient_id: 1,
        appointment_id: 1,
        purpose: 'cancellation-notice',
        language: 'nb',
        recipient: '+4741000002',
        body: 'Timen din er avlyst.',
        priority: 1,
        not_before: AT,
        due_at: AT,
        expires_at: LATER,
        state: 'sent',
        segments: 1,
        cost_minor: 49,
        parts_accepted: 1,
        attempts: 1,
        created_at: AT,
        created_by: 1,
        sent_at: AT
      }
    },
    {
      table: 'message_part',
      row: {
        id: 1,
        message_id: 1,
        part: 1,
        total: 1,
        recipient: '+4741000002',
        imei: '490154203237518',
        mr: 7,
        state: 'accepted',
        submitted_at: AT,
        accepted_at: AT
      }
    },
    {
      table: 'message_attempt',
      row: { id: 1, message_id: 1, part: 1, started_at: AT, ended_at: AT, outcome: 'accepted' }
    },
    {
      table: 'early_report',
      row: { id: 1, mr: 8, recipient: '+4741000002', status: 0, outcome: 'delivered', received_at: AT }
    },
    {
      table: 'inbound_message',
      row: {
        id: 1,
        sender: '+4741000002',
        patient_id: 1,
        body: 'STOPP',
        is_complete: 1,
        received_at: AT,
        is_read: 0,
        handled_as: 'stop'
      }
    },
    {
      table: 'inbound_part',
      row: {
        id: 1,
        pdu_digest: 'd1',
        sent_at: AT,
        sender: '+4741000002',
        body: 'STOPP',
        part: 1,
        total: 1,
        received_at: AT,
        inbound_message_id: 1
      }
    },
    {
      table: 'one_time_code',
      row: {
        id: 1,
        patient_id: 1,
        mobile: '+4741000002',
        code_hash: 'h1',
        salt: 's1',
        message_id: 1,
        state: 'used',
        tries: 1,
        asked_at: AT,
        asked_by: 1,
        expires_at: LATER
      }
    },
    {
      table: 'message_template',
      row: {
        id: 1,
        purpose: 'appointment-reminder',
        language: 'nb',
        version: 2,
        body: 'Du har time {date} kl. {time}.',
        created_at: AT,
        created_by: 1
      }
    }
  ],
  7: [
    {
      table: 'inbound_appointment',
      row: { inbound_message_id: 1, appointment_id: 1, start_at: LATER, outcome: 'cancelled' }
    },
    {
      table: 'reply_question',
      row: {
        id: 1,
        sender: '+4741000002',
        kind: 'cancel',
        inbound_message_id: 1,
        message_id: 1,
        asked_at: AT,
        expires_at: LATER,
        state: 'answered'
      }
    },
    { table: 'reply_option', row: { question_id: 1, number: 1, appointment_id: 1, start_at: LATER } },
    { table: 'message_group', row: { member_id: 1, leader_id: 1 } },
    {
      table: 'message_list',
      row: { id: 1, clinician_id: 1, local_date: '2026-12-03', body: 'Legen er syk i dag.', created_at: AT }
    },
    {
      table: 'message_list_entry',
      row: { list_id: 1, patient_id: 1, appointment_id: 1, reason: 'reserved' }
    }
  ],
  10: [
    {
      table: 'schedule_template',
      row: {
        id: 2,
        clinician_id: 1,
        name: 'Sommer',
        valid_from: '2026-06-22',
        valid_until: '2026-08-14',
        cycle_weeks: 2,
        anchor_date: '2026-06-22'
      }
    },
    {
      table: 'schedule_session',
      row: {
        id: 100,
        template_id: 2,
        week: 2,
        weekday: 4,
        start_minute: 480,
        end_minute: 540,
        kind: 'urgent',
        held_until_minute: 480,
        room_id: 1
      }
    },
    {
      table: 'schedule_exception',
      row: { id: 1, clinician_id: 1, local_date: '2026-12-24', is_replacing: 1, note: 'Julaften' }
    },
    {
      table: 'schedule_exception_session',
      row: { id: 1, exception_id: 1, start_minute: 480, end_minute: 600, kind: 'ordinary' }
    },
    {
      table: 'absence',
      row: {
        id: 1,
        clinician_id: 1,
        from_date: '2026-12-07',
        from_minute: 0,
        until_date: '2026-12-11',
        until_minute: 1440,
        reason: 'course',
        note: 'Kurs i Bergen'
      }
    },
    { table: 'resource_kind', row: { id: 1, name: 'Ultralyd', is_active: 1, sort_order: 1 } },
    {
      table: 'resource',
      row: { id: 1, kind_id: 1, name: 'Ultralyd 1', room_id: 1, is_active: 1, sort_order: 1 }
    },
    { table: 'appointment_type_need', row: { type_id: 1, kind_id: 1 } },
    {
      table: 'appointment_resource',
      row: { resource_id: 1, start_at: AT, end_at: LATER, appointment_id: 1 }
    }
  ],
  11: [
    {
      table: 'appointment_series',
      row: {
        id: 1,
        patient_id: 1,
        rhythm: 'months-by-weekday',
        every: 1,
        first_date: '2026-12-03',
        until_date: null,
        occurrence_count: 8,
        created_at: AT,
        created_by: 1
      }
    },
    {
      table: 'appointment_series_step',
      row: { id: 1, series_id: 1, kind: 'booked', taken_at: AT, user_id: 1, user_name: 'Kari Moe' }
    },
    {
      table: 'appointment',
      row: {
        id: 3,
        patient_id: 1,
        clinician_id: 1,
        type_id: 1,
        start_at: LATER,
        end_at: '2026-12-03T09:40:00Z',
        local_date: '2026-12-03',
        local_time: '10:20',
        status: 'cancelled',
        encounter_status: 'cancelled',
        cancel_reason: 'patient',
        created_at: AT,
        created_by: 1,
        series_id: 1,
        series_number: 1,
        told_start_at: LATER,
        told_at: AT,
        is_cancelled_late: 1
      }
    },
    {
      table: 'appointment_change',
      row: {
        id: 3,
        appointment_id: 3,
        changed_at: AT,
        user_id: 1,
        user_name: 'Kari Moe',
        kind: 'entered-in-error',
        before: '{"status":"booked"}',
        after: '{"status":"entered-in-error"}',
        series_step_id: 1
      }
    },
    {
      table: 'fee_decision',
      row: {
        id: 1,
        appointment_id: 3,
        decided_at: AT,
        user_id: 1,
        user_name: 'Kari Moe',
        is_handled: 1,
        amount_minor: 20000,
        note: 'Faktura sendt'
      }
    }
  ],
  12: [
    {
      table: 'waiting_list_entry',
      row: {
        id: 1,
        patient_id: 1,
        type_id: 1,
        duration_minutes: 20,
        weekdays: 31,
        from_minute: 480,
        until_minute: 960,
        notice_minutes: 60,
        priority: 2,
        state: 'waiting',
        created_at: AT
      }
    },
    {
      table: 'waiting_list_gap',
      row: {
        id: 1,
        clinician_id: 1,
        start_at: '2026-12-04T08:20:00Z',
        end_at: '2026-12-04T08:40:00Z',
        local_date: '2026-12-04',
        local_time: '09:20',
        cause: 'cancelled',
        opened_at: AT,
        state: 'open'
      }
    },
    {
      table: 'slot_hold',
      row: {
        id: 1,
        clinician_id: 1,
        start_at: '2026-12-04T08:20:00Z',
        end_at: '2026-12-04T08:40:00Z',
        held_at: AT
      }
    },
    {
      table: 'waiting_list_round',
      row: {
        id: 1,
        gap_id: 1,
        hold_id: 1,
        mode: 'in-turn',
        answer_minutes: 30,
        state: 'running',
        started_at: AT
      }
    },
    {
      table: 'waiting_list_offer',
      row: { id: 1, round_id: 1, entry_id: 1, position: 1, state: 'next' }
    }
  ],
  13: [
    {
      table: 'arrival_code',
      row: { appointment_id: 1, local_date: '2026-12-03', code: 'KT47', created_at: AT }
    },
    {
      table: 'clinician_delay',
      row: {
        id: 1,
        clinician_id: 1,
        local_date: '2026-12-03',
        minutes: 25,
        until_at: LATER,
        set_at: AT,
        set_by: 1,
        user_name: 'Kari Moe'
      }
    },
    {
      table: 'delay_notice',
      row: {
        id: 1,
        clinician_id: 1,
        local_date: '2026-12-03',
        minutes: 25,
        created_at: AT,
        created_by: 1
      }
    },
    {
      table: 'delay_notice_entry',
      row: { notice_id: 1, patient_id: 1, appointment_id: 1, step: 1, message_id: 1 }
    }
  ],
  14: [
    {
      table: 'task',
      row: {
        id: 1,
        key: 'video-late/1',
        kind: 'video-late',
        title: '',
        patient_id: 1,
        appointment_id: 1,
        due_on: '2026-12-07',
        owner_id: 1,
        created_at: AT
      }
    },
    {
      table: 'task_change',
      row: {
        id: 1,
        task_id: 1,
        changed_at: AT,
        user_name: 'Skranke',
        kind: 'created',
        before: '{}',
        after: '{"dueOn":"2026-12-07"}'
      }
    },
    { table: 'task_owner', row: { subject: 'message', subject_id: 1, owner_id: 1 } },
    {
      table: 'message',
      row: {
        id: 2,
        key: 'appointment:1:video-link',
        patient_id: 1,
        appointment_id: 1,
        purpose: 'video-link',
        language: 'nb',
        recipient: '+4741000002',
        body: 'Lenke: https://video.example/abc',
        priority: 1,
        not_before: AT,
        due_at: AT,
        expires_at: LATER,
        state: 'queued',
        segments: 1,
        cost_minor: 49,
        created_at: AT
      }
    }
  ],
  15: [
    {
      table: 'lan_certificate',
      row: {
        id: 1,
        certificate: '-----BEGIN CERTIFICATE-----',
        key_nonce: 'bm9uY2U=',
        key_wrapped: 'a2V5',
        key_tag: 'dGFn',
        names: '["skranke"]',
        valid_until: LATER
      }
    },
    {
      table: 'lan_session',
      row: {
        id: 1,
        user_id: 1,
        ticket_hash: 'ab12',
        address: '192.168.1.20',
        signed_in_at: AT,
        is_locked: 0,
        expires_at: null
      }
    },
    {
      table: 'wrong_attempt',
      row: { kind: 'sign-in', address: '192.168.1.20', count: 1, last_at: AT, blocked_until: null }
    }
  ],
  19: [
    { table: 'duplicate_key', row: { key: 2166136261, patient_id: 1 } },
    {
      table: 'duplicate_pair',
      row: {
        id: 1,
        one_id: 1,
        other_id: 2,
        score: 85,
        reasons: '["birth-date","name-sounds"]',
        state: 'not-the-same',
        found_at: AT,
        decided_at: LATER,
        decided_by: 1
      }
    },
    {
      table: 'duplicate_search',
      row: { id: 1, rules: 1, after_updated_at: AT, after_id: 2, started_at: null, finished_at: LATER }
    },
    {
      table: 'patient_merge',
      row: {
        id: 1,
        survivor_id: 1,
        loser_id: 2,
        merged_at: AT,
        merged_by: 1,
        user_name: 'Kari Moe',
        choices: '{"familyName":"loser"}',
        survivor_before: '{}',
        loser_before: '{}',
        survivor_after: '{}',
        highest: '{"appointment":1}',
        log_from: 0,
        log_until: 1,
        undone_at: LATER,
        undone_by: 1,
        undone_name: 'Kari Moe'
      }
    },
    {
      table: 'patient_merge_row',
      row: {
        merge_id: 1,
        table_name: 'guardian',
        row_key: '[1]',
        column_name: 'period_end',
        before: 'null',
        after: '"2026-12-03"'
      }
    },
    { table: 'consent_decision_owner', row: { id: 1, decision_id: 1, patient_id: 2, merge_id: 1 } }
  ],
  20: [
    {
      table: 'identifier_change',
      row: {
        id: 1,
        patient_id: 1,
        kind: 'corrected',
        old_identifier_id: 7,
        old_type: 'd-number',
        old_value: '57858712345',
        old_status: 'in-use',
        new_identifier_id: 1,
        new_type: 'fodselsnummer',
        new_value: '17858712345',
        changed_at: AT,
        user_id: 1,
        user_name: 'Kari Moe'
      }
    }
  ],
  21: [
    {
      table: 'guardian',
      row: {
        id: 2,
        child_id: 1,
        guardian_id: 2,
        kind: 'foster-parent',
        carries_messages: 0,
        period_start: '2026-12-03',
        planned_end: '2027-06-30'
      }
    },
    { table: 'guardian_purpose', row: { relation_id: 1, purpose: 'video' } },
    {
      table: 'task',
      row: {
        id: 3,
        key: 'majority/2',
        kind: 'majority',
        title: '',
        patient_id: 2,
        due_on: '2026-12-04',
        created_at: AT
      }
    }
  ],
  22: [
    {
      table: 'consent_decision',
      row: {
        id: 2,
        patient_id: 1,
        purpose: 'recall',
        channel: 'email',
        decision: 'given',
        legal_basis: 'consent',
        wording_version: 'nb-2',
        decided_at: AT,
        how: 'paper',
        signed_on: '2026-12-02',
        user_id: 1
      }
    },
    {
      table: 'consent_decision',
      row: {
        id: 3,
        patient_id: 1,
        purpose: 'recall',
        channel: 'email',
        decision: 'undecided',
        legal_basis: 'none',
        wording_version: 'nb-2',
        decided_at: LATER,
        how: 'desk',
        undoes: 2,
        user_id: 1
      }
    },
    {
      table: 'letter',
      row: {
        id: 1,
        key: 'appointment/1/appointment/2026-12-10T08:20:00Z',
        patient_id: 1,
        appointment_id: 1,
        about_start: LATER,
        message_id: 1,
        kind: 'appointment',
        language: 'nb',
        subject: 'Time hos oss',
        body: 'Hei.',
        template_version: 0,
        cause: 'reserved',
        state: 'printed',
        created_at: AT,
        printed_at: LATER,
        printed_by: 1
      }
    },
    { table: 'letter_step', row: { id: 1, letter_id: 1, step: 'printed', taken_at: LATER, user_id: 1 } },
    {
      table: 'letter_template',
      row: {
        id: 1,
        kind: 'appointment',
        language: 'nb',
        version: 1,
        subject: 'Time hos oss',
        body: 'Hei {name}.',
        created_at: AT,
        created_by: 1
      }
    }
  ],
  23: [
    {
      table: 'access_tally',
      row: { user_id: 1, local_date: '2026-12-03', hour: 9, looks: 12 }
    },
    {
      table: 'access_finding',
      row: {
        id: 1,
        key: 'same-name 1 1 2026-12-03',
        rule: 'same-name',
        entry_id: 1,
        occurred_at: AT,
        local_date: '2026-12-03',
        user_id: 1,
        user_name: 'Kari Moe',
        patient_id: 1,
        facts: '{}',
        reviewed_at: LATER,
        reviewed_by: 1,
        reviewed_by_name: 'Kari Moe',
        review_note: 'Egen søster, ringte selv'
      }
    },
    {
      table: 'legal_hold',
      row: {
        id: 1,
        patient_id: 1,
        reason: 'Klagesak',
        until_date: '2027-12-31',
        placed_at: AT,
        placed_by: 1,
        placed_by_name: 'Kari Moe'
      }
    },
    {
      table: 'erasure',
      row: {
        id: 1,
        patient_id: 2,
        origin: 'request',
        reason: 'Har byttet fastlege',
        state: 'refused',
        asked_at: AT,
        asked_by: 1,
        asked_by_name: 'Kari Moe',
        ended_at: LATER,
        ended_by: 1,
        ended_by_name: 'Kari Moe',
        end_note: 'Oppbevaringsplikt'
      }
    },
    { table: 'retention_run', row: { local_date: '2026-12-03', kind: 'code', removed: 4 } },
    { table: 'erasing', row: { patient_id: 2 } }
  ],
  24: [
    {
      table: 'import_run',
      row: {
        id: '7b0c1f8e-3a52-4c1e-9a6e-2f6f0e9a1b11',
        file_name: 'liste.csv',
        spool_key: null,
        chunks: 1,
        bytes: 10,
        columns: '["familyName"]',
        user_id: 1,
        user_name: 'Marit Bakke',
        started_at: AT,
        total: 2
      }
    },
    {
      table: 'import_refusal',
      row: { run_id: '7b0c1f8e-3a52-4c1e-9a6e-2f6f0e9a1b11', line: 2, code: 'match-ambiguous' }
    },
    {
      table: 'import_guardian',
      row: {
        id: 1,
        run_id: '7b0c1f8e-3a52-4c1e-9a6e-2f6f0e9a1b11',
        line: 3,
        child_id: 1,
        number: '17858710227',
        kind: 'parent',
        was_unchanged: 0
      }
    },
    {
      table: 'import_mapping',
      row: { id: 1, name: 'Fra forrige system', headings_key: '["navn"]', columns: '[]', changed_at: AT }
    },
    {
      table: 'export_choice',
      row: { id: 1, name: 'Til revisor', form: 'csv', patients: 'all', columns: '[]', changed_at: AT }
    },
    { table: 'export_run', row: { id: 'a', partial_file: '/a.part', started_at: AT } }
  ],
  30: [
    {
      table: 'contact_campaign',
      row: {
        id: 1,
        state: 'running',
        confirmed_until: AT,
        older_than_months: 18,
        only_never_verified: 0,
        gp_clinician_id: 1,
        not_asked_months: 12,
        per_day: 50,
        filled: 0,
        created_at: AT,
        created_by: 1
      }
    },
    {
      // The tally follows by a trigger.
      table: 'contact_check',
      row: {
        id: 1,
        campaign_id: 1,
        patient_id: 1,
        mobile: '+4741234567',
        message_id: 1,
        delivery: 'sent',
        asked_at: AT
      }
    }
  ],
  31: [
    { table: 'portal_pin', row: { sha256: 'c2Vjb25k', first_seen_at: AT } },
    {
      table: 'portal_resource',
      row: { type: 'Patient', local_id: 1, remote_id: 'p1', etag: 'W/"1"', last_updated: AT, body: '{}' }
    },
    { table: 'portal_operation', row: { seq: 1, op_id: 'o1', kind: 'put', type: 'Patient', local_id: 1 } },
    { table: 'portal_attempt', row: { id: 1, seq: 1, at: AT, outcome: 'timeout' } },
    {
      table: 'portal_conflict',
      row: { id: 1, seq: 1, type: 'Patient', kind: 'field-differs', choices: '["seen"]', found_at: AT }
    },
    { table: 'portal_watermark', row: { type: 'Patient', until: AT } },
    {
      table: 'portal_set_aside',
      row: { type: 'Task', remote_id: 't1', cause: 'broken', since: AT }
    },
    { table: 'portal_run', row: { id: 1, kind: 'compare', phase: 'listing', started_at: AT } },
    { table: 'portal_difference', row: { run_id: 1, type: 'Patient', local_id: 1, what: 'only-here' } },
    {
      table: 'portal_slot',
      row: {
        id: 1,
        clinician_id: 1,
        type_id: 1,
        start_at: '2026-12-04T08:00:00Z',
        end_at: '2026-12-04T08:20:00Z',
        local_date: '2026-12-04',
        status: 'free'
      }
    },
    { table: 'portal_touched_day', row: { clinician_id: 1, local_date: '' } },
    { table: 'portal_request', row: { id: 1, kind: 'message', state: 'open', received_at: AT } }
  ],
  38: [
    {
      table: 'portal_code_request',
      row: {
        id: 'r1',
        remote_patient: 'p1',
        purpose: 'login',
        asked_at: AT,
        expires_at: LATER,
        received_at: AT,
        refusal: 'limit'
      }
    },
    {
      table: 'portal_code_try',
      row: { request_id: 'r1', attempt: 1, at: AT, outcome: 'wrong', tries_left: 4 }
    },
    { table: 'portal_registration', row: { id: 'g1', answer: 'allowed', received_at: AT } },
    { table: 'portal_account', row: { remote_patient: 'p1', state: 'active', changed_at: AT } }
  ],
  40: [
    {
      table: 'death',
      row: {
        id: 1,
        patient_id: 1,
        deceased_on: '2026-12-01',
        source: 'relative',
        recorded_at: AT,
        user_id: 1,
        user_name: 'Kari Moe'
      }
    },
    { table: 'death_part', row: { death_id: 1, part: 'message', ref: 1 } }
  ],
  43: [
    {
      table: 'consent_question',
      row: {
        message_id: 1,
        purpose: 'recall',
        wording_version: 'nb-2',
        answer: 'given',
        inbound_message_id: 1,
        decision_id: 1
      }
    }
  ]
}
