import Driver from 'better-sqlite3'

/** Whether the database refused a row because its patient was merged into another (the triggers `…_merged_…`). */
export function isForMergedPatient(error: unknown): boolean {
  return (
    error instanceof Driver.SqliteError &&
    error.code === 'SQLITE_CONSTRAINT_TRIGGER' &&
    error.message === 'patient-merged'
  )
}
