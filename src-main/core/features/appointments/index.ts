export {
  createAppointments,
  writeDefaultTypes,
  type Appointments,
  type AppointmentsDependencies
} from './appointments'
export type { AppointmentHook, AppointmentSteps, Moment, StepRequest } from './appointment-steps'
export type { AlertsFor, MessageStatesOf, ToViews } from './appointment-views'
export { isLive, type AppointmentChange, type AppointmentRecord, type ChangeKind } from './appointment-record'
export {
  appointmentsOfDay,
  appointmentsOfSeries,
  appointmentsStartingBetween,
  countNoShows,
  findAppointment,
  findAppointments,
  getAppointment,
  openAppointmentsFrom,
  overlapping
} from './appointment.queries'
export { lastVisitStep } from './change.queries'
export type { Step } from './steps.rules'
export { listTypes, messageRulesOf, saveType } from './appointment-type.queries'
export { usualSessions } from './default-types.rules'
export { assertBookable, assertClinicianActive } from './appointment-writes.queries'
export { placeAt, type Place } from './place.rules'
export { cancelled, confirmed, isOpen, keepsOverbooking, moved, retyped, toldByDesk } from './steps.rules'
export { heldSpans, isHeld, placeHold, releaseHold } from './hold.queries'
export { selectAppointments, toRecord } from './appointment-row.queries'
export type { Look } from './look-log'
export type { ClinicDay } from './clinic-days'
export type { Occupancy } from './occupancy'
export { findOpenings, type Span } from './openings.rules'
export type { FreeQuery } from './find-free'
export type { HeldSpan, HeldSpans, PlaceNotes } from './place-notes'
