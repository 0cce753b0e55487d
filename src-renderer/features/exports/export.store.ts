import { EXPORT_COLUMNS } from '@contract/choices'
import type { ExportChoice, ExportColumn, ExportForm, ExportPatients } from '@contract/exports'
import type { FileTarget } from '@contract/shell'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useClock } from '../../app/clock.store'
import { errorSentence } from '../../app/errors'
import { translate } from '../../app/i18n'
import { call, useCoreEvent, type EventPayload } from '../../core-client'

const ENDINGS: Readonly<Record<ExportForm, string>> = {
  csv: 'csv',
  'fhir-bundle': 'json',
  'fhir-ndjson': 'ndjson'
}
/** A note has no place in FHIR's Patient. */
const NOT_IN_FHIR: readonly ExportColumn[] = ['note']

/** The list on its way out of the clinic. It goes on while another page is looked at. */
export const useExport = defineStore('export', () => {
  const clock = useClock()
  const form = ref<ExportForm>('csv')
  const patients = ref<ExportPatients>('all')
  const chosen = ref<readonly ExportColumn[]>([...EXPORT_COLUMNS])
  const target = ref<FileTarget | null>(null)
  const progress = shallowRef<EventPayload<'exports.progress'> | null>(null)
  const written = ref<number | null>(null)
  const failure = ref<string | null>(null)

  const offered = computed(() =>
    EXPORT_COLUMNS.filter((column) => form.value === 'csv' || !NOT_IN_FHIR.includes(column))
  )
  const columns = computed(() => offered.value.filter((column) => chosen.value.includes(column)))
  const isRunning = computed(() => target.value !== null)

  useCoreEvent('exports.progress', (told) => {
    if (told.target === target.value) progress.value = told
  })

  function setColumn(column: ExportColumn, isOn: boolean): void {
    const others = chosen.value.filter((one) => one !== column)
    chosen.value = isOn ? [...others, column] : others
  }

  function choose(choice: Omit<ExportChoice, 'id' | 'name'>): void {
    form.value = choice.form
    patients.value = choice.patients
    chosen.value = [...choice.columns]
  }

  async function run(): Promise<void> {
    if (isRunning.value || columns.value.length === 0) return
    failure.value = null
    written.value = null
    progress.value = null
    try {
      const name = `${translate('exports.fileName')}-${clock.today}.${ENDINGS[form.value]}`
      target.value = (await call('shell.chooseFile', { name })).target
      if (target.value === null) return
      const choice = { form: form.value, patients: patients.value, columns: columns.value }
      written.value = (await call('exports.run', { ...choice, target: target.value })).patients
    } catch (error) {
      failure.value = errorSentence(error)
    } finally {
      target.value = null
    }
  }

  async function cancel(): Promise<void> {
    if (target.value !== null) await call('exports.cancel', { target: target.value })
  }

  return {
    ...{ form, patients, chosen, offered, columns, progress, written, failure, isRunning },
    ...{ setColumn, choose, run, cancel }
  }
})
