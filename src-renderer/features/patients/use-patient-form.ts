import type { PatientId } from '@contract/ids'
import type { Patient, PatientDraft } from '@contract/patients'
import { computed, ref, shallowRef, watch } from 'vue'
import { useClock } from '../../app/clock.store'
import { errorSentence } from '../../app/errors'
import { useFormats } from '../../app/formats'
import { translate } from '../../app/i18n'
import { useSelection, type PatientPrefill } from '../../app/selection.store'
import { notify, offerUndo, showError } from '../../app/undo'
import { useWork } from '../../app/work'
import { call, isRefusal, useReload } from '../../core-client'
import { hasTyped, useDrafts, type DraftKey } from './draft.store'
import { toGuardianDraft } from './guardians/chosen-guardian'
import {
  changedFields,
  draftFromPrefill,
  draftOf,
  emptyDraft,
  mergeDraft,
  toSend,
  type DraftField
} from './patient-draft'
import { openPatient } from './use-open-patient'

interface Target {
  readonly patientId: PatientId | null
  readonly prefill: () => PatientPrefill
}

export interface StaleRecord {
  readonly theirs: PatientDraft
  readonly taken: readonly DraftField[]
  readonly conflicts: readonly DraftField[]
}

/** Registering (`patientId` null) or editing one patient: the draft, what came between, and saving it. */
export function usePatientForm({ patientId, prefill }: Target) {
  const drafts = useDrafts()
  const selection = useSelection()
  const formats = useFormats()
  const clock = useClock()
  const key: DraftKey = patientId ?? 'new'
  const form = computed(() => drafts.forms.get(key) ?? null)
  const parked = computed(() => (patientId === null ? (drafts.forms.get('parked') ?? null) : null))
  const wasContinued = ref(false)
  const isContinued = computed(() => wasContinued.value || (patientId === null && drafts.hasComeBack))
  const { isBusy: isSaving, failure, run } = useWork(explain)
  const stale = shallowRef<StaleRecord | null>(null)

  function begin(draft: PatientDraft, version: number | null): void {
    const birthDateText = draft.birthDate === null ? '' : formats.date(draft.birthDate)
    drafts.put(key, { base: draft, draft: { ...draft }, version, birthDateText, guardians: [] })
    wasContinued.value = false
    stale.value = null
    failure.value = null
  }

  function beginNew(): void {
    const draft = draftFromPrefill(prefill(), clock.today)
    const hasPrefill = changedFields(emptyDraft(), draft).length > 0
    wasContinued.value = drafts.typed('new') !== undefined && !hasPrefill
    if (wasContinued.value) return
    drafts.park()
    begin(draft, null)
  }

  async function beginEdit(id: PatientId): Promise<void> {
    wasContinued.value = drafts.typed(id) !== undefined
    if (wasContinued.value) return
    try {
      const patient = await openPatient(id)
      begin(draftOf(patient), patient.version)
    } catch (error) {
      if (!isRefusal(error, 'reason-required')) throw error
      selection.askReason(id)
    }
  }

  if (patientId === null) watch(prefill, beginNew, { immediate: true })
  else useReload(() => beginEdit(patientId))

  /** Hers stands, theirs fills in the rest; the next save goes on top of theirs. */
  async function mergeTheirs(id: PatientId): Promise<void> {
    const mine = form.value
    if (!mine) return
    const patient = await openPatient(id)
    const theirs = draftOf(patient)
    const { merged, theirFields, conflicts } = mergeDraft(mine.base, mine.draft, theirs)
    const birthDateText = merged.birthDate === mine.draft.birthDate ? mine.birthDateText : dateText(merged)
    drafts.put(key, { base: theirs, draft: merged, version: patient.version, birthDateText, guardians: [] })
    stale.value = { theirs, conflicts, taken: theirFields.filter((field) => !conflicts.includes(field)) }
  }

  function dateText({ birthDate }: PatientDraft): string {
    return birthDate === null ? '' : formats.date(birthDate)
  }

  function useTheirs(field: DraftField): void {
    const mine = form.value
    if (!mine || !stale.value) return
    const draft = { ...mine.draft, [field]: stale.value.theirs[field] }
    drafts.put(key, { ...mine, draft, birthDateText: dateText(draft) })
    stale.value = { ...stale.value, conflicts: stale.value.conflicts.filter((other) => other !== field) }
  }

  async function send(): Promise<Patient | null> {
    const mine = form.value
    if (!mine) return null
    if (patientId === null || mine.version === null) {
      const guardians = mine.guardians.map(toGuardianDraft)
      return call('patients.create', { ...toSend(mine.draft), guardians })
    }
    const { base } = mine
    const saved = await call('patients.update', {
      id: patientId,
      version: mine.version,
      draft: toSend(mine.draft)
    })
    offerUndo({
      textKey: 'patients.form.savedEdit',
      parameters: { name: nameOf(saved) },
      undo: async () => {
        await call('patients.update', { id: patientId, version: saved.version, draft: toSend(base) })
      }
    })
    return saved
  }

  async function save(): Promise<void> {
    await run(async () => {
      const saved = await send()
      if (saved) finish(saved)
    })
  }

  function finish(saved: Patient): void {
    drafts.drop(key)
    if (patientId !== null) return selection.openPatient(saved.id, selection.reason)
    notify(translate('patients.form.savedNew', { name: nameOf(saved) }))
    const reason = saved.addressProtection === 'none' ? null : translate('patients.form.reasonRegistered')
    selection.openPatient(saved.id, reason)
  }

  async function explain(error: unknown): Promise<void> {
    if (patientId === null || !isRefusal(error, 'stale-version')) {
      failure.value = errorSentence(error)
      return
    }
    await mergeTheirs(patientId).catch(showError)
  }

  function discard(): void {
    const thrown = form.value
    drafts.drop(key)
    selection.closeForm()
    if (!thrown) return
    offerUndo({
      textKey: 'patients.form.discarded',
      undo: async () => {
        drafts.put(key, thrown)
        if (patientId === null) selection.startNewPatient()
      }
    })
  }

  /** A registration that is left is thrown away, and can be had back; an edit waits for its record to be opened again. */
  function leave(): void {
    if (patientId === null && form.value && hasTyped(form.value)) discard()
    else selection.closeForm()
  }

  return {
    form,
    parked,
    isContinued,
    isSaving,
    failure,
    stale,
    save,
    discard,
    leave,
    useTheirs,
    takeUp: drafts.takeUp
  }
}

function nameOf({ givenName, familyName }: { givenName: string; familyName: string }): string {
  return `${givenName} ${familyName}`.trim()
}
