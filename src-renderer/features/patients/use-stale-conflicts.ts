import { computed, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'
import type { DraftField } from './patient-draft'
import type { StaleRecord } from './use-patient-form'

interface Conflict {
  readonly field: DraftField
  readonly theirs: string
}

/** The fields that somebody else changed meanwhile too, each with what stands there now as a form shows it. */
export function useStaleConflicts(stale: Readonly<Ref<StaleRecord | null>>): ComputedRef<Conflict[]> {
  const { t } = useI18n()
  const formats = useFormats()

  function textOf(field: DraftField, { theirs }: StaleRecord): string {
    if (field === 'birthDate') return theirs.birthDate === null ? '' : formats.date(theirs.birthDate)
    if (field === 'address') return Object.values(theirs.address ?? {}).join(' ')
    if (field === 'sex') return t(`patients.sex.${theirs.sex}`)
    if (field === 'addressProtection') return t(`patients.form.protection.${theirs.addressProtection}`)
    return String(theirs[field] ?? '')
  }

  return computed(() => {
    const record = stale.value
    return record ? record.conflicts.map((field) => ({ field, theirs: textOf(field, record) })) : []
  })
}
