import type { CampaignCandidate, CampaignCriteria } from '@contract/campaigns'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call } from '../../core-client'

/** More are not looked at in one go: a rare choice among very many is looked for on demand. */
const MOST_PARTS = 10

export interface ShownPreview {
  readonly looked: number
  readonly total: number
  readonly candidates: readonly CampaignCandidate[]
  readonly segments: number
  readonly costMinor: number
  readonly cursor: string | null
}

interface Preview {
  readonly shown: ShallowRef<ShownPreview | null>
  readonly isBusy: Ref<boolean>
  begin(criteria: CampaignCriteria): Promise<void>
  more(): Promise<void>
  forget(): void
}

const NOTHING: ShownPreview = {
  looked: 0,
  total: 0,
  candidates: [],
  segments: 0,
  costMinor: 0,
  cursor: null
}

/** Who would be asked, part by part until a day's messages are found. Nothing is written. */
export function useCampaignPreview(): Preview {
  const shown = shallowRef<ShownPreview | null>(null)
  const isBusy = ref(false)
  let criteria: CampaignCriteria | null = null
  let asked = 0

  async function look(from: ShownPreview): Promise<void> {
    if (criteria === null) return
    asked += 1
    const mine = asked
    isBusy.value = true
    try {
      let all = from
      const wanted = messagesOf(from) + criteria.perDay
      for (let part = 0; part < MOST_PARTS; part += 1) {
        const next = await call('campaigns.preview', { criteria, cursor: all.cursor })
        if (mine !== asked) return
        all = {
          looked: all.looked + next.looked,
          total: next.total,
          candidates: [...all.candidates, ...next.candidates],
          segments: all.segments + next.segments,
          costMinor: all.costMinor + next.costMinor,
          cursor: next.nextCursor
        }
        shown.value = all
        if (all.cursor === null || messagesOf(all) >= wanted) return
      }
    } catch (error) {
      showError(error)
    } finally {
      if (mine === asked) isBusy.value = false
    }
  }

  return {
    shown,
    isBusy,
    begin: async (chosen) => {
      criteria = { ...chosen }
      await look(NOTHING)
    },
    more: async () => {
      if (shown.value?.cursor) await look(shown.value)
    },
    forget() {
      asked += 1
      isBusy.value = false
      shown.value = null
    }
  }
}

export function messagesOf({ candidates }: Pick<ShownPreview, 'candidates'>): number {
  return candidates.filter(({ reason }) => reason === null).length
}

export function patientsOf({ candidates }: Pick<ShownPreview, 'candidates'>): number {
  return candidates
    .filter(({ reason }) => reason === null)
    .reduce((sum, { together }) => sum + 1 + together.length, 0)
}
