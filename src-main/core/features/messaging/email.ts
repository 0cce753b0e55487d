import { deriveKey } from '../../database/key-envelope'
import { trustedAuthorities, type SessionOptions } from '../../mail'
import type { Handlers } from '../../rpc/handlers'
import type { MessagingContext } from './context'
import { emailHandlers } from './email.handlers'
import { EmailLine } from './email-line'
import { EmailWorker } from './email.worker'
import { readHold } from './hold'
import type { MessageRow } from './outbox.queries'
import { createTimer, noTimer } from './timer'

export interface EmailDependencies {
  readonly context: MessagingContext
  readonly key: Buffer
  readonly runsJobs: boolean
  /** For tests: who may vouch for the server, instead of those the program trusts. */
  readonly session: SessionOptions | undefined
  readonly onChanged: (messages: readonly MessageRow[]) => void
  readonly onStatusChanged: () => void
}

export interface Email {
  readonly worker: EmailWorker
  readonly handlers: Handlers<'email.settings' | 'email.save' | 'email.test' | 'email.status'>
}

/** Everything that leaves by e-mail. */
export function createEmail({
  context,
  key,
  runsJobs,
  session = whoIsTrusted(),
  onChanged,
  onStatusChanged
}: EmailDependencies): Email {
  const idKey = deriveKey(key, 'e-mail message ids')
  const line = new EmailLine({
    context,
    idKey,
    session,
    onTroubleChanged() {
      context.events.publish('email.changed', {})
      onStatusChanged()
    }
  })
  const worker = new EmailWorker({
    context,
    line,
    timer: runsJobs ? createTimer(context.clock) : noTimer,
    runsByItself: runsJobs,
    readHold: () => readHold(context),
    onChanged
  })
  return {
    worker,
    handlers: emailHandlers({ context, line, idKey, session, onSaved: () => worker.resume() })
  }
}

/** Read when first needed: most clinics start without e-mail. */
function whoIsTrusted(): SessionOptions {
  let known: readonly string[] | null = null
  return {
    get authorities() {
      return (known ??= trustedAuthorities())
    }
  }
}
