import type { ComparedField, Comparison, MergeChoices, MergeField } from '@contract/duplicates'

/** Whose value is kept, by the column it stands in. */
export type Chosen = 'one' | 'other' | 'both'
export type ChosenFields = Partial<Record<MergeField, Chosen>>
export type Column = 'one' | 'other'

/** What the core would choose. */
export function suggestedChoices({ fields }: Comparison): ChosenFields {
  return Object.fromEntries(
    fields.flatMap(({ field, suggested }) => (suggested === null ? [] : [[field, suggested]]))
  )
}

/** The same choices as the core takes them: by who survives. */
export function asMergeChoices(chosen: ChosenFields, survivor: Column): MergeChoices {
  return Object.fromEntries(
    Object.entries(chosen).map(([field, whose]) => {
      if (whose === 'both') return [field, 'both']
      return [field, whose === survivor ? 'survivor' : 'loser']
    })
  )
}

/** Whether there is anything to choose: the two differ, and nobody decides for the desk. */
export const isChoice = ({ isDifferent, suggested }: ComparedField): boolean =>
  isDifferent && suggested !== null
