import type { GapId } from '@contract/ids'
import type { Gap } from '@contract/waiting-list'
import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useFormats } from '../../app/formats'
import { translate } from '../../app/i18n'
import { useCommand } from '../../app/keyboard'
import { router } from '../../app/router'
import { useToasts } from '../../app/toasts.store'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'
import { useClinic } from '../settings/clinic.store'
import { useSession } from '../users/session.store'

const REST_MS = 120

/** Places that have become free and fit somebody, in step with the core; a new one is said quietly wherever one is. */
export const useGaps = defineStore('waiting-list-gaps', () => {
  const session = useSession()
  const clinic = useClinic()
  const formats = useFormats()
  const toasts = useToasts()
  const gaps = shallowRef<readonly Gap[]>([])
  const isLoaded = ref(false)
  const chosenId = ref<GapId | null>(null)
  const toastOf = new Map<GapId, number>()
  let resting: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  /** Those nobody is asked for yet: what the desk can do something about. */
  const waiting = computed(() => gaps.value.filter(({ running }) => running === null))
  const chosen = computed(() => gaps.value.find(({ id }) => id === chosenId.value) ?? gaps.value[0] ?? null)

  async function load(): Promise<void> {
    if (!session.isDesk) return
    turn += 1
    const mine = turn
    const fresh = await call('waitingList.gaps', {})
    if (mine !== turn) return
    gaps.value = fresh
    isLoaded.value = true
  }

  function loadSoon(): void {
    clearTimeout(resting)
    resting = setTimeout(() => void load().catch(showError), REST_MS)
  }

  async function open(id: GapId | null): Promise<void> {
    if (id !== null) chosenId.value = id
    await router.push({ path: '/waiting-list' })
  }

  function openNewest(): void {
    const newest = [...waiting.value].sort((a, b) => b.openedAt.localeCompare(a.openedAt))[0]
    void open(newest?.id ?? null)
  }

  async function say(id: GapId): Promise<void> {
    await load()
    const gap = gaps.value.find((one) => one.id === id)
    if (!gap || router.currentRoute.value.path === '/waiting-list') return
    const text = translate('waitingList.opened', {
      when: `${formats.mediumDate(gap.date)} ${formats.time(gap.time)}`,
      name: clinic.clinicianOf(gap.clinicianId)?.name ?? '',
      count: gap.candidates.length
    })
    const action = { label: translate('waitingList.offer'), keys: 'o', run: () => void open(id) }
    toastOf.set(id, toasts.add({ tone: 'info', text, action }))
  }

  /** What is taken or offered by now is not announced any longer. */
  function unsay(): void {
    const left = new Set(waiting.value.map(({ id }) => id))
    for (const [id, toast] of toastOf)
      if (!left.has(id)) {
        toasts.remove(toast)
        toastOf.delete(id)
      }
  }

  useReload(load)
  watch(() => session.isDesk, loadSoon)
  watch(waiting, unsay)
  useCoreEvent('waitingList.changed', loadSoon)
  useCoreEvent('waitingList.gapOpened', ({ gapId }) => {
    if (session.isDesk) say(gapId).catch(showError)
  })
  useCommand({
    id: 'waitingList.openNewest',
    titleKey: 'waitingList.openNewest',
    keys: 'o',
    when: () => session.isDesk && waiting.value.length > 0,
    run: openNewest
  })
  onScopeDispose(() => clearTimeout(resting))

  return { gaps, waiting, isLoaded, chosenId, chosen, load, open }
})
