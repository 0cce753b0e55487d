import type { AppointmentId, ClinicianId, PatientId } from '@contract/ids'
import { askedTogether, grouped } from '../../database/asked-together'
import type { Reader } from '../../database/database'
import { findAppointments, type AppointmentRecord } from '../appointments'
import { newestDecisions, type DecisionRow } from '../consents'
import {
  findContacts,
  findIdentifiers,
  findPatientRows,
  type ContactRow,
  type IdentifierRow,
  type PatientRow
} from '../patients'
import { listAgreed, listRemoteIds, type Agreed } from './agreed.queries'
import type { PortalMark, PortalType } from './kind'
import { listClinicians, type ClinicianRow } from './portal-rows.queries'
import { listSlots, type SlotRow } from './slots/slots.queries'

/**
 * The clinic's rows, as one moment's work reads them: each once, and those that are asked for side by side in one query.
 * Made anew for each operation, and for each two hundred of a load.
 */
export interface OurRows {
  readonly reader: Reader
  patient(id: PatientId): Promise<PatientRow | undefined>
  /** Today's mobile and e-mail. */
  contacts(id: PatientId): Promise<readonly ContactRow[]>
  identifiers(id: PatientId): Promise<readonly IdentifierRow[]>
  /** The newest of each purpose and channel. */
  decisions(id: PatientId): Promise<readonly DecisionRow[]>
  clinician(id: ClinicianId): Promise<ClinicianRow | undefined>
  appointment(id: AppointmentId): Promise<AppointmentRecord | undefined>
  slot(id: number): Promise<SlotRow | undefined>
  /** What both sides were last agreed on. */
  agreed(mark: PortalMark): Promise<Agreed | undefined>
  /** The portal's id; null where it is not there yet. */
  remoteId(mark: PortalMark): Promise<string | null>
}

export function ourRows(reader: Reader): OurRows {
  const patient = askedTogether(async (ids: readonly PatientId[]) => byId(await findPatientRows(reader, ids)))
  const contacts = askedTogether(async (ids: readonly PatientId[]) =>
    grouped(await findContacts(reader, ids), (row) => row.patient_id)
  )
  const identifiers = askedTogether(async (ids: readonly PatientId[]) =>
    grouped(await findIdentifiers(reader, ids), (row) => row.patient_id)
  )
  const decisions = askedTogether(async (ids: readonly PatientId[]) =>
    grouped(await newestDecisions(reader, ids), (row) => row.patientId)
  )
  const agreed = ofEachType(async (type, ids) => byLocalId(await listAgreed(reader, type, ids)))
  const remoteIds = ofEachType(async (type, ids) => await listRemoteIds(reader, type, ids))
  return {
    reader,
    patient,
    contacts: async (id) => (await contacts(id)) ?? [],
    identifiers: async (id) => (await identifiers(id)) ?? [],
    decisions: async (id) => (await decisions(id)) ?? [],
    clinician: askedTogether(async (ids: readonly ClinicianId[]) => byId(await listClinicians(reader, ids))),
    appointment: askedTogether(async (ids: readonly AppointmentId[]) =>
      byId(await findAppointments(reader, ids))
    ),
    slot: askedTogether(async (ids: readonly number[]) => byId(await listSlots(reader, ids))),
    agreed: async ({ type, localId }) => await agreed(type)(localId),
    remoteId: async ({ type, localId }) => (await remoteIds(type)(localId)) ?? null
  }
}

/** Worked out once for all that is read together. */
export function once<T>(make: (rows: OurRows) => Promise<T>): (rows: OurRows) => Promise<T> {
  const made = new WeakMap<OurRows, Promise<T>>()
  return async (rows) => {
    const value = made.get(rows) ?? make(rows)
    made.set(rows, value)
    return await value
  }
}

/** The same for each patient. */
export function onceEach<T>(
  make: (rows: OurRows, id: PatientId) => Promise<T>
): (rows: OurRows, id: PatientId) => Promise<T> {
  const all = new WeakMap<OurRows, Map<PatientId, Promise<T>>>()
  return async (rows, id) => {
    const made = all.get(rows) ?? new Map<PatientId, Promise<T>>()
    all.set(rows, made)
    const value = made.get(id) ?? make(rows, id)
    made.set(id, value)
    return await value
  }
}

function ofEachType<Value>(
  load: (type: PortalType, ids: readonly number[]) => Promise<ReadonlyMap<number, Value>>
): (type: PortalType) => (id: number) => Promise<Value | undefined> {
  const askers = new Map<PortalType, (id: number) => Promise<Value | undefined>>()
  return (type) => {
    const ask = askers.get(type) ?? askedTogether((ids: readonly number[]) => load(type, ids))
    askers.set(type, ask)
    return ask
  }
}

function byId<Row extends { readonly id: unknown }>(rows: readonly Row[]): ReadonlyMap<Row['id'], Row> {
  return new Map(rows.map((row) => [row.id, row]))
}

function byLocalId(rows: readonly Agreed[]): ReadonlyMap<number, Agreed> {
  return new Map(rows.map((row) => [row.local_id, row]))
}
