import type { ClinicSettings } from '@contract/settings'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Settings } from './settings'
import { defaultSettings, type DefaultSettingsInput } from './settings.rules'
import { readSettingRows } from './settings.queries'
import { assertTimeZone } from './time-zone'

/**
 * Writes a new clinic's settings with the country's defaults.
 * @throws AppError `clinic-exists`, `time-zone-unknown`
 */
export async function writeNewClinic(
  settings: Settings,
  transaction: Transaction,
  input: DefaultSettingsInput & Pick<ClinicSettings, 'modem'>
): Promise<ClinicSettings> {
  assertTimeZone(input.timeZone)
  if ((await readSettingRows(transaction)).length > 0) throw new AppError('clinic-exists')
  const { modem, ...rest } = input
  return await settings.write(transaction, { ...defaultSettings(rest), modem })
}
