import type { PatientId } from '@contract/ids'
import { isRefusal, type CoreError } from '../core-client'
import { errorSentence } from './errors'
import { translate } from './i18n'
import { useSelection } from './selection.store'
import { useToasts } from './toasts.store'
import { UndoStack, type UndoStep } from './undo-stack'

type Parameters = Record<string, string | number>
type Offer = {
  /** May answer what is said to hold now, where the text itself does not fit once it is taken back. */
  undo: () => Promise<string | void>
  about?: string
} & ({ text: string } | { textKey: string; parameters?: Parameters })

const stack = new UndoStack()
const toastOf = new WeakMap<UndoStep, number>()

/** Says what was done and lets it be taken back, by the button or with Ctrl+Z. */
export function offerUndo(offer: Offer): void {
  const text = 'text' in offer ? offer.text : translate(offer.textKey, offer.parameters)
  const step: UndoStep = { text, undo: offer.undo, about: offer.about }
  stack.push(step)
  const action = { label: translate('app.undo.action'), keys: 'ctrl+z', run: () => void undoStep(step) }
  toastOf.set(step, useToasts().add({ tone: 'info', text, action, about: offer.about }))
}

/** Takes the newest step back (Ctrl+Z). */
export function undoLast(): Promise<void> {
  return undoStep(undefined)
}

/** What these steps would take back was taken back in another way. */
export function forgetUndoOf(about: string): void {
  for (const step of stack.drop(about)) {
    const toast = toastOf.get(step)
    if (toast !== undefined) useToasts().remove(toast)
  }
}

/** Forgets every step: another person has sat down. */
export function forgetUndo(): void {
  stack.clear()
  useToasts().clear()
}

/** Says quietly that something was done. */
export function notify(text: string): void {
  useToasts().add({ tone: 'info', text, action: null })
}

/** Says what went wrong, what is safe and what to do. Being signed out is no error: the page shows it itself. */
export function showError(error: unknown): void {
  if (isRefusal(error, 'not-signed-in', 'locked')) return
  if (isRefusal(error, 'reason-required') && askReason(error)) return
  useToasts().add({ tone: 'error', text: errorSentence(error), action: null })
}

/** A record that is spoken of with a reason only: it is asked for at once. @returns false when nobody is named */
function askReason({ parameters }: CoreError): boolean {
  const id = parameters['patientId']
  if (!isPatientId(id)) return false
  useSelection().askReason(id)
  return true
}

function isPatientId(value: string | number | undefined): value is PatientId {
  return Number.isInteger(value)
}

async function undoStep(step: UndoStep | undefined): Promise<void> {
  try {
    const undone = await stack.undo(step)
    if (!undone) return
    const toast = toastOf.get(undone.step)
    if (toast !== undefined) useToasts().remove(toast)
    notify(translate('app.undo.done', { text: undone.said }))
  } catch (error) {
    showError(error)
  }
}
