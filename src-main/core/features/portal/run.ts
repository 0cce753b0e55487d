import { changeConnection } from './connection.queries'
import { clearWatermarks } from './incoming.queries'
import { distrustVersions } from './agreed.queries'
import { storedNow, typeOf, type SyncContext } from './context'
import { LOADING_ORDER, type PortalType } from './kind'
import { listAll } from './run-listing'
import { sendAll } from './run-sending'
import { changeRun, findOpenRun, type Run } from './run.queries'

/**
 * Goes on with a load or a comparison of everything where it stopped, until it is done: first what the portal has of
 * each type, then what the clinic has. Each page and each two hundred is written down, so that a restart loses no more.
 */
export async function continueRun(context: SyncContext): Promise<void> {
  for (
    let run = await findOpenRun(context.database.reader);
    run;
    run = await findOpenRun(context.database.reader)
  ) {
    if (context.signal.aborted) return
    const type = typeOf(run.type ?? LOADING_ORDER[0])
    const phase = run.phase === 'listing' ? 'listing' : 'sending'
    await (phase === 'listing' ? listAll(context, run, type) : sendAll(context, run, type))
    // Stopped between two parts of a type, it goes on there.
    if (context.signal.aborted) return
    await next(context, run, type, phase)
    context.onChanged()
  }
}

/** The next type, then the other half, then the end. */
async function next(
  context: SyncContext,
  { id, kind }: Run,
  type: PortalType,
  phase: 'listing' | 'sending'
): Promise<void> {
  const at = storedNow(context)
  const following = LOADING_ORDER[LOADING_ORDER.indexOf(type) + 1]
  await context.database.write(async (transaction) => {
    const beginning = { after_id: 0, next_page: null, in_doubt: null }
    if (following) {
      await changeRun(transaction, id, { ...beginning, type: following })
      if (phase === 'listing') await distrustVersions(transaction, following)
    } else if (phase === 'listing')
      await changeRun(transaction, id, { ...beginning, type: LOADING_ORDER[0], phase: 'sending' })
    else {
      await changeRun(transaction, id, { ...beginning, phase: 'done', ended_at: at })
      await changeConnection(transaction, { state: 'on', ...(kind === 'compare' ? { compared_at: at } : {}) })
      if (kind !== 'compare') await clearWatermarks(transaction)
    }
  })
}
