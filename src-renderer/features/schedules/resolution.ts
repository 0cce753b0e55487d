import type { AppointmentChangeId, AppointmentId } from '@contract/ids'
import type { AffectedBooking, DecisionOutcome } from '@contract/schedules'
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { codeSentence, errorSentence } from '../../app/errors'
import { offerUndo, showError } from '../../app/undo'
import { call } from '../../core-client'
import { clashes, decisionsOf, firstFitting, type Choice, type Choices } from './resolve-plan'

/** What became of a booking: done, not possible and why, or taken back again. */
export type Fate =
  | {
      readonly kind: 'done'
      readonly result: 'moved' | 'cancelled' | 'kept'
      readonly changeId: AppointmentChangeId | null
    }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'undone' }

export interface Resolution {
  readonly choices: ShallowRef<Choices>
  readonly fates: ShallowRef<ReadonlyMap<AppointmentId, Fate>>
  readonly clashing: ComputedRef<ReadonlySet<AppointmentId>>
  readonly decided: ComputedRef<number>
  /** How many have been gone through while it runs; null when it does not. */
  readonly progress: Ref<number | null>
  choose(id: AppointmentId, choice: Choice): void
  chooseAll(what: 'move' | 'cancel' | 'keep'): void
  /** Takes every decision that has not been taken, one after the other. */
  run(said: (count: number) => string): Promise<void>
  undo(id: AppointmentId): Promise<void>
}

/**
 * The decisions about the bookings that a change hits, what became of them, and the way back from each. More bookings may
 * be listed while it goes on.
 */
export function createResolution(bookings: Readonly<Ref<readonly AffectedBooking[]>>): Resolution {
  const choices = shallowRef<Choices>(new Map())
  const fates = shallowRef<ReadonlyMap<AppointmentId, Fate>>(new Map())
  const progress = ref<number | null>(null)
  const versions = new Map<AppointmentId, number>()
  const clashing = computed(() => clashes(bookings.value, choices.value))
  const decided = computed(() => decisionsOf(bookings.value, choices.value).length)

  const isOpen = (id: AppointmentId): boolean => fates.value.get(id)?.kind !== 'done'

  function choose(id: AppointmentId, choice: Choice): void {
    choices.value = new Map([...choices.value, [id, choice]])
  }

  function chooseAll(what: 'move' | 'cancel' | 'keep'): void {
    const open = bookings.value.filter(({ appointment }) => isOpen(appointment.id))
    if (what === 'move') {
      choices.value = firstFitting(open, choices.value)
      return
    }
    const choice: Choice = what === 'cancel' ? { kind: 'cancel', notifyPatient: true } : { kind: 'keep' }
    choices.value = new Map([
      ...choices.value,
      ...open.map(({ appointment }) => [appointment.id, choice] as const)
    ])
  }

  async function run(said: (count: number) => string): Promise<void> {
    const wanted = decisionsOf(bookings.value, choices.value, versions).filter(({ appointmentId }) =>
      isOpen(appointmentId)
    )
    const steps: AppointmentId[] = []
    progress.value = 0
    try {
      for (const decision of wanted) {
        const [outcome] = await call('schedules.resolve', { decisions: [decision] })
        if (outcome) settle(outcome)
        if (outcome?.changeId != null) steps.push(outcome.appointmentId)
        progress.value += 1
      }
    } finally {
      progress.value = null
      if (steps.length > 0) offerUndo({ text: said(steps.length), undo: () => undoAll(steps) })
    }
  }

  function settle({ appointmentId, result, changeId, refusal }: DecisionOutcome): void {
    const fate: Fate =
      result === 'refused'
        ? { kind: 'refused', why: codeSentence(refusal?.code ?? 'internal', refusal?.parameters) }
        : { kind: 'done', result, changeId }
    fates.value = new Map([...fates.value, [appointmentId, fate]])
  }

  async function takeBack(id: AppointmentId): Promise<void> {
    const fate = fates.value.get(id)
    if (fate?.kind !== 'done' || fate.changeId === null) return
    const { version } = await call('appointments.undo', { changeId: fate.changeId })
    versions.set(id, version)
    fates.value = new Map([...fates.value, [id, { kind: 'undone' }]])
    choose(id, null)
  }

  /** The latest first, so that each finds its place free again. One that cannot be taken back stops no other. */
  async function undoAll(ids: readonly AppointmentId[]): Promise<void> {
    for (const id of [...ids].reverse()) await undo(id)
  }

  async function undo(id: AppointmentId): Promise<void> {
    try {
      await takeBack(id)
    } catch (error) {
      const why = errorSentence(error)
      fates.value = new Map([...fates.value, [id, { kind: 'refused', why }]])
      showError(error)
    }
  }

  return { choices, fates, clashing, decided, progress, choose, chooseAll, run, undo }
}
