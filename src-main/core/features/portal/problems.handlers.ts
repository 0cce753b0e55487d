import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor, Handlers } from '../../rpc/handlers'
import { addConflictChoice } from './decide'
import { listConflicts } from './conflicts.queries'
import { kindOf, storedNow, typeOf } from './context'
import { factsOf } from './facts.rules'
import { listHeldOf, listOpenOf, thingsOfPatient } from './knowledge.queries'
import {
  changeOperation,
  findOperation,
  hasOtherMark,
  listAttempts,
  listDead,
  type Operation
} from './operations.queries'
import type { PortalKinds, PortalResource } from './kind'
import type { PortalParts } from './parts'
import { EDITABLE, fixedElementsChanged, resourceInLetter } from './letter.rules'
import { asBody, readBodyText } from './resource-shape'
import { conflictWithSides } from './sides'
import { operationView } from './view.rules'
import { whose } from './whose'

type ProblemMethods =
  | 'portal.conflicts'
  | 'portal.decide'
  | 'portal.deadLetters'
  | 'portal.edit'
  | 'portal.retry'
  | 'portal.discard'
  | 'portal.knowsOf'

const MOST_ATTEMPTS = 10

/** What a person has to look at, and what the portal knows of one patient. */
export function portalProblemHandlers(parts: PortalParts): Handlers<ProblemMethods> {
  const { database, audit, events, link } = parts

  async function change(
    actor: Actor,
    action: string,
    seq: number,
    work: DeadWork
  ): Promise<Record<string, never>> {
    await database.write(async (transaction) => {
      const operation = await findOperation(transaction, seq)
      if (operation?.state !== 'dead') throw new AppError('portal-operation-ended')
      await work(transaction, operation)
      await audit.record(transaction, actor, { action, patientId: null })
    })
    link.wake()
    events.publish('portal.changed', {})
    return {}
  }

  return {
    async 'portal.conflicts'(page, { actor }) {
      const { country } = await parts.settings.read()
      return await database.write(async (transaction) => {
        await audit.record(transaction, actor, { action: 'portal.conflicts-opened', patientId: null })
        const rows = await listConflicts(transaction, page)
        return {
          conflicts: await Promise.all(
            rows.map(async (row) => await conflictWithSides(transaction, row, country))
          )
        }
      })
    },
    async 'portal.decide'({ id, choice }, { actor }) {
      await addConflictChoice(parts, { id, choice, actor })
      link.wake()
      events.publish('portal.changed', {})
      return {}
    },
    async 'portal.deadLetters'(page, { actor }) {
      return await database.write(async (transaction) => {
        await audit.record(transaction, actor, { action: 'portal.dead-letters-opened', patientId: null })
        const letters = await listDead(transaction, page)
        return {
          letters: await Promise.all(
            letters.map(async (letter) => ({
              ...operationView(letter),
              patient: await whose(transaction, { type: typeOf(letter.type), localId: letter.local_id }),
              body: letterText(letter),
              editable: [...EDITABLE[typeOf(letter.type)]],
              attempts: await listAttempts(transaction, letter.seq, MOST_ATTEMPTS)
            }))
          )
        }
      })
    },
    async 'portal.edit'({ seq, body }, { actor }) {
      const { kinds } = await parts.loadKinds()
      return await change(actor, 'portal.letter-edited', seq, async (transaction, operation) => {
        const text = checkedBody(kinds, operation, body)
        await again(transaction, operation, { body: text, is_edited: 1 })
      })
    },
    'portal.retry': async ({ seq }, { actor }) =>
      await change(actor, 'portal.letter-retried', seq, async (transaction, operation) => {
        if (await hasOtherMark(transaction, operation))
          await discard(transaction, operation, storedNow(parts))
        else await again(transaction, operation, {})
      }),
    'portal.discard': async ({ seq }, { actor }) =>
      await change(actor, 'portal.letter-discarded', seq, (transaction, operation) =>
        discard(transaction, operation, storedNow(parts))
      ),
    async 'portal.knowsOf'({ patientId }, { actor }) {
      const { country } = await parts.settings.read()
      return await database.write(async (transaction) => {
        await audit.record(transaction, actor, { action: 'portal.knowledge-opened', patientId })
        const things = await thingsOfPatient(transaction, patientId)
        const known = await listHeldOf(transaction, things)
        const operations = await listOpenOf(transaction, things)
        return {
          resources: known.map(({ type, local_id, remote_id, last_updated, body }) => ({
            type: typeOf(type),
            localId: local_id,
            remoteId: remote_id,
            lastUpdated: last_updated,
            facts: body === null ? [] : factsOf(readBodyText(body), country),
            body
          })),
          operations: operations.map(operationView)
        }
      })
    }
  }
}

type DeadWork = (transaction: Transaction, operation: Operation) => Promise<void>

async function again(
  transaction: Transaction,
  { seq }: Operation,
  changes: { body?: string; is_edited?: number }
): Promise<void> {
  const fresh = {
    state: 'waiting',
    tries: 0,
    next_at: null,
    base_etag: '{}',
    reason: null,
    answer: null
  } as const
  await changeOperation(transaction, { seq, from: ['dead'] }, { ...fresh, ...changes })
}

async function discard(transaction: Transaction, { seq }: Operation, at: string): Promise<void> {
  await changeOperation(transaction, { seq, from: ['dead'] }, { state: 'discarded', ended_at: at })
}

function letterText({ type, body }: Operation): string | null {
  const resource = resourceInLetter(typeOf(type), body)
  return resource && JSON.stringify(resource)
}

/** @throws AppError `portal-body-invalid`, `portal-body-fixed` */
function checkedBody(kinds: PortalKinds, operation: Operation, text: string): string {
  const before = resourceInLetter(typeOf(operation.type), operation.body)
  const body = readTyped(text)
  if (before === null || body.resourceType !== operation.type) throw new AppError('portal-body-invalid')
  if (kindOf({ kinds }, body.resourceType).check(body) !== null) throw new AppError('portal-body-invalid')
  const fixed = fixedElementsChanged(before, body)
  if (fixed.length > 0) throw new AppError('portal-body-fixed', { elements: fixed.join(', ') })
  return JSON.stringify(body)
}

function readTyped(text: string): PortalResource {
  try {
    return asBody(JSON.parse(text))
  } catch (error) {
    throw new AppError('portal-body-invalid', {}, { cause: error })
  }
}
