import Driver from 'better-sqlite3'

/** Whether the database refused a row because its place is taken (the triggers of the table `appointment`). */
export function isAppointmentOverlap(error: unknown): boolean {
  return (
    error instanceof Driver.SqliteError &&
    error.code === 'SQLITE_CONSTRAINT_TRIGGER' &&
    error.message === 'appointment-overlap'
  )
}
