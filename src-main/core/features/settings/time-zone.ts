import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../platform/app-error'

/** @throws AppError `time-zone-unknown` */
export function assertTimeZone(timeZone: string): void {
  try {
    Temporal.Now.zonedDateTimeISO(timeZone)
  } catch (cause) {
    throw new AppError('time-zone-unknown', { timeZone }, { cause })
  }
}
