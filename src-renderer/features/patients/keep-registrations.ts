import type { KeptDraft } from '@contract/registration'
import { call } from '../../core-client'
import type { DraftKey, FormDraft } from './draft.store'
import { changedFields } from './patient-draft'

/** So long after the last key: a crash costs no more than a word. */
const SOON_MS = 400
const PLACES = ['new', 'parked'] as const satisfies readonly DraftKey[]

interface Drafts {
  readonly forms: ReadonlyMap<DraftKey, FormDraft>
  /** Somebody of the desk sits here, and the window is not locked. */
  readonly mayKeep: boolean
}

/** Hands registrations under way to the core, which holds them in memory for this person at this window. */
export function keepRegistrations(read: () => Drafts) {
  let window: Promise<number> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let kept = '[]'

  function windowId(): Promise<number> {
    window ??= call('shell.info', {}).then((info) => info.window)
    return window
  }

  async function send(): Promise<void> {
    const { forms, mayKeep } = read()
    const drafts = PLACES.flatMap((place) => keptOf(place, forms.get(place)))
    const text = JSON.stringify(drafts)
    if (!mayKeep || text === kept) return
    kept = text
    await call('registration.keepDrafts', { window: await windowId(), drafts })
  }

  /** What cannot be kept is still in the form: nobody is disturbed for it. */
  function keep(): void {
    clearTimeout(timer)
    send().catch(() => {
      // Tried again with the next key.
      kept = ''
    })
  }

  return {
    keep() {
      kept = ''
      keep()
    },
    keepSoon() {
      clearTimeout(timer)
      timer = setTimeout(keep, SOON_MS)
    },
    find: async () => await call('registration.keptDrafts', { window: await windowId() })
  }
}

function keptOf(place: KeptDraft['place'], form: FormDraft | undefined): KeptDraft[] {
  if (!form) return []
  const { base, draft, birthDateText, guardians } = form
  const isTyped = changedFields(base, draft).length > 0 || guardians.length > 0 || birthDateText !== ''
  return isTyped ? [{ place, base, draft, birthDateText, guardians: [...guardians] }] : []
}
