import Driver from 'better-sqlite3'

/** Whether the database refused a row because its place is taken (the triggers of the table `appointment`). */
export function isAppointmentOverlap(error: unknown): boolean {
  return wasAborted(error, 'appointment-overlap')
}

/** Whether it refused a row because a device or room it takes is taken (the triggers of `appointment_resource`). */
export function isResourceOverlap(error: unknown): boolean {
  return wasAborted(error, 'resource-overlap')
}

/** Whether it refused one because the place is held for somebody who is being asked (the table `slot_hold`). */
export function isAppointmentHeld(error: unknown): boolean {
  return wasAborted(error, 'appointment-held')
}

/** Whether it refused to hold a place because somebody has it. */
export function isHoldOverlap(error: unknown): boolean {
  return wasAborted(error, 'slot-hold-overlap')
}

function wasAborted(error: unknown, message: string): boolean {
  return (
    error instanceof Driver.SqliteError &&
    error.code === 'SQLITE_CONSTRAINT_TRIGGER' &&
    error.message === message
  )
}
