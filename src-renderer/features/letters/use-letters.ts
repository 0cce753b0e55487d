import { MOST_LETTERS_AT_ONCE } from '@contract/choices'
import type { LetterId } from '@contract/ids'
import type { Letter } from '@contract/letters'
import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { offerUndo, showError } from '../../app/undo'
import { call, useCoreEvent, type MethodInput } from '../../core-client'
import { usePages } from '../messages/use-pages'
import { isTickedAtFirst } from './letter-marks'

export type LetterFilter = MethodInput<'letters.list'>['filter']

/** The letters that wait or were printed, which of them are taken along, and what is done with one. */
export function useLetters() {
  const { t } = useI18n()
  const filter = ref<LetterFilter>('waiting')
  const waiting = ref(0)
  /** Those whose tick differs from how it was at first. */
  const turned = ref(new Set<LetterId>())

  const { items, isLoaded, reload, restart, loadMore } = usePages(async (cursor) => {
    const page = await call('letters.list', { filter: filter.value, cursor, limit: MOST_LETTERS_AT_ONCE })
    waiting.value = page.waiting
    return { items: page.letters, nextCursor: page.nextCursor }
  }, 'letters.changed')
  // A child may have turned sixteen, an address may have been mended: each shows in the list.
  useCoreEvent('patients.changed', () => void reload().catch(showError))
  watch(filter, () => {
    restart().catch(showError)
  })

  const isTicked = (letter: Letter): boolean => isTickedAtFirst(letter) !== turned.value.has(letter.id)
  const ticked = computed(() =>
    filter.value === 'waiting' ? items.value.filter(isTicked).map(({ id }) => id) : []
  )
  const isFull = computed(() => ticked.value.length > MOST_LETTERS_AT_ONCE)

  function turn({ id }: Letter): void {
    if (turned.value.has(id)) turned.value.delete(id)
    else turned.value.add(id)
  }

  function tickAll(isOn: boolean): void {
    const others = items.value.filter((letter) => isTickedAtFirst(letter) !== isOn)
    turned.value = new Set(others.map(({ id }) => id))
  }

  async function takeBack({ id }: Letter): Promise<void> {
    await step(async () => {
      await call('letters.takeBack', { ids: [id] })
      offerUndo({
        text: t('letters.takenBack', { count: 1 }, 1),
        undo: async () => {
          await call('letters.markPrinted', { ids: [id] })
        }
      })
    })
  }

  async function withdraw({ id, patientName }: Letter): Promise<void> {
    await step(async () => {
      await call('letters.withdraw', { ids: [id] })
      offerUndo({
        text: t('letters.withdrawn', { name: patientName }),
        undo: async () => {
          await call('letters.restore', { ids: [id] })
        }
      })
    })
  }

  async function step(take: () => Promise<void>): Promise<void> {
    try {
      await take()
      await reload()
    } catch (error) {
      showError(error)
    }
  }

  return {
    filter,
    waiting,
    items,
    isLoaded,
    loadMore,
    reload,
    isTicked,
    ticked: computed(() => ticked.value.slice(0, MOST_LETTERS_AT_ONCE)),
    isFull,
    turn,
    tickAll,
    takeBack,
    withdraw
  }
}
