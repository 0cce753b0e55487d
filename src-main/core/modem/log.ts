/** The part of the program's log that the modem needs. Fields hold codes and paths, never numbers or texts. */
export interface ModemLog {
  info(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void
  warn(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void
}

/** For short errands whose outcome is what counts. */
export const silentLog: ModemLog = { info: () => undefined, warn: () => undefined }

/** An error's name for the log: its text may hold what must not lie in plain on disk. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}
