import type { PatientId } from '@contract/ids'
import type {
  Currency,
  FhirAppointment,
  FhirAuditEvent,
  FhirChargeItem,
  FhirCommunication,
  FhirEncounter,
  FhirProvenance,
  FhirTask
} from '@contract/record-export'
import { patientReference } from './person.rules'
import type {
  appointmentRows,
  appointmentSteps,
  feeRows,
  inboundRows,
  letterRows,
  logRows,
  outboundRows,
  RowOf,
  taskRows,
  waitingListRows
} from './record-export.queries'

type Row = RowOf<typeof appointmentRows>

/** The appointment, and the visit where the patient came. */
export function toAppointment(patientId: PatientId, row: Row): (FhirAppointment | FhirEncounter)[] {
  const appointment: FhirAppointment = {
    resourceType: 'Appointment',
    id: `appointment-${row.id}`,
    status: row.status,
    ...(row.cancel_reason === null ? {} : { cancelationReason: { text: row.cancel_reason } }),
    serviceType: [{ text: row.type_name }],
    start: row.start_at,
    end: row.end_at,
    created: row.created_at,
    ...(row.note === '' ? {} : { comment: row.note }),
    participant: [
      { actor: patientReference(patientId), status: 'accepted' },
      { actor: { display: row.clinician_name }, status: 'accepted' }
    ]
  }
  return row.encounter_status === null
    ? [appointment]
    : [appointment, toEncounter(patientId, row, row.encounter_status)]
}

/** HL7's kinds of encounter: on a screen or telephone `VR`, at home `HH`, else at the clinic. */
const CLASSES: Readonly<Record<string, string>> = { telephone: 'VR', video: 'VR', 'home-visit': 'HH' }

function toEncounter(patientId: PatientId, row: Row, status: FhirEncounter['status']): FhirEncounter {
  const start = row.arrived_at ?? row.in_progress_at
  const period = {
    ...(start === null ? {} : { start }),
    ...(row.finished_at === null ? {} : { end: row.finished_at })
  }
  return {
    resourceType: 'Encounter',
    id: `encounter-${row.id}`,
    status,
    class: {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      code: CLASSES[row.type_kind] ?? 'AMB'
    },
    subject: patientReference(patientId),
    appointment: [{ reference: `Appointment/appointment-${row.id}` }],
    ...(Object.keys(period).length === 0 ? {} : { period })
  }
}

export function toStep(row: RowOf<typeof appointmentSteps>): FhirProvenance {
  return {
    resourceType: 'Provenance',
    id: `step-${row.id}`,
    target: [{ reference: `Appointment/appointment-${row.appointment_id}` }],
    recorded: row.changed_at,
    activity: { text: row.kind },
    agent: [{ who: { display: row.user_name } }]
  }
}

/**
 * What was decided of a fee, each time. That the desk has ticked it off does not say whether it was paid or let go; the
 * note may, and FHIR has a word for not knowing.
 */
export function toFee(
  { patientId, currency }: { patientId: PatientId; currency: Currency },
  row: RowOf<typeof feeRows>
): FhirChargeItem {
  return {
    resourceType: 'ChargeItem',
    id: `fee-${row.id}`,
    status: row.is_handled === 1 ? 'unknown' : 'billable',
    // Whoever has come after all is exempt: the decision stays, its cause does not.
    code: { text: row.lapse ?? 'none' },
    subject: patientReference(patientId),
    occurrenceDateTime: row.start_at,
    ...(row.amount_minor === null ? {} : { priceOverride: { value: row.amount_minor / 100, currency } }),
    enterer: { display: row.user_name },
    enteredDate: row.decided_at,
    supportingInformation: [{ reference: `Appointment/appointment-${row.appointment_id}` }],
    ...(row.note === '' ? {} : { note: [{ text: row.note }] })
  }
}

/** A wish for an earlier appointment; HL7 knows no other state of one that has ended than cancelled. */
export function toWish(patientId: PatientId, row: RowOf<typeof waitingListRows>): FhirAppointment {
  return {
    resourceType: 'Appointment',
    id: `wish-${row.id}`,
    status: row.ended_at === null ? 'waitlist' : 'cancelled',
    ...(row.ended_at === null ? {} : { cancelationReason: { text: row.state } }),
    created: row.created_at,
    ...(row.note === '' ? {} : { comment: row.note }),
    participant: [{ actor: patientReference(patientId), status: 'needs-action' }]
  }
}

const MESSAGE_STATUS = {
  queued: 'preparation',
  sending: 'in-progress',
  sent: 'completed',
  delivered: 'completed',
  failed: 'not-done',
  uncertain: 'unknown',
  expired: 'not-done',
  superseded: 'stopped',
  blocked: 'not-done',
  cancelled: 'stopped'
} as const satisfies Record<string, FhirCommunication['status']>

/** In place of the telephone of a guardian with a protected address: the copy passes through other hands. */
const HIDDEN = '•••'

const shown = (value: string, { is_protected_else }: { is_protected_else: number }) =>
  is_protected_else === 1 ? HIDDEN : value

export function toOutbound(patientId: PatientId, row: RowOf<typeof outboundRows>): FhirCommunication {
  return {
    resourceType: 'Communication',
    id: `message-${row.id}`,
    status: MESSAGE_STATUS[row.state],
    statusReason: { text: row.reason === null ? row.state : `${row.state}: ${row.reason}` },
    category: [{ text: row.purpose }],
    medium: [{ text: row.channel }],
    subject: patientReference(patientId),
    ...aboutAppointment(row.appointment_id),
    ...(row.sent_at === null ? {} : { sent: row.sent_at }),
    ...(row.delivered_at === null ? {} : { received: row.delivered_at }),
    ...(row.recipient === null ? {} : { recipient: [{ display: shown(row.recipient, row) }] }),
    ...payloadOf(row.body)
  }
}

export function toInbound(patientId: PatientId, row: RowOf<typeof inboundRows>): FhirCommunication {
  return {
    resourceType: 'Communication',
    id: `reply-${row.id}`,
    status: 'completed',
    statusReason: { text: row.handled_as },
    category: [{ text: 'reply' }],
    medium: [{ text: 'sms' }],
    subject: patientReference(patientId),
    received: row.received_at,
    ...(row.sender === '' ? {} : { sender: { display: shown(row.sender, row) } }),
    ...payloadOf(row.body)
  }
}

const LETTER_STATUS = { waiting: 'preparation', printed: 'completed', withdrawn: 'stopped' } as const

export function toLetter(patientId: PatientId, row: RowOf<typeof letterRows>): FhirCommunication {
  return {
    resourceType: 'Communication',
    id: `letter-${row.id}`,
    status: LETTER_STATUS[row.state],
    statusReason: { text: row.state },
    category: [{ text: row.kind }],
    medium: [{ text: 'letter' }],
    subject: patientReference(patientId),
    ...aboutAppointment(row.appointment_id),
    ...(row.printed_at === null ? {} : { sent: row.printed_at }),
    ...payloadOf([row.subject, row.body].filter((part) => part !== '').join('\n\n'))
  }
}

export function toTask(patientId: PatientId, row: RowOf<typeof taskRows>): FhirTask {
  const ended = row.done_at === null ? 'requested' : 'completed'
  return {
    resourceType: 'Task',
    id: `task-${row.id}`,
    status: row.is_removed === 1 ? 'cancelled' : ended,
    intent: 'order',
    code: { text: row.kind },
    ...(row.title === '' ? {} : { description: row.title }),
    for: patientReference(patientId),
    authoredOn: row.created_at,
    restriction: { period: { end: row.due_on } },
    ...(row.note === '' ? {} : { note: [{ text: row.note }] }),
    ...(row.answer === '' ? {} : { output: [{ type: { text: 'answer' }, valueString: row.answer }] })
  }
}

const READS = /\.(?:opened|history-opened|found|previewed|exported|given)$/

export function toAuditEvent(
  { patientId, clinicName }: { patientId: PatientId; clinicName: string },
  row: RowOf<typeof logRows>
): FhirAuditEvent {
  return {
    resourceType: 'AuditEvent',
    id: `log-${row.id}`,
    type: { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest' },
    subtype: [{ system: 'urn:skranke:access-log', code: row.action }],
    action: READS.test(row.action) ? 'R' : 'U',
    recorded: row.occurred_at,
    outcome: '0',
    ...(row.reason === null ? {} : { purposeOfEvent: [{ text: row.reason }] }),
    agent: [
      {
        role: [{ text: row.role }],
        ...(row.user_name === '' ? {} : { name: row.user_name }),
        requestor: true
      }
    ],
    source: { observer: { display: clinicName } },
    entity: [
      { what: patientReference(patientId), ...(row.detail === null ? {} : { description: row.detail }) }
    ]
  }
}

function aboutAppointment(id: number | null): Pick<FhirCommunication, 'about'> {
  return id === null ? {} : { about: [{ reference: `Appointment/appointment-${id}` }] }
}

/** A text that was deleted when its time was over leaves none. */
function payloadOf(text: string): Pick<FhirCommunication, 'payload'> {
  return text === '' ? {} : { payload: [{ contentString: text }] }
}
