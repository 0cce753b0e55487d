import type { Bundle } from '@medplum/fhirtypes'
import { z } from 'zod'
import { PortalRefusal } from '../../portal'
import { findAgreed, saveAgreed } from './agreed.queries'
import { isLive, meaningOf } from './answers.rules'
import { agreedOn, identifierOf, kindOf, remoteIdIn, storedNow, token, type SyncContext } from './context'
import type { PortalResource, PortalType } from './kind'
import { addMark, isUnderWay } from './operations.queries'
import { asRemote, etagOf, idIn, readBodyText, type Remote } from './resource-shape'
import { changeRun, type Run } from './run.queries'
import { isSameContent } from './same-content.rules'
import { settleMarks } from './settle-marks'
import { slotIds } from './step-plan.rules'

/** In one transaction (SYNC: first load). */
const AT_ONCE = 200
/** Identifiers in one search: its address must stay short. */
const SEARCHED_AT_ONCE = 50

/** Everything the clinic has of one type and the portal has not, two hundred at a time; what differs gets its mark. */
export async function sendAll(context: SyncContext, run: Run, type: PortalType): Promise<void> {
  const { database } = context
  let { after_id: after, sent } = run
  let doubtful = run.in_doubt !== null
  for (;;) {
    if (context.signal.aborted) return
    const ids = await kindOf(context, type).list(database.reader, { after, limit: AT_ONCE })
    const last = ids.at(-1)
    if (last === undefined) return
    const { missing, marks } = await sort(context, type, { ids, isFirst: run.kind === 'load' })
    if (doubtful) await adopt(context, type, missing)
    const bodies = doubtful ? await stillMissing(context, type, missing) : missing
    doubtful = false
    if (bodies.size > 0) {
      const inDoubt = JSON.stringify([...bodies.keys()])
      await database.write((transaction) => changeRun(transaction, run.id, { in_doubt: inDoubt }))
      const made = await create(context, type, bodies)
      await keep(context, made)
      await settleMarks(context, type, made)
      sent += made.size
    }
    after = last
    await database.write(async (transaction) => {
      for (const localId of marks) await addMark(transaction, { type, localId })
      await changeRun(transaction, run.id, { after_id: last, in_doubt: null, sent })
    })
    context.onChanged()
  }
}

type Bodies = ReadonlyMap<number, PortalResource>

/** What the portal lacks altogether, and what it holds otherwise than the clinic, or is waiting for something else. */
async function sort(
  context: SyncContext,
  type: PortalType,
  { ids, isFirst }: { ids: readonly number[]; isFirst: boolean }
): Promise<{ missing: Bodies; marks: readonly number[] }> {
  const { database } = context
  const kind = kindOf(context, type)
  const missing = new Map<number, PortalResource>()
  const marks: number[] = []
  for (const localId of ids) {
    // The outbox brings it there with its slots, in its turn.
    if (type === 'Appointment' && (await isUnderWay(database.reader, [`${type}/${localId}`]))) continue
    const known = await findAgreed(database.reader, { type, localId })
    const base = known?.body == null ? null : readBodyText(known.body)
    const reading = await kind.read(database.reader, {
      localId,
      base,
      then: null,
      remoteId: remoteIdIn(database.reader),
      identifier: identifierOf(context, { type, localId })
    })
    if (reading.is === 'waits') marks.push(localId)
    else if (reading.is === 'none') continue
    else if (known) {
      if (base === null || !isSameContent(base, reading.body)) marks.push(localId)
    } else if (!isFirst && takesSlots(reading.body)) marks.push(localId)
    else if (kind.check(reading.body) === null) missing.set(localId, reading.body)
    // The outbox makes a dead letter of it, which a person sees.
    else marks.push(localId)
  }
  return { missing, marks }
}

/**
 * Whether it may only be made together with its slots, since patients have had the time to take them: not so at the
 * first load, whose slots are there only since a moment ago, and shut where an appointment stands.
 */
function takesSlots(body: PortalResource): boolean {
  return body.resourceType === 'Appointment' && isLive(body.status) && slotIds(body).length > 0
}

/** After a lost answer: those that did arrive are found by the clinic's identifier. */
async function adopt(context: SyncContext, type: PortalType, missing: Bodies): Promise<void> {
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
    await keep(context, made)
  }
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

async function stillMissing({ database }: SyncContext, type: PortalType, missing: Bodies): Promise<Bodies> {
  const left = new Map<number, PortalResource>()
  for (const [localId, body] of missing)
    if (!(await findAgreed(database.reader, { type, localId }))) left.set(localId, body)
  return left
}

/** Plain POSTs in one transaction. @throws PortalRefusal, PortalFault: then it is in doubt */
async function create(
  context: SyncContext,
  type: PortalType,
  bodies: Bodies
): Promise<ReadonlyMap<number, Remote>> {
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

async function keep(context: SyncContext, made: ReadonlyMap<number, Remote>): Promise<void> {
  if (made.size === 0) return
  const at = storedNow(context)
  await context.database.write(async (transaction) => {
    for (const [localId, remote] of made)
      await saveAgreed(transaction, agreedOn(localId, remote, etagOf(remote), at))
  })
}
