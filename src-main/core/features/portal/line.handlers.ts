import { PatientId } from '@contract/ids'
import type { PortalStatusView } from '@contract/portal'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor, Handlers } from '../../rpc/handlers'
import { distrustVersions } from './agreed.queries'
import { changeConnection, listPins, readConnection } from './connection.queries'
import { storedNow, typeOf } from './context'
import { listRefused } from './incoming.queries'
import type { PortalParts } from './parts'
import { addRun, findLastRun, findOpenRun, listDifferences, stopRuns, type Run } from './run.queries'
import { checkReady } from './settings.rules'
import { MOST_SET_ASIDE, portalStatus } from './status'
import { FIRST_TYPE } from './view.rules'
import { whose } from './whose'

type LineMethods =
  | 'portal.status'
  | 'portal.turnOn'
  | 'portal.turnOff'
  | 'portal.answerEpoch'
  | 'portal.compare'
  | 'portal.resynchronise'
  | 'portal.differences'
  | 'portal.setAside'

const MOST_DIFFERENCES = 500

/** On and off, and everything that goes through all there is. */
export function portalLineHandlers(parts: PortalParts): Handlers<LineMethods> {
  const { database, audit, events, settings, link } = parts

  async function change(
    actor: Actor,
    action: string,
    work: (transaction: Transaction) => Promise<void>
  ): Promise<PortalStatusView> {
    await link.whileStopped(async () => {
      await database.write(async (transaction) => {
        await work(transaction)
        await audit.record(transaction, actor, { action, patientId: null })
      })
    })
    events.publish('portal.changed', {})
    return await portalStatus(parts)
  }

  const begin = async (transaction: Transaction, actor: Actor, kind: Run['kind']): Promise<void> => {
    const at = storedNow(parts)
    await stopRuns(transaction, at)
    await distrustVersions(transaction, FIRST_TYPE)
    await addRun(transaction, { kind, type: FIRST_TYPE, at, by: actor.userId })
  }

  return {
    'portal.status': async () => await portalStatus(parts),
    async 'portal.turnOn'(_input, { actor }) {
      const { isTraining } = await settings.read()
      return await change(actor, 'portal.turned-on', async (transaction) => {
        const connection = await readConnection(transaction)
        const hasPin = (await listPins(transaction)).some(({ confirmed_at }) => confirmed_at !== null)
        checkReady(connection, { isTraining, hasPin })
        if (connection.state !== 'off') return
        await changeConnection(transaction, {
          state: 'loading',
          records: 1,
          trouble: null,
          trouble_since: null
        })
        // While nothing was written down for the portal, schedules and appointments went on.
        await parts.touchPlaces(transaction)
        await begin(transaction, actor, connection.epoch === null ? 'load' : 'resync-clinic')
      })
    },
    'portal.turnOff': async (_input, { actor }) =>
      await change(
        actor,
        'portal.turned-off',
        async (transaction) => await turnOff(transaction, storedNow(parts))
      ),
    'portal.answerEpoch': async ({ choice }, { actor }) =>
      await change(actor, `portal.epoch-${choice}`, async (transaction) => {
        const connection = await readConnection(transaction)
        if (connection.state !== 'epoch-changed') throw new AppError('portal-decided')
        if (choice === 'off') return await turnOff(transaction, storedNow(parts))
        const { found_epoch: epoch } = connection
        await changeConnection(transaction, {
          state: 'loading',
          epoch,
          found_epoch: null,
          last_event_id: null
        })
        await begin(transaction, actor, choice === 'clinic' ? 'resync-clinic' : 'resync-portal')
      }),
    'portal.compare': async (_input, { actor }) =>
      await change(actor, 'portal.compared', async (transaction) => {
        if ((await readConnection(transaction)).state !== 'on') throw new AppError('portal-off')
        if (await findOpenRun(transaction)) throw new AppError('portal-run-open')
        await begin(transaction, actor, 'compare')
      }),
    'portal.resynchronise': async ({ from }, { actor }) =>
      await change(actor, `portal.resynchronised-${from}`, async (transaction) => {
        const { state } = await readConnection(transaction)
        if (state !== 'on' && state !== 'loading') throw new AppError('portal-off')
        await changeConnection(transaction, { state: 'loading' })
        await begin(transaction, actor, from === 'clinic' ? 'resync-clinic' : 'resync-portal')
      }),
    async 'portal.differences'(_input, { actor }) {
      return await database.write(async (transaction) => {
        await audit.record(transaction, actor, { action: 'portal.differences-opened', patientId: null })
        const run = await findLastRun(transaction)
        const found = run ? await listDifferences(transaction, run.id, MOST_DIFFERENCES) : []
        return {
          differences: await Promise.all(
            found.map(async ({ type: name, local_id, remote_id, what }) => {
              const type = typeOf(name)
              const localId = local_id === 0 ? null : local_id
              return {
                ...{ type, localId, what },
                patient: localId === null ? null : await whose(transaction, { type, localId }),
                remoteId: remote_id === '' ? null : remote_id
              }
            })
          )
        }
      })
    },
    async 'portal.setAside'() {
      const rows = await listRefused(database.reader, MOST_SET_ASIDE)
      return {
        rows: rows.map(({ type, remote_id, cause, reason, since, patient_id: patientId }) => ({
          ...{ cause, reason, since },
          type: typeOf(type),
          remoteId: remote_id,
          patientId: patientId === null ? null : PatientId.parse(patientId)
        }))
      }
    }
  }
}

/** What waits stays; nothing more is written down, so that turning it on again begins with everything. */
async function turnOff(transaction: Transaction, at: string): Promise<void> {
  await stopRuns(transaction, at)
  await changeConnection(transaction, {
    state: 'off',
    records: 0,
    connected_since: null,
    trouble: null,
    trouble_since: null,
    found_epoch: null
  })
}
