import type { AccessLogEntry, AccessLogUse } from '@contract/audit'
import type { Patient } from '@contract/patients'
import type { Language } from '@contract/values'
import { nextTick, ref, shallowRef, type Ref } from 'vue'
import { useClock } from '../../../app/clock.store'
import { readLanguage, translate } from '../../../app/i18n'
import { notify, showError } from '../../../app/undo'
import { call } from '../../../core-client'
import { useClinic } from '../../settings/clinic.store'
import { logCsv, logJson, type LogCopy } from './log-file'
import type { LogPeriod } from './use-access-log'

export type CopyKind = Exclude<AccessLogUse, 'screen'>

interface CopyOptions {
  readonly patient: () => Patient | null
  readonly period: Ref<LogPeriod>
  readonly language: Ref<Language>
  readAll(use: CopyKind): Promise<AccessLogEntry[]>
}

/** Gives the access log out: on paper, as PDF, or as a file that another program reads, in the patient's language. */
export function useLogCopy({ patient, period, language, readAll }: CopyOptions) {
  const clock = useClock()
  const clinic = useClinic()
  /** On the sheet while it is printed. */
  const sheet = shallowRef<LogCopy | null>(null)
  const busyWith = ref<CopyKind | null>(null)

  async function make(kind: CopyKind): Promise<void> {
    busyWith.value = kind
    try {
      await readLanguage(language.value)
      const shown = patient()
      const copy: LogCopy = {
        clinicName: clinic.settings?.clinicName ?? '',
        patientName: shown === null ? '' : `${shown.givenName} ${shown.familyName}`.trim(),
        birthDate: shown?.birthDate ?? null,
        period: period.value,
        madeOn: clock.today,
        language: language.value,
        timeZone: clock.timeZone,
        entries: await readAll(kind)
      }
      if (await giveOut(kind, copy)) notify(translate('rights.log.saved'))
    } catch (error) {
      showError(error)
    } finally {
      sheet.value = null
      busyWith.value = null
    }
  }

  /** @returns whether a file was saved */
  async function giveOut(kind: CopyKind, copy: LogCopy): Promise<boolean> {
    const name = `${translate('rights.log.fileName', {}, copy.language)} ${copy.madeOn}`
    if (kind === 'csv') return await save(`${name}.csv`, logCsv(copy))
    if (kind === 'json') return await save(`${name}.json`, logJson(copy))
    sheet.value = copy
    await nextTick()
    if (kind === 'pdf') return (await call('shell.savePdf', { name: `${name}.pdf` })).isSaved
    await call('shell.print', {})
    return false
  }

  return { sheet, busyWith, make }
}

async function save(name: string, content: string): Promise<boolean> {
  return (await call('shell.saveFile', { name, content })).isSaved
}
