import type { ResourceId, ResourceKindId } from '@contract/ids'
import type { Resource, ResourceKind, Resources } from '@contract/schedules'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'

const MOST = 1_000

/** In the order they were made. */
export async function listResources(reader: Reader): Promise<Resources> {
  const kinds = await reader
    .selectFrom('resource_kind')
    .select(['id', 'name', 'is_active'])
    .orderBy('sort_order')
    .orderBy('id')
    .limit(MOST)
    .execute()
  const resources = await reader
    .selectFrom('resource')
    .select(['id', 'kind_id', 'name', 'room_id', 'is_active'])
    .orderBy('sort_order')
    .orderBy('id')
    .limit(MOST)
    .execute()
  return {
    kinds: kinds.map(({ id, name, is_active }) => ({ id, name, isActive: is_active === 1 })),
    resources: resources.map((row) => ({
      id: row.id,
      kindId: row.kind_id,
      name: row.name,
      roomId: row.room_id,
      isActive: row.is_active === 1
    }))
  }
}

/** @throws AppError `name-taken`, `not-found` */
export async function saveResourceKind(
  transaction: Transaction,
  draft: Omit<ResourceKind, 'id'> & { readonly id: ResourceKindId | null }
): Promise<ResourceKind> {
  const { kinds } = await listResources(transaction)
  assertNameFree(kinds, draft)
  const row = { name: draft.name, is_active: draft.isActive ? 1 : 0 }
  const saved =
    draft.id === null
      ? await transaction
          .insertInto('resource_kind')
          .values({ ...row, sort_order: kinds.length + 1 })
          .returning('id')
          .executeTakeFirst()
      : await transaction
          .updateTable('resource_kind')
          .set(row)
          .where('id', '=', draft.id)
          .returning('id')
          .executeTakeFirst()
  if (!saved) throw new AppError('not-found')
  return { ...draft, id: saved.id }
}

/** @throws AppError `name-taken`, `not-found` */
export async function saveResource(
  transaction: Transaction,
  draft: Omit<Resource, 'id'> & { readonly id: ResourceId | null }
): Promise<Resource> {
  const { kinds, resources } = await listResources(transaction)
  assertNameFree(resources, draft)
  if (!kinds.some(({ id }) => id === draft.kindId)) throw new AppError('not-found')
  const row = {
    kind_id: draft.kindId,
    name: draft.name,
    room_id: draft.roomId,
    is_active: draft.isActive ? 1 : 0
  }
  const saved =
    draft.id === null
      ? await transaction
          .insertInto('resource')
          .values({ ...row, sort_order: resources.length + 1 })
          .returning('id')
          .executeTakeFirst()
      : await transaction
          .updateTable('resource')
          .set(row)
          .where('id', '=', draft.id)
          .returning('id')
          .executeTakeFirst()
  if (!saved) throw new AppError('not-found')
  return { ...draft, id: saved.id }
}

function assertNameFree(
  others: readonly { id: number; name: string }[],
  { id, name }: { id: number | null; name: string }
): void {
  const same = (other: string): boolean => other.toLowerCase() === name.toLowerCase()
  if (others.some((other) => same(other.name) && other.id !== id)) throw new AppError('name-taken')
}
