import Driver from 'better-sqlite3'

/** Whether the database refused a row because its place is taken (the triggers of the table `appointment`). */
export function isAppointmentOverlap(error: unknown): boolean {
  return isRaised(error, 'appointment-overlap')
}

/** Whether it refused a row because a device or room it takes is taken (the triggers of `appointment_resource`). */
export function isResourceOverlap(error: unknown): boolean {
  return isRaised(error, 'resource-overlap')
}

function isRaised(error: unknown, message: string): boolean {
  return (
    error instanceof Driver.SqliteError &&
    error.code === 'SQLITE_CONSTRAINT_TRIGGER' &&
    error.message === message
  )
}
