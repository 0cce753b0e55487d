import type { ResourceId, ResourceKindId, RoomId } from '@contract/ids'
import type { Resource } from '@contract/schedules'

export interface ResourceWish {
  /** The kinds of which the visit takes one each. */
  readonly needs: readonly ResourceKindId[]
  /** Chosen by name; null: what was chosen by name before goes along. */
  readonly named: readonly ResourceId[] | null
  /** Those it has now. */
  readonly current: readonly ResourceId[]
  /** What the type it had until now needed: of what it has, the rest was chosen by name. */
  readonly neededBefore: readonly ResourceKindId[]
  /** Where the clinician works then: what stands there comes first. */
  readonly roomId: RoomId | null
}

export interface ResourceChoice {
  readonly ids: readonly ResourceId[]
  /** Kinds of which every one is taken. */
  readonly taken: readonly ResourceKindId[]
  /** Kinds of which the clinic has none in use. */
  readonly missing: readonly ResourceKindId[]
}

/** One free device or room of each kind that is needed; what was named is taken as it is. */
export function chooseResources(
  wish: ResourceWish,
  resources: readonly Resource[],
  isFree: (id: ResourceId) => boolean
): ResourceChoice {
  const byName = wish.named ?? extras(wish, resources)
  const ids: ResourceId[] = [...byName]
  const kindOf = new Map(resources.map(({ id, kindId }) => [id, kindId]))
  const covered = new Set(byName.map((id) => kindOf.get(id)))
  const taken: ResourceKindId[] = []
  const missing: ResourceKindId[] = []
  for (const kindId of wish.needs.filter((kind) => !covered.has(kind))) {
    const ofKind = inOrder(wish, resources, kindId)
    const chosen = ofKind.find(({ id }) => isFree(id))
    if (chosen) ids.push(chosen.id)
    else (ofKind.length > 0 ? taken : missing).push(kindId)
  }
  return { ids: [...ids].sort((a, b) => a - b), taken, missing }
}

/** What it has beyond what its type needed: somebody chose it by name, and it goes along. */
function extras({ current, neededBefore }: ResourceWish, resources: readonly Resource[]): ResourceId[] {
  const kindOf = new Map(resources.map(({ id, kindId }) => [id, kindId]))
  return current.filter((id) => {
    const kindId = kindOf.get(id)
    return kindId !== undefined && !neededBefore.includes(kindId)
  })
}

/** What it has already first, then what stands where the clinician works, then as the clinic lists them. */
function inOrder({ current, roomId }: ResourceWish, resources: readonly Resource[], kindId: ResourceKindId) {
  const rank = (resource: Resource): number => {
    if (current.includes(resource.id)) return 0
    return roomId !== null && resource.roomId === roomId ? 1 : 2
  }
  return resources
    .filter((resource) => resource.kindId === kindId && resource.isActive)
    .sort((a, b) => rank(a) - rank(b))
}
