import type { Bundle } from '@medplum/fhirtypes'
import { z } from 'zod'
import type { Transaction } from '../../database/database'
import { PortalRefusal } from '../../portal'
import { listAgreed, saveAllAgreed } from './agreed.queries'
import { meaningOf } from './answers.rules'
import { agreedOn, identifierOf, storedNow, token, type SyncContext } from './context'
import type { PortalResource, PortalType } from './kind'
import { asRemote, etagOf, idIn, type Remote } from './resource-shape'

/** Identifiers in one search: its address must stay short. */
const SEARCHED_AT_ONCE = 50

/** By the clinic's own id. */
export type Bodies = ReadonlyMap<number, PortalResource>

/**
 * After a lost answer: those that did arrive are found by the clinic's identifier, and kept.
 * @returns what is still missing
 */
export async function adopt(context: SyncContext, type: PortalType, missing: Bodies): Promise<Bodies> {
  const { database } = context
  const ids = [...missing.keys()]
  for (let at = 0; at < ids.length; at += SEARCHED_AT_ONCE) {
    const wanted = ids.slice(at, at + SEARCHED_AT_ONCE)
    const identifier = wanted.map((localId) => token(identifierOf(context, { type, localId }))).join(',')
    const found = await context.fhir.findAll(type, { identifier }, context.signal)
    const made = new Map<number, Remote>()
    for (const resource of found) {
      const remote = asRemote(resource)
      const own = remote && wanted.find((localId) => bearsId(context, remote, localId))
      if (remote && own) made.set(own, remote)
    }
    await database.write((transaction) => keep(context, transaction, { type, made }))
  }
  const there = await listAgreed(database.reader, type, ids)
  const left = new Map(missing)
  for (const { local_id: localId } of there) left.delete(localId)
  return left
}

function bearsId(context: SyncContext, remote: Remote, localId: number): boolean {
  const { system, value } = identifierOf(context, { type: remote.resourceType, localId })
  const identifiers: unknown = remote.identifier
  return (
    Array.isArray(identifiers) &&
    identifiers.some(
      (each: { system?: string; value?: string }) => each.system === system && each.value === value
    )
  )
}

/** Plain POSTs in one transaction. @throws PortalRefusal, PortalFault: then it is in doubt */
export async function create(
  context: SyncContext,
  type: PortalType,
  bodies: Bodies
): Promise<ReadonlyMap<number, Remote>> {
  if (bodies.size === 0) return new Map()
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [...bodies.values()].map((resource) => ({ resource, request: { method: 'POST', url: type } }))
  }
  const answer = await context.fhir.transaction(bundle, context.signal)
  if (meaningOf(answer.status) !== 'applied')
    throw new PortalRefusal(answer.status, answer.said, answer.retryAfterMs)
  const answered = AnsweredBundle.parse(answer.resource)
  const made = new Map<number, Remote>()
  for (const [index, [localId, body]] of [...bodies].entries()) {
    const entry = answered.entry[index]
    // A version must come with it, be it in the answer's own fields or in the resource as it was stored.
    const stored = asRemote(AnyResource.parse(entry?.resource ?? null))
    const id = idIn(entry?.response?.location, type) ?? stored?.id
    if (id === undefined) continue
    const versionId = /"(.+)"/.exec(entry?.response?.etag ?? '')?.[1] ?? stored?.meta?.versionId
    const lastModified = entry?.response?.lastModified ?? stored?.meta?.lastUpdated
    const meta = {
      ...body.meta,
      ...(versionId === undefined ? {} : { versionId }),
      ...(lastModified === undefined ? {} : { lastUpdated: lastModified })
    }
    made.set(localId, { ...body, id, meta })
  }
  return made
}

const AnyResource = z.custom<Remote | null>(() => true)
const AnsweredBundle = z.looseObject({
  entry: z
    .array(
      z.looseObject({
        resource: z.unknown().optional(),
        response: z
          .looseObject({
            location: z.string().optional(),
            etag: z.string().optional(),
            lastModified: z.string().optional()
          })
          .optional()
      })
    )
    .default([])
})

/** What was made there is agreed on. */
export async function keep(
  context: SyncContext,
  transaction: Transaction,
  { type, made }: { type: PortalType; made: ReadonlyMap<number, Remote> }
): Promise<void> {
  const at = storedNow(context)
  const all = [...made].map(([localId, remote]) => agreedOn(localId, remote, etagOf(remote), at))
  await saveAllAgreed(transaction, type, all)
}
