import type { MethodName } from '@contract/index'
import type { Handlers } from '../../rpc/handlers'
import type { Chore, LetterBook } from '../messaging'
import { letterTemplateHandlers } from './letter-template.handlers'
import { createLetterTemplates } from './letter-templates'
import { letterHandlers, type LetterDependencies } from './letters.handlers'
import { createLetterBook } from './make-letters'
import { createOverdueChore } from './overdue'

export interface Letters {
  readonly handlers: Handlers<Extract<MethodName, `letters.${string}` | `letterTemplates.${string}`>>
  /** What messaging asks for when nothing digital reaches a patient. */
  readonly book: LetterBook
  /** What becomes due by the clock. */
  readonly chore: Chore
}

/** Letters on paper, for those who are reserved and those whom no message reaches. */
export function createLetters(dependencies: LetterDependencies): Letters {
  const { events } = dependencies
  const templates = createLetterTemplates()
  let hasMade = false
  // What was made is on disk when whoever took the step, or sent, tells of it.
  events.subscribe((event) => {
    if (!hasMade || (event !== 'messages.changed' && event !== 'appointments.changed')) return
    hasMade = false
    events.publish('letters.changed', { patientId: null })
  })
  return {
    handlers: {
      ...letterHandlers(dependencies, templates),
      ...letterTemplateHandlers(dependencies, templates)
    },
    chore: createOverdueChore(dependencies),
    book: createLetterBook({
      templates,
      onMade() {
        hasMade = true
      }
    })
  }
}
