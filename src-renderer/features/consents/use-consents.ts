import type { Consent, ConsentChannel, ConsentDecision, RecordedConsents } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../app/clock.store'
import { offerUndo, showError } from '../../app/undo'
import { useWork } from '../../app/work'
import { call, useCoreEvent, useReload, type MethodOutput } from '../../core-client'
import { latest } from '../../lib/latest'
import { useShownPatient } from '../patients/card/shown-patient.store'
import { useOpenPatient } from '../patients/use-open-patient'
import { useSession } from '../users/session.store'
import {
  allGiven,
  allOnForm,
  cellKey,
  decisionsOf,
  nextOnForm,
  nextWish,
  type Decision,
  type Wish
} from './decisions'

const NOTHING_STOPS = { count: 0, ifReserved: 0 }

/** What a patient has decided, and what the desk is about to record: said, or ticked on a signed form. */
export function useConsents(patientId: PatientId) {
  const { t } = useI18n()
  const clock = useClock()
  const session = useSession()
  const shown = useShownPatient()
  const patient = useOpenPatient(patientId)

  const history = shallowRef<readonly ConsentDecision[]>([])
  const isHistoryLoaded = ref(false)
  const wording = shallowRef<MethodOutput<'consents.wording'>>([])
  const wishes = ref(new Map<string, Wish>())
  /** The day beside the signature while a form is being entered, else null. */
  const signedOn = ref<CivilDate | null>(null)
  const stops = shallowRef(NOTHING_STOPS)
  const { isBusy: isSaving, run } = useWork(showError)

  const consents = computed<readonly Consent[]>(() => patient.value?.consents ?? [])
  const decisions = computed(() => decisionsOf(consents.value, wishes.value))

  async function load(): Promise<void> {
    const [made, texts] = await Promise.all([
      call('consents.history', { patientId }),
      call('consents.wording', { patientId })
    ])
    history.value = made
    isHistoryLoaded.value = true
    wording.value = texts
  }

  const preview = latest({
    ask: (asked: Decision[]) => call('consents.previewStop', { patientId, decisions: asked }),
    answered: (count) => {
      stops.value = count
    },
    failed: showError,
    delayMs: 0
  })
  const lookAhead = (): void => {
    if (session.isDesk) preview.ask(decisions.value)
  }
  onScopeDispose(preview.stop)

  useReload(load)
  useCoreEvent('patients.changed', (changed) => {
    if (changed.patientId === patientId) load().catch(showError)
  })
  useCoreEvent('messages.changed', (changed) => {
    if (changed.patientId === patientId) lookAhead()
  })
  watch([decisions, consents], lookAhead, { immediate: true })
  watch(consents, (now) => {
    if (signedOn.value !== null) return
    // Somebody else may have recorded the same meanwhile.
    for (const { purpose, channel, state } of now) {
      if (wishes.value.get(cellKey(purpose, channel)) === state)
        wishes.value.delete(cellKey(purpose, channel))
    }
  })

  function toggle({ purpose, channel, state }: Consent): void {
    const key = cellKey(purpose, channel)
    const wish = wishes.value.get(key)
    const next = signedOn.value === null ? nextWish(state, wish) : nextOnForm(wish)
    if (next) wishes.value.set(key, next)
    else wishes.value.delete(key)
  }

  function giveAll(channel: ConsentChannel): void {
    const all = signedOn.value === null ? allGiven : allOnForm
    wishes.value = new Map([...wishes.value, ...all(consents.value, channel)])
  }

  function startForm(): void {
    wishes.value = new Map()
    signedOn.value = clock.today
  }

  function leaveForm(): void {
    wishes.value = new Map()
    signedOn.value = null
  }

  async function readAll(): Promise<void> {
    await Promise.all([shown.refresh(), load()])
  }

  /** What was done, and what became of the messages that waited. */
  function said(text: string, { stopped, revived }: RecordedConsents): string {
    const parts = [text]
    if (stopped > 0) parts.push(t('consents.stopped', { count: stopped }, stopped))
    if (revived > 0) parts.push(t('consents.revived', { count: revived }, revived))
    return parts.join('. ')
  }

  async function record(): Promise<void> {
    if (decisions.value.length === 0) return
    await run(async () => {
      const recorded = await call('consents.record', {
        patientId,
        decisions: decisions.value,
        signedOn: signedOn.value
      })
      leaveForm()
      await readAll()
      offerUndo({
        text: said(t('consents.recorded', { name: patient.value?.givenName ?? '' }), recorded),
        undo: async () => {
          await call('consents.undo', { patientId, decisionIds: recorded.decisionIds })
          await readAll()
        }
      })
    })
  }

  async function setReserved(isReserved: boolean): Promise<void> {
    const apply = async (value: boolean): Promise<RecordedConsents> => {
      const recorded = await call('consents.setReserved', { patientId, isReserved: value })
      await readAll()
      return recorded
    }
    try {
      const recorded = await apply(isReserved)
      const done = t(isReserved ? 'consents.reservedSet' : 'consents.reservedEnded')
      offerUndo({
        text: said(done, recorded),
        undo: async () => {
          await apply(!isReserved)
        }
      })
    } catch (error) {
      showError(error)
    }
  }

  return {
    patient,
    consents,
    history,
    isHistoryLoaded,
    wording,
    wishes,
    signedOn,
    stops,
    isSaving,
    toggle,
    giveAll,
    startForm,
    leaveForm,
    record,
    setReserved
  }
}
